# SPDX-License-Identifier: MIT
"""`python -m pyhost generate` as a user runs it: what it writes, what it prints, and how it ends."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHOP = '''def total(count: int, price: float = 2.0) -> float:
    """What all of it costs."""
    return count * price
'''
ODD = "\n\ndef odd(x: 'Missing') -> None: ...\n"


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write(SHOP)

    def write(self, text):
        (self.folder / "shop.py").write_text(text, encoding="utf-8")

    def run_command(self, *options):
        """(status, what it printed)"""
        path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(ROOT / "python")]))
        done = subprocess.run([sys.executable, "-m", "pyhost", "generate", *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, cwd=self.folder, env={**os.environ, "PYTHONPATH": path})
        return done.returncode, done.stdout

    def generate(self, *options):
        return self.run_command("shop", "--path", ".", "--out", "shop.hpp", *options)

    def header(self):
        return (self.folder / "shop.hpp").read_text(encoding="utf-8")

    def test_a_header_is_written_and_nothing_is_printed(self):
        self.assertEqual(self.generate(), (0, ""))
        self.assertIn("inline double total(std::int64_t count, double price = 2.0)", self.header())

    def test_a_header_that_stays_the_same_is_not_written_again(self):
        self.generate()
        os.utime(self.folder / "shop.hpp", (1, 1))
        self.write(SHOP + "# a comment\n")
        self.assertEqual(self.generate(), (0, ""))
        self.assertEqual((self.folder / "shop.hpp").stat().st_mtime, 1)

    def test_a_check_fails_where_the_header_is_not_up_to_date_and_writes_nothing(self):
        status, said = self.generate("--check")
        self.assertEqual((status, said), (1, "python -m pyhost generate: shop.hpp is not there; run it again without --check\n"))
        self.assertFalse((self.folder / "shop.hpp").exists())
        self.generate()
        self.assertEqual(self.generate("--check"), (0, ""))
        before = self.header()
        self.write(SHOP.replace("2.0", "3.0"))
        status, said = self.generate("--check")
        self.assertEqual((status, said), (1, "python -m pyhost generate: shop.hpp is not what its modules say; run it again without --check\n"))
        self.assertEqual(self.header(), before)

    def test_a_strict_run_names_what_became_an_object_and_writes_nothing(self):
        self.write(SHOP + ODD)
        status, said = self.generate("--strict")
        self.assertEqual(status, 1)
        self.assertIn("shop.odd, line 6: x is an object: there is no C++ type for Missing", said)
        self.assertFalse((self.folder / "shop.hpp").exists())
        self.assertEqual(self.generate()[0], 0)
        self.assertIn("double total(", self.header())

    def test_a_report_counts_what_is_typed(self):
        self.write(SHOP + ODD)
        status, said = self.generate("--report")
        self.assertEqual(status, 0)
        self.assertIn("2 functions: 2 without Any in their source, 1 of them fully typed (0 with objects); 1 fallbacks\n", said)

    def test_what_is_not_found_is_named_with_where_it_was_looked_for(self):
        status, said = self.run_command("shop", "no_such_module", "--path", ".", "--out", "shop.hpp")
        self.assertEqual(status, 1)
        self.assertIn("python -m pyhost generate: the module no_such_module is not found: there is no file of it in ", said)

    def test_a_file_with_errors_is_named_with_its_line(self):
        self.write("def broken(:\n")
        status, said = self.generate()
        self.assertEqual(status, 1)
        self.assertRegex(said, r"^python -m pyhost generate: .*shop\.py.*1")
        self.assertNotIn("Traceback", said)

    def test_the_depfile_has_what_was_read_and_the_generator_itself(self):
        self.assertEqual(self.generate("--depfile", "shop.d", "--depfile-target", "stamp"), (0, ""))
        rule = (self.folder / "shop.d").read_text(encoding="utf-8")
        self.assertTrue(rule.startswith("stamp: \\\n"))
        for name in ("shop.py", "generate/command.py", "generate/emit/headers.py"):
            self.assertIn(name, rule)

    def test_a_folder_gets_one_header_a_module(self):
        package = self.folder / "store"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "prices.py").write_text("def price(name: str) -> float: return 1.0\n", encoding="utf-8")
        self.assertEqual(self.run_command("shop", "store.prices", "--path", ".", "--out", "made"), (0, ""))
        made = sorted(str(path.relative_to(self.folder)) for path in (self.folder / "made").rglob("*.hpp"))
        self.assertEqual(made, [os.path.join("made", "shop.hpp"), os.path.join("made", "store", "prices.hpp")])

    def test_a_run_takes_nothing_from_the_headers_of_another_one(self):
        (self.folder / "parts.py").write_text("class Part:\n    def size(self) -> int: return 1\n", encoding="utf-8")
        (self.folder / "whole.py").write_text("from parts import Part\ndef first(of: Part) -> Part: return of\n", encoding="utf-8")
        (self.folder / "other.py").write_text("from parts import Part\ndef last(of: Part) -> Part: return of\n", encoding="utf-8")
        self.assertEqual(self.run_command("parts", "--path", ".", "--out", "made"), (0, ""))
        full = (self.folder / "made/parts.hpp").read_text(encoding="utf-8")
        status, said = self.run_command("whole", "--path", ".", "--out", "made")
        self.assertEqual((status, said), (1, "python -m pyhost generate: made/parts.hpp is there for parts, which this run does not read; name "
                                             "it too, or write to another folder\n"))
        self.assertEqual((self.folder / "made/parts.hpp").read_text(encoding="utf-8"), full)
        self.assertEqual(self.run_command("whole", "parts", "--path", ".", "--out", "made"), (0, ""))
        self.assertEqual(self.run_command("whole", "--path", ".", "--out", "two"), (0, ""))
        self.assertEqual(self.run_command("other", "--path", ".", "--out", "two")[0], 1)
        self.assertEqual(self.run_command("other", "whole", "--path", ".", "--out", "two"), (0, ""))
        self.assertEqual(self.run_command("other", "--path", ".", "--out", "made", "--replace"), (0, ""))


if __name__ == "__main__":
    unittest.main()
