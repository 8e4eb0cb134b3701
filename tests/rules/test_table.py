# SPDX-License-Identifier: MIT
"""Tests of examples/03_types/table.py: it sees a converter without its types, and a comment that says what is not so."""

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "03_types"))
import table

INT = "/// `int`, `long`: what has __index__. To Python: int.\ntemplate <>\nstruct converter<int> {\n};\n"
TEXT = "/// `char*`, to Python only: str.\ntemplate <class T>\n    requires(plain<T>)\nstruct converter<T*> {\n};\n"
OUTPUT = ("both\t0\tint\tTypeError: expected std::vector<int>, got Other\tbool,int\tint\tnew\tTypeError: expected int, got Other\n"
          "both\t0\tlong\tTypeError: expected std::vector<long>, got Other\tbool,int\tint\tnew\tTypeError: expected long, got Other\n"
          "to\t1\tchar*\tstr\n")


class Table(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.page = self.folder / "page.md"
        self.page.write_text("before\n<!-- table -->\n<!-- end -->\nafter\n")
        (self.folder / "samples.py").write_text('SAMPLES = {"bool": "True", "int": "7", "str": "\'a\'"}\n')

    def header(self, text):
        (self.folder / "README.md").write_text("| `convert/a.hpp` | 3 | For tests. |\n")
        (self.folder / "convert").mkdir(exist_ok=True)
        (self.folder / "convert" / "a.hpp").write_text(text)

    def run_table(self, command, output=OUTPUT):
        with mock.patch("subprocess.run", return_value=mock.Mock(stdout=output)):
            table.run(command, str(self.folder), str(self.page), str(self.folder / "samples.py"), "program")

    def refuses(self, text, *arguments):
        with self.assertRaises(table.Problem) as caught:
            self.run_table(*arguments)
        self.assertIn(text, str(caught.exception))

    def test_a_table_that_is_written_is_right(self):
        self.header(INT + "\n" + TEXT)
        self.refuses("is not what the headers and the program give", "check")
        self.run_table("write")
        self.run_table("check")
        text = self.page.read_text()
        self.assertIn("| `int`, `long` | what has `__index__` | bool, int | `expected int` | `int` | `convert/a.hpp` |", text)
        self.assertIn("| `char*` | nothing | – | – | `str` | `convert/a.hpp` |", text)
        self.assertTrue(text.startswith("before\n") and text.endswith("after\n"))

    def test_every_converter_says_its_types(self):
        self.header(INT + "\ntemplate <>\nstruct converter<long> {\n};\n")
        self.refuses("2 specialisations of converter, and 1 comments", "check")
        self.header("/// An int.\ntemplate <>\nstruct converter<int> {\n};\n")
        self.refuses("begins with its types", "check")
        self.header("/// `int`: what has __index__.\ntemplate <>\nstruct converter<int> {\n};\n")
        self.refuses("does not say what becomes of int in Python", "check")

    def test_what_a_comment_says_is_so(self):
        self.header(INT.replace("Python: int", "Python: float") + "\n" + TEXT)
        self.refuses("int became int, but the comment says: float", "check")
        self.header(INT + "\n" + TEXT)
        self.refuses("the comment writes int, an error: TypeError: expected std::vector<short>", "check",
                     OUTPUT.replace("vector<int>", "vector<short>"))
        self.refuses("char* was not converted", "check", OUTPUT.replace("to\t1\tchar*\tstr\n", ""))

    def test_the_program_converts_every_type(self):
        self.header(INT + "\n" + TEXT)
        lines = self.folder / "rows.inc"
        table.run("rows", str(self.folder), str(lines))
        self.assertEqual(lines.read_text(), 'both_ways<int>(0, "int", samples, other);\nboth_ways<long>(0, "long", samples, other);\n'
                                            'to_python_only<char*>(1, "char*");\n')


if __name__ == "__main__":
    unittest.main()
