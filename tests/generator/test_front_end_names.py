# SPDX-License-Identifier: MIT
"""Which names a module binds, for which target, and which of them are public."""

import sys
import unittest

from front_end import ANY, BOOL, BYTES, FLOAT, INT, STR, Case, names

from pyhost.generate.model import Attribute, Class, Function, Named, TypeAlias


class Conditions(Case):
    def bound(self, text, **options):
        return names(self.module(text, **options).declarations)

    def test_type_checking_is_true(self):
        self.assertEqual(self.bound("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n def f(): ...\nelse:\n def g(): ..."), ["f"])

    def test_the_version_is_that_of_the_target(self):
        for test, versions in (("sys.version_info >= (3, 11)", (11, 12)), ("sys.version_info < (3, 11)", (9, 10)),
                               ("sys.version_info >= (3, 11, 2)", (11, 12)), ("sys.version_info[:2] == (3, 10)", (10,)),
                               ("sys.version_info[1] > 10", (11, 12)), ("not sys.version_info >= (3, 10)", (9,)),
                               ("sys.version_info >= (3, 10) and sys.version_info < (3, 12)", (10, 11)),
                               ("sys.version_info < (3, 10) or sys.version_info >= (3, 12)", (9, 12)), ("sys.version_info[0] == 2", ())):
            for minor in (9, 10, 11, 12):
                with self.subTest(test, minor=minor):
                    bound = self.bound("import sys\nif %s:\n def f(): ...\nelse:\n def g(): ..." % test, version=(3, minor))
                    self.assertEqual(bound, ["f" if minor in versions else "g"])

    def test_the_platform_is_that_of_the_target(self):
        for test in ("sys.platform == 'win32'", "sys.platform.startswith('win')", "sys.platform in ('win32', 'cygwin')", "os.name == 'nt'"):
            for platform in ("win32", "linux"):
                with self.subTest(test, platform=platform):
                    bound = self.bound("import sys, os\nif %s:\n def f(): ...\nelse:\n def g(): ..." % test, platform=platform)
                    self.assertEqual(bound, ["f" if platform == "win32" else "g"])

    def test_of_other_conditions_the_first_branch_wins(self):
        module = self.module("if unknown():\n def f(x: int): ...\nelse:\n def f(): ...\n def g(): ...")
        self.assertEqual(names(module.declarations), ["f", "g"])
        self.assertEqual(len(module.declarations[0].signatures[0].parameters), 1)

    def test_in_a_try_the_body_wins(self):
        module = self.module("try:\n def f(x: int): ...\nexcept ImportError:\n def f(): ...\n def g(): ...\nfinally:\n def h(): ...")
        self.assertEqual(names(module.declarations), ["f", "g", "h"])
        self.assertEqual(len(module.declarations[0].signatures[0].parameters), 1)

    def test_an_import_that_finds_nothing_leaves_its_name_to_the_other_branch(self):
        self.write("user/other.py", "class C: ...")
        for text in ("from absent import C", "from other import D as C"):
            self.assertEqual(self.type_of("C", "try:\n %s\nexcept ImportError:\n from other import C" % text), Named("other.C"))
        self.assertEqual(self.type_of("o.C", "try:\n import absent as o\nexcept ImportError:\n import other as o"), Named("other.C"))


class Public(Case):
    def public(self, text, name="m.py"):
        return names(self.module(text, name).declarations)

    def test_names_with_an_underscore_are_private(self):
        self.assertEqual(self.public("def f(): ...\ndef _g(): ...\nclass _C: ..."), ["f"])

    def test_all_names_what_is_public(self):
        self.assertEqual(self.public("__all__ = ['_g', 'f']\ndef f(): ...\ndef _g(): ...\ndef h(): ..."), ["f", "_g"])

    def test_all_may_be_written_in_pieces(self):
        self.write("user/other.py", "__all__ = ['x', 'y']\ndef x(): ...\ndef y(): ...")
        for text in ("__all__ += ['b']", "__all__.extend(['b'])", "__all__.append('b')", "__all__ = __all__ + ['b']",
                     "__all__ = [*__all__, 'b']"):
            with self.subTest(text):
                self.assertEqual(self.public("__all__ = ['a']\n%s\ndef a(): ...\ndef b(): ...\ndef c(): ..." % text), ["a", "b"])
        self.assertEqual(self.public("__all__ = ['a', 'b']\n__all__.remove('b')\ndef a(): ...\ndef b(): ..."), ["a"])
        text = "import other\nfrom other import *\n__all__ = ['a']\n__all__ += other.__all__\ndef a(): ..."
        self.assertEqual(self.public(text), ["a", "x", "y"])
        self.assertEqual(self.public("from other import *\nfrom other import __all__"), ["x", "y"])

    def test_imports_are_private(self):
        self.write("user/other.py", "def f(): ...")
        self.assertEqual(self.public("from other import f\nimport other"), [])

    def test_imports_as_the_same_name_are_public_in_stubs(self):
        self.write("user/other.py", "def f(): ...\ndef g(): ...")
        self.assertEqual(self.public("from other import f as f, g\nfrom other import g as h", "m.pyi"), ["f"])

    def test_a_package_passes_on_what_its_own_modules_define(self):
        self.write("user/p/part.py", "class C: ...\ndef f(): ...\nN: int = 1")
        self.write("user/q.py", "def g(): ...")
        text = "from .part import C, f\nfrom p.part import N\nfrom q import g\nfrom . import part"
        declarations = self.module(text, "p/__init__.py").declarations
        self.assertEqual(names(declarations), ["C", "f", "N"])
        self.assertEqual(declarations[0], TypeAlias("C", Named("p.part.C"), line=1))
        self.assertIsInstance(declarations[1], Function)
        self.assertEqual(declarations[2], Attribute("N", INT, False, value=declarations[2].value, line=2))

    def test_a_star_brings_what_the_other_module_exports(self):
        self.write("user/p/part.py", "__all__ = ['f']\ndef f(): ...\ndef g(): ...")
        self.write("user/p/__init__.py", "from .part import *\nfrom .rest import *")
        self.write("user/p/rest.py", "def h(): ...\ndef _i(): ...")
        self.assertEqual(names(self.program().module("p").declarations), ["f", "h"])

    def test_stubs_pass_on_all_that_a_star_brings(self):
        self.write("user/other.pyi", "import os\ndef f(): ...")
        self.assertEqual(self.public("from other import *", "m.pyi"), ["f"])


class Imports(Case):
    def test_names_lead_through_imports_to_the_definition(self):
        self.write("user/p/__init__.py", "from .a import Shape as Form")
        self.write("user/p/a.py", "from . import b\nfrom .b import *")
        self.write("user/p/b.py", "class Shape: ...")
        for before, annotation in (("from p import Form", "Form"), ("import p", "p.Form"), ("import p.b", "p.b.Shape"),
                                   ("import p.b as c", "c.Shape"), ("from p import b", "b.Shape"),
                                   ("from p.a import b", "b.Shape"), ("from p.a import *", "Shape")):
            with self.subTest(before):
                self.assertEqual(self.type_of(annotation, before), Named("p.b.Shape"))

    def test_modules_may_import_each_other(self):
        self.write("user/a.py", "import m\nclass A:\n def f(self) -> 'm.B': ...")
        self.write("user/b.py", "from c import X")
        self.write("user/c.py", "from b import X")
        module = self.module("from a import A\nclass B:\n def g(self) -> A: ...")
        self.assertEqual(module.declarations[0].members[0].signatures[0].result, Named("a.A"))
        self.assertEqual(self.read.class_of("a.A").members[0].signatures[0].result, Named("m.B"))
        self.assertIn("not defined", self.type_of("X", "from b import X").reason)

    def test_known_names_are_not_followed(self):
        for before, annotation, path in (
                ("import datetime as dt", "dt.datetime", "datetime.datetime"), ("from os import PathLike", "PathLike", "os.PathLike"),
                ("import numpy as np", "np.ndarray", "numpy.ndarray"), ("import io", "io.BytesIO", "io.BytesIO"),
                ("from typing import SupportsIndex", "SupportsIndex", "typing.SupportsIndex"),
                ("from re import Pattern", "Pattern", "re.Pattern"), ("import typing as t", "t.IO", "typing.IO")):
            with self.subTest(path):
                self.assertEqual(self.type_of(annotation, before), Named(path))

    def test_what_a_known_module_imports_for_itself_is_followed(self):
        self.write("typeshed/stdlib/VERSIONS", "builtins: 3.0-\ncontextlib: 3.0-\nhidden: 3.0-\n")
        self.write("typeshed/stdlib/contextlib.pyi", "from hidden import Thing\nclass Own: ...")
        self.write("typeshed/stdlib/hidden.pyi", "class Thing: ...")
        self.assertEqual(self.type_of("contextlib.Thing", "import contextlib"), Named("hidden.Thing"))
        self.assertEqual(self.type_of("contextlib.Own", "import contextlib"), Named("contextlib.Own"))

    def test_a_stub_that_says_it_is_incomplete_gives_any(self):
        self.write("user/part.pyi", "def __getattr__(name: str): ...")
        self.assertEqual(self.type_of("Unknown", "from part import Unknown"), ANY)

    def test_a_name_bound_before_or_after_its_class_is_the_class(self):
        self.assertEqual(self.type_of("C", "C = None\nclass C: ..."), Named("m.C"))
        self.assertEqual(self.type_of("C", "class C: ...\nC = wrap(C)"), Named("m.C"))

    def test_a_class_is_found_by_its_path(self):
        self.write("user/p/__init__.py", "from .a import Outer")
        self.write("user/p/a.py", "class Outer:\n class Inner:\n  class Core: ...")
        program = self.program()
        self.assertIsInstance(program.class_of("p.a.Outer.Inner.Core"), Class)
        self.assertEqual(program.class_of("p.a.Outer.Inner").path, "p.a.Outer.Inner")
        self.assertIs(program.class_of("p.a.Outer"), program.class_of("p.a.Outer"))
        for path in ("p.a.None", "p.a", "absent.C", "builtins.None", "p.a.Outer.Absent"):
            self.assertIsNone(program.class_of(path))


class Variables(Case):
    def test_an_annotated_variable_is_an_attribute(self):
        self.assertEqual(self.declared("x: int", "x"), Attribute("x", INT, True, line=1))

    def test_a_constant_tells_its_type(self):
        declarations = self.module("a = 1\nb = -2.5\nc = 's'\nd = b''\ne = True\nf = None\ng = compute()").declarations
        self.assertEqual([(one.name, one.type) for one in declarations], [("a", INT), ("b", FLOAT), ("c", STR), ("d", BYTES), ("e", BOOL)])

    def test_several_names_may_be_assigned_at_once(self):
        declarations = self.module("a, (b, c) = 1, ('x', 2.5)\nd = e = 3\nf, g = compute()\nh, *i = 1, 2").declarations
        self.assertEqual([(one.name, one.type) for one in declarations], [("a", INT), ("b", STR), ("c", FLOAT), ("d", INT), ("e", INT)])

    def test_a_final_constant_keeps_its_value(self):
        before = "from typing import Final\n"
        for text in ("N: Final = 3", "N: Final[int] = 3", "n: Final = 3", "N = 3", "N: int = 3"):
            with self.subTest(text):
                made = self.module(before + text).declarations[0]
                self.assertEqual((made.type, made.is_writable, made.value.value), (INT, False, 3))
        self.assertIsNone(self.declared("n = 3", "n").value)
        self.assertIsNone(self.declared("N: int = compute()", "N").value)

    def test_the_string_after_a_variable_documents_it(self):
        self.assertEqual(self.declared("x: int = 1\n'''Number\n   of things.'''", "x").documentation, "Number\nof things.")

    def test_another_name_for_a_function_is_a_function(self):
        made = self.declared("def f(x: int) -> str: ...\ng = f", "g")
        self.assertEqual((made.name, made.signatures[0].result, made.line), ("g", STR, 2))

    def test_another_name_for_a_class_is_an_alias(self):
        self.assertEqual(self.declared("class C: ...\nD = C", "D"), TypeAlias("D", Named("m.C"), line=2))

    def test_a_method_of_an_object_is_a_function(self):
        text = "class Random:\n def seed(self, x: int) -> str: ...\n_inst%s\nseed = _inst.seed"
        for value in (" = Random()", ": Random"):
            with self.subTest(value):
                made = self.declared(text % value, "seed")
                self.assertEqual((made.kind, [one.name for one in made.signatures[0].parameters]), ("function", ["x"]))

    def test_expressions_that_look_like_types_are_left_out(self):
        self.assertEqual(names(self.module("A = 1\nB = 2\nboth = A | B\nfirst = both[A]").declarations), ["A", "B"])

    def test_the_documentation_of_a_module_is_kept(self):
        self.assertEqual(self.module('"""Shapes\n   of things."""').documentation, "Shapes\nof things.")

    @unittest.skipIf(sys.version_info < (3, 12), "the type statement is newer")
    def test_a_type_statement_is_an_alias(self):
        made = self.declared("type Numbers = list[int]\n'''Many.'''", "Numbers")
        self.assertEqual(made, TypeAlias("Numbers", Named("builtins.list", (INT,)), "Many.", 1))


if __name__ == "__main__":
    unittest.main()
