# SPDX-License-Identifier: MIT
"""The fields of dataclasses, NamedTuples and TypedDicts."""

import unittest

from front_end import ANY, INT, STR, Case, list_of, names

from pyhost.generate.model import Attribute, Default, Field, Named, Parameter

UNKNOWN = Default(False)
BEFORE = "import dataclasses\nfrom dataclasses import dataclass, field, InitVar, KW_ONLY\nfrom typing import *\nT = TypeVar('T')\n"


class Dataclasses(Case):
    def made(self, text, name="C"):
        return self.declared(BEFORE + text, name)

    def fields(self, text):
        return self.made(text).fields

    def test_fields_have_types_and_defaults(self):
        for decorator in ("dataclass", "dataclasses.dataclass", "dataclass(frozen=True)"):
            made = self.made("@%s\nclass C:\n a: int\n b: str = 'x'\n c: object = object()\n _d: int = 3\n e = 5" % decorator)
            self.assertEqual(made.kind, "dataclass")
            self.assertEqual(made.fields, [
                Field("a", INT, line=7), Field("b", STR, Default(True, "x"), line=8),
                Field("c", Named("builtins.object"), UNKNOWN, line=9), Field("_d", INT, Default(True, 3), line=10)])
            self.assertEqual(made.members, [])

    def test_field_tells_default_and_place(self):
        text = "@dataclass\nclass C:\n a: int = field(default=3)\n b: List[int] = field(default_factory=list)\n"
        text += " c: int = field(init=False)\n d: int = dataclasses.field(kw_only=True)\n e: int = field(repr=False)"
        self.assertEqual(self.fields(text), [
            Field("a", INT, Default(True, 3), line=7), Field("b", list_of(INT), Default(True, []), line=8), Field("c", INT, is_in_init=False, line=9),
            Field("d", INT, line=10, is_keyword=True), Field("e", INT, line=11)])

    def test_keyword_only_fields(self):
        fields = self.fields("@dataclass(kw_only=True)\nclass C:\n a: int\n b: int = field(kw_only=False)")
        self.assertEqual([one.is_keyword for one in fields], [True, False])
        fields = self.fields("@dataclass\nclass C:\n a: int\n _: KW_ONLY\n b: int")
        self.assertEqual([(one.name, one.is_keyword) for one in fields], [("a", False), ("b", True)])

    def test_class_variables_and_methods_are_members(self):
        made = self.made("@dataclass\nclass C:\n a: int\n b: ClassVar[int] = 3\n def f(self) -> int: ...")
        self.assertEqual((names(made.fields), names(made.members)), (["a"], ["b", "f"]))
        self.assertEqual(made.members[0], Attribute("b", INT, True, is_of_class=True, line=8))

    def test_fields_of_bases_come_first(self):
        text = "@dataclass\nclass A(Generic[T]):\n a: T\n b: int\n@dataclass\nclass C(A[str]):\n c: int\n b: str\n"
        self.assertEqual([(one.name, one.type) for one in self.fields(text)], [("a", STR), ("b", STR), ("c", INT)])

    def test_a_subclass_without_the_decorator_is_plain(self):
        made = self.made("@dataclass\nclass A:\n a: int\nclass C(A):\n b: int")
        self.assertEqual((made.kind, made.fields, names(made.members)), ("class", [], ["b"]))

    def test_a_constructor_of_its_own_makes_it_plain(self):
        made = self.made("@dataclass\nclass C:\n a: int\n def __init__(self, x: str): ...")
        self.assertEqual((made.kind, made.fields, names(made.members)), ("class", [], ["a", "__init__"]))
        self.assertEqual(self.made("@dataclass(init=False)\nclass C:\n a: int").kind, "class")

    def test_init_vars_make_it_plain_with_the_constructor_that_dataclass_writes(self):
        made = self.made("@dataclass\nclass C:\n a: int = field(kw_only=True)\n b: InitVar[str] = 'x'\n c: int = field(init=False)")
        self.assertEqual((made.kind, names(made.members)), ("class", ["__init__", "a", "c"]))
        self.assertEqual(made.members[0].signatures[0].parameters,
                         (Parameter("b", "positional", STR, Default(True, "x")), Parameter("a", "keyword", INT)))

    def test_init_vars_of_a_base_count(self):
        self.assertEqual(self.made("@dataclass\nclass A:\n a: InitVar[int]\n@dataclass\nclass C(A):\n b: int").kind, "class")

    def test_string_annotations_are_read(self):
        made = self.made("@dataclass\nclass C:\n a: 'ClassVar[int]' = 3\n b: 'C'")
        self.assertEqual((names(made.fields), made.fields[0].type), (["b"], Named("m.C")))


class NamedTuples(Case):
    def made(self, text):
        return self.declared(BEFORE + "from collections import namedtuple\n" + text, "C")

    def test_the_class_form(self):
        made = self.made("class C(NamedTuple):\n a: int\n b: str = 'x'\n def f(self) -> int: ...")
        self.assertEqual((made.kind, made.bases, names(made.members)), ("NamedTuple", (), ["f"]))
        self.assertEqual(made.fields, [Field("a", INT, line=7), Field("b", STR, Default(True, "x"), line=8)])

    def test_the_functional_form(self):
        for text in ("C = NamedTuple('C', [('a', int), ('b', 'C')])", "C = NamedTuple('C', (('a', int), ('b', 'C')))"):
            self.assertEqual([(one.name, one.type) for one in self.made(text).fields], [("a", INT), ("b", Named("m.C"))])

    def test_fields_of_namedtuple_are_any(self):
        for names_written in ("'a b'", "'a, b'", "['a', 'b']", "('a', 'b')"):
            made = self.made("C = namedtuple('C', %s, defaults=[3])" % names_written)
            self.assertEqual((made.kind, made.fields), ("NamedTuple", [Field("a", ANY, line=6), Field("b", ANY, Default(True, 3), line=6)]))

    def test_a_class_may_have_a_call_as_base(self):
        made = self.made("class C(namedtuple('C', 'a b')):\n def f(self) -> int: ...")
        self.assertEqual((made.kind, names(made.fields), names(made.members), made.bases), ("NamedTuple", ["a", "b"], ["f"], ()))

    def test_it_is_a_type(self):
        self.assertEqual(self.type_of("C", "from collections import namedtuple\nC = namedtuple('C', 'a')"), Named("m.C"))


class TypedDicts(Case):
    def fields(self, text):
        made = self.declared(BEFORE + "from typing_extensions import Required, NotRequired, ReadOnly\n" + text, "C")
        self.assertEqual(made.kind, "TypedDict")
        return [(one.name, one.type, one.is_required) for one in made.fields]

    def test_keys_are_required_unless_told_otherwise(self):
        self.assertEqual(self.fields("class C(TypedDict):\n a: int\n b: NotRequired[str]\n c: ReadOnly[int]"),
                         [("a", INT, True), ("b", STR, False), ("c", INT, True)])
        self.assertEqual(self.fields("class C(TypedDict, total=False):\n a: int\n b: Required[str]\n c: 'Required[int]'"),
                         [("a", INT, False), ("b", STR, True), ("c", INT, True)])

    def test_keys_of_bases_come_first_and_keep_their_total(self):
        text = "class A(TypedDict, Generic[T], total=False):\n a: T\nclass C(A[str]):\n b: int"
        self.assertEqual(self.fields(text), [("a", STR, False), ("b", INT, True)])

    def test_the_functional_form(self):
        self.assertEqual(self.fields("C = TypedDict('C', {'in': int, 'b': NotRequired[str]})"), [("in", INT, True), ("b", STR, False)])
        self.assertEqual(self.fields("C = TypedDict('C', {'a': int}, total=False)"), [("a", INT, False)])


if __name__ == "__main__":
    unittest.main()
