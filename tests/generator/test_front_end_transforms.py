# SPDX-License-Identifier: MIT
"""The constructors of classes that a decorator, base or metaclass treats as dataclasses (PEP 681)."""

import unittest

from front_end import INT, STR, Case, list_of

from pyhost.generate.model import Default, Parameter

LEFT = Default(False)  # to Python, which may check what is passed
BEFORE = """
from typing import *
from typing_extensions import dataclass_transform
T = TypeVar('T')
def told(*, default: Any = 0, factory: Any = 0, init: bool = True, kw_only: bool = False, alias: str = '') -> Any: ...
@overload
@dataclass_transform(field_specifiers=(told,))
def define(made: type) -> type: ...
@overload
def define(*, init: bool = True, kw_only: bool = False) -> Any: ...
class Meta(type): ...
@dataclass_transform(kw_only_default=True, field_specifiers=(told,))
class MetaOfModels(Meta): ...
class Model(metaclass=MetaOfModels):
    def __init__(self, **given: Any) -> None: ...
@dataclass_transform()
class Base: ...
"""


class Transforms(Case):
    def parameters(self, text, name="C", file="m.py"):
        """Those of the constructor that the class has been given, else None."""
        members = self.declared(BEFORE + text, name, file).members
        return next((one.signatures[0].parameters for one in members if one.name == "__init__"), None)

    def named(self, text):
        return [(one.name, one.kind, one.default) for one in self.parameters(text)]

    def test_a_decorator(self):
        for decorator in ("define", "define(kw_only=False)"):
            self.assertEqual(self.parameters("@%s\nclass C:\n a: int\n b: str = 'x'\n c: ClassVar[int] = 3\n d = 5" % decorator),
                             (Parameter("a", "positional", INT), Parameter("b", "positional", STR, LEFT)))

    def test_a_metaclass_of_a_base(self):
        self.assertEqual(self.parameters("class C(Model):\n a: int\n_b: int = 3"), (Parameter("a", "keyword", INT),))
        self.assertEqual(self.named("class A(Model):\n a: int = 1\nclass C(A):\n b: str"), [("a", "keyword", LEFT), ("b", "keyword", None)])

    def test_a_base(self):
        self.assertEqual(self.parameters("class C(Base):\n a: int"), (Parameter("a", "positional", INT),))
        self.assertEqual(self.parameters("class C(Base, kw_only=True):\n a: int"), (Parameter("a", "keyword", INT),))

    def test_what_tells_of_a_field(self):
        text = "@define\nclass C:\n a: List[int] = told(factory=list)\n b: int = told(default=3, kw_only=True)\n"
        text += " c: int = told(init=False)\n d: int = told(alias='D')\n e: int = told(...)\n"
        self.assertEqual(self.named(text), [("a", "positional", LEFT), ("D", "positional", None), ("e", "positional", None),
                                            ("b", "keyword", LEFT)])

    def test_an_ellipsis_is_a_default_in_a_stub_alone(self):
        text = "@define\nclass C:\n a: int = ..."
        self.assertEqual(self.parameters(text)[0].default, None)
        self.assertEqual(self.parameters(text, file="m.pyi")[0].default, LEFT)

    def test_private_names_of_models_are_no_parameters(self):
        self.assertEqual(self.named("class C(Model):\n a: int\n _b: int"), [("a", "keyword", None)])
        self.assertEqual(self.named("@define\nclass C:\n _a: int\n _b: int = 3"), [("_a", "positional", None)])

    def test_attrs_takes_the_underscores_away(self):
        self.write("user/attr/__init__.py", "from typing import dataclass_transform\n@dataclass_transform()\ndef define(made): ...")
        self.assertEqual(self.named("import attr\n@attr.define\nclass C:\n _a: int\n _b: int = 3"),
                         [("a", "positional", None), ("b", "positional", Default(True, 3))])

    def of_attrs(self, text):
        self.write("user/attr/__init__.py", """
            from typing import dataclass_transform
            NOTHING = object()
            def ib(default=NOTHING, kw_only=False): ...
            @dataclass_transform(field_specifiers=(ib,))
            def attrs(made): ...
            s = dataclass = attrs
            @dataclass_transform(field_specifiers=(ib,))
            def define(made): ...
            """)
        return self.parameters("import attr\n" + text)

    def test_attrs_puts_a_field_that_is_written_again_behind_others(self):
        found = self.of_attrs("@attr.define\nclass A:\n x: int\n y: int\n@attr.define\nclass C(A):\n x: int")
        self.assertEqual([one.name for one in found], ["y", "x"])

    def test_what_attrs_takes_as_fields(self):
        self.assertEqual(self.of_attrs("@attr.s\nclass C:\n a: int = attr.ib(default=attr.NOTHING)\n b: int"), (Parameter("a", "positional", INT),))
        self.assertEqual(len(self.of_attrs("@attr.s(auto_attribs=True)\nclass C:\n a: int = 3\n b: int = 4")), 2)
        found = self.of_attrs("@attr.define\nclass A:\n a: int\n@attr.s(auto_attribs=True, kw_only=True)\nclass C(A):\n b: int")
        self.assertEqual([(one.name, one.kind) for one in found], [("a", "keyword"), ("b", "keyword")])
        self.assertEqual(self.of_attrs("@attr.define\nclass C:\n a: int = attr.ib()\n @a.default\n def make(self): return 3")[0].default, LEFT)
        self.assertEqual(len(self.of_attrs("@attr.dataclass\nclass C:\n a: int")), 1)
        text = "@attr.define\nclass A:\n a: int\nclass B(A): ...\n@attr.define\nclass C(B):\n b: int"
        self.assertEqual([one.name for one in self.of_attrs(text)], ["a", "b"])
        for text in ("@attr.s(these={})\nclass C: ...", "@attr.define\nclass C:\n __a: int"):
            self.assertIsNone(self.of_attrs(text))

    def test_names_that_are_not_known_leave_the_constructor_as_it_is(self):
        for field in ("told(alias=NAME)", "told(**more)"):
            self.assertIsNone(self.parameters("NAME = 'x'\nclass C(Model):\n a: int = %s" % field))
        for text in ("class C(Model):\n model_config = Config(alias_generator=f)\n a: int", "class C(Model, alias_generator=f):\n a: int",
                     "class A(Model):\n model_config = {'alias_generator': f}\nclass C(A):\n a: int", "class C(Model):\n model_config = shared\n a: int",
                     "class A:\n a: int\nclass C(A, Model):\n b: int"):
            self.assertIsNone(self.parameters(text))
        self.assertEqual(self.named("class C(Model):\n model_config = {'frozen': True}\n a: Annotated[int, told(alias='A', validation_alias='B')]"),
                         [("B", "keyword", None)])

    def test_fields_of_a_dataclass_that_is_a_base(self):
        text = "import dataclasses\n@dataclasses.dataclass\nclass A:\n a: int\n@define\nclass C(A):\n b: int\n _: dataclasses.KW_ONLY\n c: int"
        self.assertEqual(self.named(text), [("a", "positional", None), ("b", "positional", None), ("c", "keyword", None)])

    def test_final_values_of_models_are_no_parameters(self):
        self.assertEqual(self.named("class C(Model):\n a: int\n b: Final[int] = 3"), [("a", "keyword", None)])
        self.assertEqual(self.named("class A(Model):\n a: int\nclass C(A):\n a: ClassVar[int] = 3\n b: int"), [("b", "keyword", None)])

    def test_type_parameters_of_a_base(self):
        self.assertEqual(self.parameters("class A(Model, Generic[T]):\n a: List[T]\nclass C(A[int]): ..."),
                         (Parameter("a", "keyword", list_of(INT)),))

    def test_constructors_that_are_written_stay(self):
        written = "def __init__(self, x: str) -> None: ..."
        for text in ("@define\nclass C:\n a: int\n %s" % written, "class A(Model):\n a: int\n %s\nclass C(A):\n b: int" % written):
            self.assertIn(self.parameters(text), (None, (Parameter("x", "positional", STR),)))
        self.assertIsNone(self.parameters("@define(init=False)\nclass C:\n a: int"))
        for between in ("class B(A):\n c: int", "import functools\n@functools.total_ordering\nclass B(A): ..."):
            self.assertIsNone(self.parameters("class A(Model):\n a: int\n %s\n%s\nclass C(B):\n b: int" % (written, between)))
        self.assertEqual(self.parameters("class A:\n %s\n@define\nclass C(A):\n b: int" % written), (Parameter("b", "positional", INT),))

    def test_a_field_without_annotation_leaves_the_constructor_unknown(self):
        self.assertIsNone(self.parameters("@define\nclass C:\n a = told()\n b: int = 3"))


if __name__ == "__main__":
    unittest.main()
