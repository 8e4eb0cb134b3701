# SPDX-License-Identifier: MIT
"""What annotations mean."""

import sys
import unittest

from front_end import ANY, BOOL, BYTES, ELLIPSIS, FLOAT, INT, NONE, STR, Case, list_of

from pyhost.generate.model import Alias, Callable, Literal, Named, NewType, TypeAlias, TypeVariable, Union, Unsupported

TYPING = "import typing\nfrom typing import *\n"
T = TypeVariable("T")


class Types(Case):
    def means(self, annotation, expected, before=""):
        self.assertEqual(self.type_of(annotation, TYPING + before), expected)

    def refused(self, annotation, reason, before=""):
        found = self.type_of(annotation, TYPING + before)
        self.assertIsInstance(found, Unsupported)
        self.assertRegex(found.reason, reason)

    def test_classes_of_typing_are_those_of_builtins_and_collections(self):
        for name, path in (
                ("List", "builtins.list"), ("Dict", "builtins.dict"), ("Set", "builtins.set"), ("FrozenSet", "builtins.frozenset"),
                ("Type", "builtins.type"), ("Text", "builtins.str"), ("Deque", "collections.deque"), ("Any", "typing.Any"),
                ("DefaultDict", "collections.defaultdict"), ("Sequence", "collections.abc.Sequence"),
                ("Mapping", "collections.abc.Mapping"), ("AbstractSet", "collections.abc.Set"), ("Pattern", "re.Pattern"),
                ("Awaitable", "collections.abc.Awaitable"), ("ContextManager", "contextlib.AbstractContextManager"),
                ("NoReturn", "typing.NoReturn"), ("typing.Never", "typing.NoReturn"), ("Hashable", "collections.abc.Hashable")):
            with self.subTest(name):
                self.means(name, Named(path))

    def test_typing_extensions_is_typing(self):
        self.assertEqual(self.type_of("Never", "from typing_extensions import Never"), Named("typing.NoReturn"))

    def test_generic_classes_have_arguments(self):
        self.means("List[int]", list_of(INT))
        self.means("dict[str, list[int]]", Named("builtins.dict", (STR, list_of(INT))))
        self.means("list", Named("builtins.list"))
        self.means("Type[int]", Named("builtins.type", (INT,)))
        self.means("Box[int]", Named("m.Box", (INT,)), "T = TypeVar('T')\nclass Box(Generic[T]): ...")

    def test_tuples_are_fixed_or_variadic(self):
        self.means("Tuple[int, str]", Named("builtins.tuple", (INT, STR)))
        self.means("tuple[int, ...]", Named("builtins.tuple", (INT, ELLIPSIS)))
        self.means("Tuple[()]", Named("builtins.tuple"))
        self.means("tuple", Named("builtins.tuple"))

    def test_unions_are_flat_and_hold_each_member_once(self):
        self.means("Union[int, Union[str, int]]", Union((INT, STR)))
        self.means("int | str | None", Union((INT, STR, NONE)))
        self.means("Optional[int]", Union((INT, NONE)))
        self.means("Optional[Union[int, None]]", Union((INT, NONE)))
        self.means("Union[int, int]", INT)
        self.means("Union[int]", INT)
        self.means("None", NONE)

    def test_none_type_is_none(self):
        self.assertEqual(self.type_of("NoneType", "from types import NoneType"), NONE)

    def test_strings_are_annotations(self):
        self.means("'int'", INT)
        self.means("List['C']", list_of(Named("m.C")), "class C: ...")
        self.means("'int | None'", Union((INT, NONE)))
        self.means("'''\n  int\n  '''", INT)
        self.refused("'in t'", "not an expression")

    def test_callables_have_parameters_and_a_result(self):
        self.means("Callable[[int, str], bool]", Callable((INT, STR), BOOL))
        self.means("Callable[..., int]", Callable(None, INT))
        self.means("Callable[[], None]", Callable((), NONE))
        self.means("Callable", Callable(None, ANY))
        self.assertEqual(self.type_of("abc.Callable[[int], int]", "from collections import abc"), Callable((INT,), INT))

    def test_parameters_that_have_no_type_are_not_supported(self):
        before = "P = ParamSpec('P')\nR = TypeVar('R')\nTs = TypeVarTuple('Ts')\n"
        before = "from typing_extensions import ParamSpec, Concatenate, TypeVarTuple, Unpack\n" + before
        self.refused("Callable[P, R]", "ParamSpec", before)
        self.refused("Callable[Concatenate[int, P], R]", "Concatenate", before)
        self.refused("P.args", "ParamSpec", before)
        self.refused("Callable[[Unpack[Ts]], int]", "unpacked", before)
        self.refused("Unpack[Ts]", "unpacked", before)
        self.refused("Ts", "TypeVarTuple", before)

    def test_literals_are_split_by_kind(self):
        self.means("Literal['a', 'b']", Literal(("a", "b")))
        self.means("Literal['a', -1, b'c', None, 'd']", Union((Literal(("a", "d")), Literal((-1,)), Literal((b"c",)), NONE)))
        found = self.type_of("Literal[1, True, 1]", TYPING)
        self.assertEqual(repr(found), repr(Union((Literal((1,)), Literal((True,))))))
        self.means("Union[Literal['a'], Literal['b']]", Literal(("a", "b")))

    def test_literals_of_enums_are_the_enum(self):
        self.means("Literal[Color.RED, Color.BLUE]", Named("m.Color"), "import enum\nclass Color(enum.Enum):\n RED = 1\n BLUE = 2")

    def test_literals_of_literals_are_flat(self):
        self.means("Literal[Mode, 'x']", Literal(("r", "w", "x")), "Mode = Literal['r', 'w']")
        self.means("Literal[Literal['a'], 'b']", Literal(("a", "b")))

    def test_annotated_is_what_it_annotates(self):
        self.means("typing.Annotated[int, 'positive']", INT)

    def test_type_guards_are_bool(self):
        self.assertEqual(self.type_of("TypeGuard[int]", "from typing_extensions import TypeGuard"), BOOL)
        self.assertEqual(self.type_of("TypeIs[int]", "from typing_extensions import TypeIs"), BOOL)

    def test_qualifiers_have_no_meaning_in_a_signature(self):
        for name in ("ClassVar[int]", "Final[int]", "Final"):
            self.refused(name, "no meaning at this place")

    def test_any_str_is_str_or_bytes(self):
        self.means("AnyStr", TypeVariable("AnyStr", (STR, BYTES)))

    def test_type_variables_have_constraints_or_a_bound(self):
        self.means("T", T, "T = TypeVar('T', covariant=True)")
        self.means("T", TypeVariable("T", (INT, STR)), "T = TypeVar('T', int, str)")
        self.means("T", TypeVariable("T", (), Named("m.C")), "T = TypeVar('T', bound='C')\nclass C: ...")

    def test_type_variables_have_a_default(self):
        self.means("T", TypeVariable("T", (INT, STR), None, INT), "T = TypeVar('T', int, str, default=int)")
        self.means("X", list_of(INT), "T = TypeVar('T', default=int)\nX = List[T]")
        self.means("X[str]", list_of(STR), "T = TypeVar('T', default=int)\nX = List[T]")

    def test_a_bound_may_mention_its_variable(self):
        self.means("T", TypeVariable("T", (), list_of(T)), "T = TypeVar('T', bound='list[T]')")

    def test_a_new_type_has_a_target(self):
        self.means("Id", NewType("m.Id", INT), "Id = NewType('Id', int)")

    def test_self_is_the_class(self):
        result = self.member("from typing_extensions import Self\nclass C:\n def f(self) -> list[Self]: ...", "C.f").signatures[0].result
        self.assertEqual(result, list_of(Named("m.C")))
        self.assertIn("outside of a class", self.type_of("Self", "from typing_extensions import Self").reason)

    def test_arrays_keep_their_type(self):
        self.assertEqual(self.type_of("npt.NDArray[np.float64]", "import numpy as np\nimport numpy.typing as npt"),
                         Named("numpy.typing.NDArray", (Named("numpy.float64"),)))
        self.assertEqual(self.type_of("numpy.typing.NDArray[numpy.float64]", "import numpy.typing"),
                         Named("numpy.typing.NDArray", (Named("numpy.float64"),)))
        self.assertEqual(self.type_of("np.random.Generator", "import numpy as np"), Named("numpy.random.Generator"))

    def test_what_is_no_type_says_why(self):
        self.refused("absent", "the name absent is not defined in module m")
        self.refused("absent.C", "the name absent is not defined in module m")
        self.refused("absent.C", "the module absent is not found", "import absent")
        self.refused("C", "the module absent is not found", "from absent import C")
        self.refused("g", "m.g is a function, not a type", "def g(): ...")
        self.refused("typing", "typing is a module, not a type")
        self.refused("v", "m.v is a variable, not a type", "v: int = 3")
        self.refused("3", "not a type")
        self.refused("f(x)", "not a type")
        self.assertEqual(self.type_of("list[absent]").arguments[0].text, "absent")

    def test_a_method_does_not_hide_a_type(self):
        text = "class C:\n def list(self) -> int: ...\n type = 'c'\n def f(self) -> list[int]: ...\n def g(self) -> type: ..."
        self.assertEqual(self.member(text, "C.f").signatures[0].result, list_of(INT))
        self.assertEqual(self.member(text, "C.g").signatures[0].result, Named("builtins.type"))

    def test_a_class_sees_the_classes_and_aliases_in_it(self):
        text = "class C:\n class D: ...\n E = list[int]\n def f(self, x: D) -> E: ..."
        signature = self.member(text, "C.f").signatures[0]
        self.assertEqual((signature.parameters[0].type, signature.result), (Named("m.C.D"), list_of(INT)))


class Aliases(Case):
    def means(self, annotation, expected, before):
        self.assertEqual(self.type_of(annotation, TYPING + before), expected)

    def test_an_alias_is_what_it_stands_for(self):
        for text in ("X = List[int]", "X: typing.TypeAlias = List[int]", "X: typing.TypeAlias = 'List[int]'"):
            self.means("X", list_of(INT), text)

    def test_an_alias_of_a_literal_or_union_keeps_its_name(self):
        self.means("X", Alias("m.X", Literal(("a", "b"))), "X = Literal['a', 'b']")
        self.means("X", Alias("m.X", Union((INT, STR))), "X = Union[int, str]")
        self.means("X", Alias("m.X", Union((INT, STR))), "X = int | str")
        self.means("Y", Alias("m.X", Union((INT, STR))), "X = Union[int, str]\nY = X")

    def test_an_alias_of_an_optional_type_is_the_optional_type(self):
        self.means("X", Union((INT, NONE)), "X = Optional[int]")

    def test_a_union_of_aliases_is_flat_unless_only_none_joins_one(self):
        self.means("Optional[X]", Union((Alias("m.X", Union((INT, STR))), NONE)), "X = Union[int, str]")
        self.means("Union[X, bytes, int]", Union((INT, STR, BYTES)), "X = Union[int, str]")
        self.means("Union[X, None]", Alias("m.X", Union((INT, STR, NONE))), "X = Union[int, str, None]")

    def test_an_alias_of_a_class_is_the_class(self):
        self.means("X", Named("m.C"), "class C: ...\nX = C")
        self.means("X[int]", list_of(INT), "X = List")

    def test_generic_aliases_take_arguments(self):
        self.means("Pair[int]", Named("builtins.tuple", (INT, INT)), "T = TypeVar('T')\nPair = Tuple[T, T]")
        self.means("Pair", Named("builtins.tuple", (ANY, ANY)), "T = TypeVar('T')\nPair = Tuple[T, T]")
        self.means("OneOrMany[float]", Union((FLOAT, list_of(FLOAT))), "T = TypeVar('T')\nOneOrMany = Union[T, List[T]]")
        self.means("By[int]", Named("builtins.dict", (STR, INT)), "K = TypeVar('K')\nBy = Dict[str, K]")

    def test_a_recursive_alias_is_not_supported_where_it_recurs(self):
        found = self.type_of("Json", TYPING + "Json = Union[List['Json'], str]")
        inner = Unsupported("Json", "the alias m.Json is recursive")
        self.assertEqual(found, Alias("m.Json", Union((list_of(inner), STR))))
        self.assertIn("recursive", self.type_of("A", "A = B\nB = A").reason)

    def test_public_aliases_and_new_types_are_declared(self):
        text = TYPING + "Mode = Literal['r']\nNumbers = List[int]\nId = NewType('Id', int)\nT = TypeVar('T')\n_Hidden = List[str]"
        declarations = self.module(text).declarations
        self.assertEqual(declarations, [TypeAlias("Mode", Alias("m.Mode", Literal(("r",))), line=3),
                                        TypeAlias("Numbers", list_of(INT), line=4), TypeAlias("Id", NewType("m.Id", INT), line=5)])

    @unittest.skipIf(sys.version_info < (3, 12), "type parameters are newer")
    def test_type_parameters_in_brackets_are_read(self):
        self.means("Pair[int]", Named("builtins.tuple", (INT, INT)), "type Pair[T] = tuple[T, T]")
        made = self.declared("def f[T: int, S: (int, str)](x: T, y: S) -> list[T]: ...", "f").signatures[0]
        self.assertEqual([one.type for one in made.parameters], [TypeVariable("T", (), INT), TypeVariable("S", (INT, STR))])
        box = self.declared("class Box[T]:\n def get(self) -> T: ...", "Box")
        self.assertEqual((box.type_parameters, box.members[0].signatures[0].result), ((T,), T))
        self.assertRegex(self.declared("def f[**P](x: P): ...", "f").signatures[0].parameters[0].type.reason, "ParamSpec")


if __name__ == "__main__":
    unittest.main()
