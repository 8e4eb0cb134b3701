# SPDX-License-Identifier: MIT
"""Classes and their members, enums."""

import unittest

from front_end import ANY, FLOAT, INT, NONE, STR, Case, find, names

from pyhost.generate.model import Attribute, Default, Named, Parameter, TypeAlias, TypeVariable, Union

UNKNOWN = Default(False)
ENUM = "from enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, member, nonmember\n"
T = TypeVariable("T")


class Members(Case):
    def members(self, text, file="m.py"):
        return names(self.declared(text, "C", file).members)

    def test_private_names_and_other_special_methods_are_left_out(self):
        methods = ("f", "_g", "__h", "__len__", "__eq__", "__add__", "__reduce__")
        text = "class C:\n" + "".join(" def %s(self): ...\n" % name for name in methods)
        self.assertEqual(self.members(text + " __slots__ = ()"), ["f", "__len__", "__eq__", "__add__"])

    def test_a_constructor_is_a_method_without_result(self):
        made = self.member("class C:\n def __init__(self, x: int): ...", "C.__init__")
        self.assertEqual((made.kind, made.parameters), ("method", "(x)"))
        self.assertEqual((made.signatures[0].result, made.signatures[0].is_typed), (NONE, True))

    def test_new_stands_for_init_only_where_there_is_no_init(self):
        made = self.member("class C:\n def __new__(cls, x: int): ...", "C.__init__")
        self.assertEqual((made.kind, made.signatures[0].parameters), ("method", (Parameter("x", "positional", INT),)))
        new, init = " def __new__(cls, x): ...\n", " def __init__(self): ...\n"
        for text in (new + init, init + new):
            self.assertEqual(self.member("class C:\n" + text, "C.__init__").signatures[0].parameters, ())

    def test_properties_are_attributes(self):
        text = "import functools\nclass C:\n @property\n def a(self) -> int:\n  'Doc.'\n @property\n def b(self) -> str: ...\n"
        text += " @b.setter\n def b(self, value): ...\n @functools.cached_property\n def c(self) -> float: ..."
        self.assertEqual(self.declared(text, "C").members, [
            Attribute("a", INT, False, "Doc.", line=4), Attribute("b", STR, True, line=7), Attribute("c", FLOAT, False, line=11)])

    def test_annotated_attributes_are_attributes(self):
        text = "class C:\n a: int\n 'One.'\n b: ClassVar[str] = 'x'\n c: Final = 3\n _d: int\n LIMIT = 5"
        self.assertEqual(self.declared("from typing import ClassVar, Final\n" + text, "C").members, [
            Attribute("a", INT, True, "One.", line=3), Attribute("b", STR, True, is_of_class=True, line=5),
            Attribute("c", INT, False, value=Default(True, 3), line=6), Attribute("LIMIT", INT, False, "", Default(True, 5), True, 8)])

    def test_attributes_that_the_constructor_sets_are_found(self):
        text = """
            class C:
                a: str
                def __init__(self, a: int, b: int, c, *, d: str = ''):
                    self.a = a
                    if b:
                        self.b = b
                    self.c = c
                    self.d: str = d
                    self._e: int = 3
                    other.f = b
                def g(self):
                    self.h: int = 3
            """
        self.assertEqual(self.members(text), ["a", "__init__", "g", "b", "d"])
        self.assertEqual(self.member(text, "C.a").type, STR)
        self.assertEqual(self.member(text, "C.b"), Attribute("b", INT, True, line=7))

    def test_another_name_for_a_method_is_a_method(self):
        made = self.member("class C:\n def __add__(self, x: int) -> int: ...\n __radd__ = __add__", "C.__radd__")
        self.assertEqual((made.name, made.signatures[0].result), ("__radd__", INT))

    def test_inherited_members_are_not_repeated(self):
        text = "class B:\n def f(self): ...\nclass C(B, dict[str, int], object):\n def g(self): ..."
        made = self.declared(text, "C")
        self.assertEqual((names(made.members), made.bases), (["g"], (Named("m.B"), Named("builtins.dict", (STR, INT)))))

    def test_a_method_may_mention_its_class(self):
        self.assertEqual(self.member("class C:\n def f(self) -> 'C': ...", "C.f").signatures[0].result, Named("m.C"))

    def test_type_parameters_come_from_generic_or_from_the_bases(self):
        before = "from typing import *\nT = TypeVar('T')\nS = TypeVar('S')\n"
        for text, expected in (("class C(Generic[T, S]): ...", ["T", "S"]), ("class C(Dict[S, List[T]]): ...", ["S", "T"]),
                               ("class C(List[T], Generic[S, T]): ...", ["S", "T"]), ("class C(Protocol[T]): ...", ["T"]),
                               ("class C: ...", [])):
            with self.subTest(text):
                self.assertEqual([one.name for one in self.declared(before + text, "C").type_parameters], expected)

    def test_a_protocol_is_one_only_where_it_says_so(self):
        text = "from typing import Protocol\nclass P(Protocol):\n x: int\nclass C(P): ..."
        self.assertEqual([(one.kind, one.bases) for one in self.module(text).declarations], [("protocol", ()), ("class", (Named("m.P"),))])

    def test_one_odd_member_does_not_lose_the_rest(self):
        broken = "class C:\n def f(self): ...\n def g(self): ..."
        self.write("user/m.py", broken)
        program = self.program()
        build = program.classes_made.members.functions.build

        def failing(name, *rest):
            if name == "f":
                raise ValueError("odd")
            return build(name, *rest)
        program.classes_made.members.functions.build = failing
        self.assertEqual(names(program.module("m").declarations[0].members), ["g"])
        self.assertEqual([(one.line, one.what) for one in program.problems], [(2, "f")])

    def test_a_class_that_is_its_own_base_does_no_harm(self):
        self.assertEqual(self.declared("class C(C): ...", "C").kind, "class")


class Enums(Case):
    def values(self, body, file="m.py"):
        return self.declared(ENUM + body, "E", file).values

    def test_members_have_values(self):
        self.assertEqual(self.values("class E(Enum):\n A = 1\n B = 'x'\n C = -1\n D = (1, 2)\n E = compute()"), [
            ("A", Default(True, 1)), ("B", Default(True, "x")), ("C", Default(True, -1)), ("D", Default(True, (1, 2))), ("E", UNKNOWN)])

    def test_auto_counts(self):
        def known(*pairs):
            return [(name, Default(True, value)) for name, value in pairs]
        self.assertEqual(self.values("class E(Enum):\n A = auto()\n B = 5\n C = auto()"), known(("A", 1), ("B", 5), ("C", 6)))
        self.assertEqual(self.values("class E(Flag):\n A = auto()\n B = auto()\n C = A | B\n D = auto()"),
                         known(("A", 1), ("B", 2), ("C", 3), ("D", 4)))
        self.assertEqual(self.values("class E(StrEnum):\n A = auto()"), [("A", UNKNOWN)])
        self.assertEqual(self.values("class E(Enum):\n A = 'x'\n B = auto()")[1], ("B", UNKNOWN))
        self.assertEqual(self.values("class E(Enum):\n def _generate_next_value_(name, *rest): return name\n A = auto()"), [("A", UNKNOWN)])

    def test_other_names_for_members_are_skipped(self):
        made = self.declared(ENUM + "class E(Enum):\n A = 1\n B = A\n C = 1\n D = 2", "E")
        self.assertEqual((made.values, made.members), ([("A", Default(True, 1)), ("D", Default(True, 2))], []))

    def test_what_is_no_member_is_left_out(self):
        text = "class E(Enum):\n _ignore_ = ['x']\n A = 1\n b: str\n N = nonmember(3)\n M = member(4)\n"
        text += " def f(self) -> int: ...\n @property\n def p(self) -> int: ..."
        made = self.declared(ENUM + text, "E")
        self.assertEqual((names_of(made), [one for one in names(made.members) if one != "N"]), (["A", "M"], ["b", "f", "p"]))

    def test_stubs_may_annotate_members_or_leave_their_values_out(self):
        self.assertEqual(self.values("class E(Enum):\n A: int\n B: int", "m.pyi"), [("A", UNKNOWN), ("B", UNKNOWN)])
        self.assertEqual(self.values("class E(Enum):\n A = ...\n B = ...\n c: int", "m.pyi"), [("A", UNKNOWN), ("B", UNKNOWN)])

    def test_kinds_of_enums(self):
        for base, kind in (("Enum", "Enum"), ("IntEnum", "Enum"), ("StrEnum", "Enum"), ("str, Enum", "Enum"), ("Flag", "Flag"),
                           ("IntFlag", "Flag"), ("Base", "Enum")):
            with self.subTest(base):
                self.assertEqual(self.declared(ENUM + "class Base(Enum): ...\nclass E(%s):\n A = 1" % base, "E").kind, kind)
        self.assertEqual(self.declared("import enum\nclass E(str, enum.Enum): ...", "E").bases, (STR, Named("enum.Enum")))

    def test_flags_are_computed(self):
        self.assertEqual(self.values("class E(Flag):\n A = 1 << 0\n B = 1 << 1\n AB = A | B"), [
            ("A", Default(True, 1)), ("B", Default(True, 2)), ("AB", Default(True, 3))])

    def test_the_functional_form(self):
        for members in ("'A B'", "'A, B'", "['A', 'B']", "[('A', 1), ('B', 2)]", "{'A': 1, 'B': 2}", "names='A B'"):
            with self.subTest(members):
                self.assertEqual(self.values("E = Enum('E', %s)" % members), [("A", Default(True, 1)), ("B", Default(True, 2))])
        self.assertEqual(self.values("E = Enum('E', 'A', start=5)"), [("A", Default(True, 5))])
        self.assertEqual(self.values("E = Flag('E', 'A B')"), [("A", UNKNOWN), ("B", UNKNOWN)])
        self.assertEqual(self.values("E = Enum('E', [('A', auto())])"), [("A", UNKNOWN)])
        self.assertEqual(self.type_of("E", "from enum import Enum\nE = Enum('E', 'A')"), Named("m.E"))


def names_of(made):
    return [name for name, _ in made.values]


class Passed(Case):
    def test_a_class_of_another_module_is_an_alias_and_found_by_its_path(self):
        self.write("user/p/part.py", "class C:\n def f(self) -> int: ...")
        made = self.module("from .part import C as D\n__all__ = ['D']", "p/__init__.py").declarations
        self.assertEqual(made, [TypeAlias("D", Named("p.part.C"), line=1)])
        self.assertEqual(find(self.read.class_of("p.part.C").members, "f").signatures[0].result, INT)

    def test_types_of_attributes_are_resolved(self):
        text = "from typing import Any, Optional\nclass C:\n a: Optional['C']\n b: Any"
        self.assertEqual(self.member(text, "C.a").type, Union((Named("m.C"), NONE)))
        self.assertEqual(self.member(text, "C.b").type, ANY)


if __name__ == "__main__":
    unittest.main()
