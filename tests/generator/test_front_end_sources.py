# SPDX-License-Identifier: MIT
"""Which file is that of a module, and what is said when there is none or it cannot be parsed."""

import sys
import unittest

from front_end import Case, names

from pyhost.generate.errors import NotFound, Unreadable
from pyhost.generate.parsing import newer_syntax
from pyhost.generate.sources import Search


class Files(Case):
    def found(self, name, *paths, **options):
        source = self.search(*paths, **options).find(name)
        return source and source.path.replace(str(self.folder) + "/", "")

    def test_a_stub_beside_the_module_wins(self):
        self.write("user/a.py")
        self.write("user/a.pyi")
        self.assertEqual(self.found("a"), "user/a.pyi")

    def test_a_stub_package_wins_over_the_code(self):
        self.write("user/a/__init__.py")
        self.write("user/a/b.py")
        self.write("user/a-stubs/__init__.pyi")
        self.write("user/a-stubs/b.pyi")
        self.assertEqual((self.found("a"), self.found("a.b")), ("user/a-stubs/__init__.pyi", "user/a-stubs/b.pyi"))

    def test_what_a_partial_stub_package_lacks_is_found_in_the_code(self):
        self.write("user/a/__init__.py")
        self.write("user/a/b.py")
        self.write("user/a-stubs/__init__.pyi")
        self.write("user/a-stubs/py.typed", "partial\n")
        self.assertEqual(self.found("a.b"), "user/a/b.py")

    def test_a_directory_of_stubs_wins_over_all(self):
        self.write("user/a.pyi")
        self.write("stubs/a/__init__.pyi")
        self.assertEqual(self.found("a", stubs=[str(self.folder / "stubs")]), "stubs/a/__init__.pyi")

    def test_a_directory_of_stubs_may_hold_stub_packages(self):
        self.write("user/a.pyi")
        self.write("stubs/a-stubs/__init__.pyi")
        self.assertEqual(self.found("a", stubs=[str(self.folder / "stubs")]), "stubs/a-stubs/__init__.pyi")

    def test_the_first_path_wins(self):
        self.write("one/a.py")
        self.write("two/a.pyi")
        self.assertEqual(self.found("a", "one", "two"), "one/a.py")

    def test_a_package_wins_over_a_module(self):
        self.write("user/a.py")
        self.write("user/a/__init__.py")
        source = self.search().find("a")
        self.assertTrue(source.is_package)
        self.assertFalse(source.is_stub)

    def test_a_module_in_a_folder_without_init_is_found(self):
        self.write("user/space/a.py")
        self.assertEqual(self.found("space.a"), "user/space/a.py")

    def test_the_stubs_of_the_standard_library_win_over_its_code(self):
        self.write("typeshed/stdlib/VERSIONS", "json: 3.0-\n")
        self.write("typeshed/stdlib/json/__init__.pyi")
        self.assertEqual(self.found("json"), "typeshed/stdlib/json/__init__.pyi")

    def test_a_module_of_the_user_wins_over_the_standard_library(self):
        self.write("typeshed/stdlib/VERSIONS", "json: 3.0-\n")
        self.write("typeshed/stdlib/json/__init__.pyi")
        self.write("user/json.py")
        self.assertEqual(self.found("json"), "user/json.py")

    def test_the_code_of_the_standard_library_is_the_last_resort(self):
        self.assertTrue(self.search().find("textwrap").path.endswith("textwrap.py"))

    def test_a_module_that_the_target_does_not_have_is_not_found(self):
        for name in ("gone", "recent"):
            self.write("typeshed/stdlib/%s.pyi" % name)
        self.assertIsNone(self.found("gone", version=(3, 9)))
        self.assertIsNone(self.found("recent", version=(3, 11)))
        self.assertIsNotNone(self.found("gone", version=(3, 8)))
        self.assertIsNotNone(self.found("recent", version=(3, 12)))

    def test_a_submodule_has_a_range_of_its_own_within_that_of_its_package(self):
        self.write("typeshed/stdlib/VERSIONS", "p: 3.0-\np.q: 3.10-\n")
        self.write("typeshed/stdlib/p/q.pyi")
        self.assertIsNone(self.found("p.q", version=(3, 9)))
        self.assertIsNotNone(self.found("p.q", version=(3, 10)))

    def test_a_typeshed_without_versions_is_refused(self):
        with self.assertRaisesRegex(NotFound, "no stdlib/VERSIONS"):
            Search(typeshed=str(self.folder / "user"))

    def test_the_default_paths_leave_the_standard_library_to_typeshed(self):
        self.assertFalse([path for path in self.search().packages if path.endswith("python%d.%d" % sys.version_info[:2])])

    def test_files_that_were_read_are_told(self):
        self.write("user/b.py", "class B: ...")
        self.module("from b import B\ndef f(x: B): ...")
        read = [path for path in self.read.files if "/user/" in path]
        self.assertEqual(read, [str(self.folder / "user" / name) for name in ("b.py", "m.py")])


class Errors(Case):
    def test_a_module_that_is_not_found_says_where_it_was_looked_for(self):
        with self.assertRaises(NotFound) as raised:
            self.program().module("absent")
        self.assertRegex(str(raised.exception), "the module absent is not found: there is no file of it in .*user.*; add the directory")

    def test_a_folder_without_init_is_told_from_nothing(self):
        self.write("user/space/a.py")
        with self.assertRaisesRegex(NotFound, "a folder without __init__.py"):
            self.program().module("space")

    def test_a_syntax_error_says_file_and_line(self):
        with self.assertRaisesRegex(Unreadable, r"m\.py:2: it is not Python source: .*; repair the file"):
            self.module("x = 1\ndef (:\n")

    def test_a_file_that_is_no_text_is_refused(self):
        with self.assertRaisesRegex(Unreadable, "m.py"):
            self.module("x = '\0'")

    def test_syntax_of_a_newer_python_is_named(self):
        for text, needed in (("def f[T](x: T): ...", (3, 12)), ("class C[T]:", (3, 12)), ("type X = int", (3, 12)),
                             ("class C[T = int]:", (3, 13)), ("match x:", (3, 10)),
                             ("    except* ValueError:", (3, 11)), ("lazy import os", (3, 15)),
                             ("except A, B:", (3, 14))):
            with self.subTest(text):
                self.assertEqual(newer_syntax(text, (3, 9))[1:], needed)
                self.assertIsNone(newer_syntax(text, needed))

    @unittest.skipIf(sys.version_info >= (3, 12), "this Python reads it")
    def test_a_newer_python_is_asked_for(self):
        message = r"type parameters need Python 3\.12, and this is Python 3\.\d+; run the generator with a newer"
        with self.assertRaisesRegex(Unreadable, message):
            self.module("def f[T](x: T) -> T: ...")

    def test_a_syntax_error_in_another_module_loses_only_its_names(self):
        self.write("user/broken.py", "def (:\n")
        module = self.module("from broken import B\ndef f(x: B): ...\ndef g(): ...")
        self.assertEqual(names(module.declarations), ["f", "g"])
        self.assertRegex(module.declarations[0].signatures[0].parameters[0].type.reason, r"broken\.py:1: it is not Python source")

    def test_one_odd_definition_does_not_lose_the_rest(self):
        module = self.module("from enum import Enum\nA = Enum('A', compute())\nclass B: ...\n__all__ = ['A', 'B', 'C']")
        self.assertEqual(names(module.declarations), ["B"])
        self.assertEqual([(one.line, one.what) for one in self.read.problems], [(2, "A"), (0, "C")])
        self.assertEqual(self.read.problems[1].reason, "the name C is not defined in module m")


if __name__ == "__main__":
    unittest.main()
