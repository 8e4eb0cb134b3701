# SPDX-License-Identifier: MIT
"""Signatures of functions and methods, and the list of parameters for the check at run time."""

import unittest

from front_end import ANY, INT, NONE, STR, Case, list_of

from pyhost.generate.model import Default, Member, Named, Parameter, TypeVariable, Union

UNKNOWN = Default(False)


class Functions(Case):
    def signature(self, text, name="f", file="m.py"):
        return self.declared(text, name, file).signatures[0]

    def kinds(self, text, file="m.py"):
        return [(one.name, one.kind) for one in self.signature(text, "f", file).parameters]

    def test_all_kinds_of_parameters(self):
        self.assertEqual(self.kinds("def f(a, /, b, *c, d, **e): ..."), [
            ("a", "positional-only"), ("b", "positional"), ("c", "variadic"), ("d", "keyword"), ("e", "keywords")])
        self.assertEqual(self.kinds("def f(*, d): ..."), [("d", "keyword")])

    def test_names_with_two_underscores_are_positional_only_in_stubs(self):
        text = "def f(__a, b, __c): ..."
        self.assertEqual([kind for _, kind in self.kinds(text, "m.pyi")], ["positional-only", "positional", "positional"])
        self.assertEqual([kind for _, kind in self.kinds(text)], ["positional"] * 3)
        method = self.member("class C:\n def f(self, __a, __b__): ...", "C.f", "m.pyi")
        self.assertEqual([one.kind for one in method.signatures[0].parameters], ["positional-only", "positional"])

    def test_defaults_are_constants_or_unknown(self):
        text = "def f(a, b=-1, c='x', d=[1, 2], e=..., g=compute(), h=Color.RED, *, i, j=None, k=(1, ...)): ..."
        self.assertEqual([one.default for one in self.signature(text).parameters], [
            None, Default(True, -1), Default(True, "x"), Default(True, [1, 2]), UNKNOWN, UNKNOWN, UNKNOWN, None, Default(True), UNKNOWN])

    def test_a_member_of_an_enum_is_a_default_that_the_check_compares(self):
        text = "import enum\nclass Color(enum.Enum):\n RED = 1\n CRIMSON = RED\n def f(self): ...\nclass Plain:\n LIMIT = 3\n"
        text += "def f(a=Color.RED, b=Color.CRIMSON, c=Color.f, d=Plain.LIMIT, e=Color.GREEN): ..."
        self.assertEqual([one.default for one in self.signature(text).parameters],
                         [Default(True, Member("m.Color", "RED")), UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN])
        self.assertEqual(self.declared(text, "f").parameters, "(a=Color.RED, b=..., c=..., d=..., e=...)")

    def test_an_unpacked_typed_dict_is_its_keys(self):
        text = "from typing_extensions import TypedDict, TypeVar, Unpack, NotRequired\nfrom typing import Generic\n"
        text += "T = TypeVar('T', default=str)\nclass K(TypedDict, Generic[T]):\n a: int\n b: NotRequired[T]\nclass O: ...\n"
        expected = [Parameter("x", "positional", INT), Parameter("a", "keyword", INT), Parameter("b", "keyword", STR, UNKNOWN)]
        for annotation, last in (("Unpack[K]", STR), ("'Unpack[K[int]]'", INT), ("Unpack['K']", STR)):
            with self.subTest(annotation):
                made = self.signature(text + "def f(x: int, **more: %s) -> int: ..." % annotation)
                self.assertEqual(list(made.parameters), expected[:2] + [Parameter("b", "keyword", last, UNKNOWN)])
        self.assertEqual(self.kinds(text + "def f(**more: Unpack[TypedDict('E', {})]): ..."), [("more", "keywords")])
        self.assertEqual(self.kinds(text + "E = TypedDict('E', {})\ndef f(**more: Unpack[E]): ..."), [])
        self.assertEqual(self.kinds(text + "def f(**more: Unpack[O]): ..."), [("more", "keywords")])
        self.assertEqual(self.declared(text + "def f(**more: Unpack[K]): ...", "f").parameters, "(**more)")

    def test_a_default_of_none_makes_the_type_optional(self):
        parameters = self.signature("def f(a: int = None, b: 'int | None' = None, c: object = None, d=None): ...").parameters
        self.assertEqual([one.type for one in parameters], [Union((INT, NONE)), Union((INT, NONE)), Named("builtins.object"), ANY])

    def test_what_is_not_annotated_is_any_and_not_typed(self):
        for text, is_typed in (("def f(a: int) -> int: ...", True), ("def f(a) -> int: ...", False), ("def f(a: int): ...", False),
                               ("def f() -> None: ...", True), ("def f(*a) -> None: ...", False), ("def f(**a: int) -> None: ...", True)):
            with self.subTest(text):
                self.assertEqual(self.signature(text).is_typed, is_typed)
        self.assertEqual(self.signature("def f(a): ...").parameters[0], Parameter("a", "positional", ANY))
        self.assertEqual(self.signature("def f(a): ...").result, ANY)

    def test_a_generator_yields_and_not_only_a_function_in_it(self):
        for body, is_generator in (("yield", True), ("x = yield from a", True), ("return [(yield)]", True), ("return (one for one in a)", False),
                                   ("def g(): yield", False), ("class C:\n  def g(self): yield", False), ("return lambda: (yield)", False),
                                   ("def g(a=(yield)): ...", True), ("return lambda a=(yield): a", True), ("@(yield)\n def g(): ...", True)):
            for head in ("def f(a):\n %s", "async def f(a):\n %s"):
                if (head[0], body) != ("a", "x = yield from a"):
                    with self.subTest(head % body):
                        self.assertIs(self.declared(head % body, "f").is_generator, is_generator)
        self.assertFalse(self.declared("def f():\n yield", "f", "m.pyi").is_generator)
        text = "import contextlib\n@contextlib.contextmanager\ndef f():\n yield"
        self.assertFalse(self.declared(text, "f").is_generator)

    def test_self_is_left_out_and_needs_no_annotation(self):
        made = self.member("class C:\n def f(self, x: int) -> str: ...", "C.f")
        self.assertEqual(made.kind, "method")
        self.assertEqual((made.signatures[0].parameters, made.signatures[0].is_typed), ((Parameter("x", "positional", INT),), True))
        made = self.member("class C:\n def f(*args: int) -> str: ...", "C.f")
        self.assertEqual(made.signatures[0].parameters[0].kind, "variadic")

    def test_class_methods_and_static_methods(self):
        text = "class C:\n @classmethod\n def f(cls, x: int) -> str: ...\n @staticmethod\n def g(x: int) -> str: ..."
        for name, kind in (("f", "class method"), ("g", "static method")):
            made = self.member(text, "C." + name)
            self.assertEqual((made.kind, len(made.signatures[0].parameters), made.parameters), (kind, 1, "(x)"))

    def test_a_variable_that_annotates_self_is_the_class(self):
        text = "from typing import TypeVar, Type\nT = TypeVar('T', bound='C')\nclass C:\n def f(self: T, x: T) -> list[T]: ...\n"
        text += " @classmethod\n def g(cls: Type[T]) -> T: ...\n def h(self, x: T) -> T: ..."
        signature = self.member(text, "C.f").signatures[0]
        self.assertEqual((signature.parameters[0].type, signature.result), (Named("m.C"), list_of(Named("m.C"))))
        self.assertEqual(self.member(text, "C.g").signatures[0].result, Named("m.C"))
        self.assertIsInstance(self.member(text, "C.h").signatures[0].result, TypeVariable)

    def test_overloads_are_the_signatures(self):
        text = "from typing import overload\n@overload\ndef f(x: int) -> int: ...\n@overload\ndef f(x: str) -> str: ...\n"
        for file, implementation, parameters in (("m.pyi", "", None), ("m.py", "def f(y): return y", "(y)")):
            made = self.declared(text + implementation, "f", file)
            self.assertEqual([one.result for one in made.signatures], [INT, STR])
            self.assertEqual((made.parameters, made.line), (parameters, 3))
            self.assertEqual([one.line for one in made.signatures], [3, 5])

    def test_coroutine_functions_are_async(self):
        made = self.declared("async def f(x: int) -> str: ...", "f")
        self.assertEqual((made.signatures[0].is_async, made.signatures[0].result, made.parameters), (True, STR, "async (x)"))

    def test_generators_keep_their_annotation(self):
        text = "from typing import Iterator, AsyncIterator\n"
        self.assertEqual(self.signature(text + "def f() -> Iterator[int]:\n yield 1").result, Named("collections.abc.Iterator", (INT,)))
        made = self.declared(text + "async def f() -> AsyncIterator[int]:\n yield 1", "f")
        self.assertEqual((made.signatures[0].is_async, made.parameters), (False, "()"))
        self.assertEqual(made.signatures[0].result, Named("collections.abc.AsyncIterator", (INT,)))
        self.assertEqual(self.signature("def f():\n yield 1").result, ANY)

    def test_a_yield_of_a_function_inside_is_not_one_of_the_function(self):
        self.assertTrue(self.signature("async def f():\n def g():\n  yield 1\n h = lambda: (yield)\n return 1").is_async)

    def test_context_managers(self):
        text = "import contextlib\nfrom typing import Iterator, Generator, AsyncIterator\n"
        manager, asynchronous = "contextlib.AbstractContextManager", "contextlib.AbstractAsyncContextManager"
        for body, result in (
                ("@contextlib.contextmanager\ndef f(x) -> Iterator[int]:\n yield 1", Named(manager, (INT,))),
                ("@contextlib.contextmanager\ndef f(x) -> Generator[str, None, None]:\n yield 1", Named(manager, (STR,))),
                ("@contextlib.contextmanager\ndef f(x):\n yield 1", Named(manager, (ANY,))),
                ("@contextlib.asynccontextmanager\nasync def f(x) -> AsyncIterator[int]:\n yield 1", Named(asynchronous, (INT,)))):
            with self.subTest(body):
                made = self.declared(text + body, "f")
                self.assertEqual((made.signatures[0].result, made.signatures[0].is_async, made.parameters), (result, False, "(x)"))
        made = self.declared(text + "@contextlib.asynccontextmanager\nasync def f() -> AsyncIterator[int]: ...", "f", "m.pyi")
        self.assertEqual((made.signatures[0].is_async, made.signatures[0].result), (False, Named(asynchronous, (INT,))))

    def test_known_decorators_change_nothing(self):
        before = "import abc, functools\nfrom functools import lru_cache\n"
        for decorator in ("functools.lru_cache(maxsize=3)", "lru_cache", "functools.cache", "functools.wraps(other)", "abc.abstractmethod"):
            with self.subTest(decorator):
                made = self.declared("%s@%s\ndef f(x: int) -> str: ..." % (before, decorator), "f")
                self.assertEqual((made.signatures[0].result, made.parameters), (STR, "(x)"))

    def test_an_unknown_decorator_keeps_the_signature_but_not_the_check(self):
        made = self.declared("@unknown.thing(3)\ndef f(x: int) -> str: ...", "f")
        self.assertEqual((made.signatures[0].result, made.parameters), (STR, None))
        self.assertIsNone(self.declared("@decorators[0]\ndef f(x: int) -> str: ...", "f").parameters)

    def test_the_list_of_parameters_is_written_as_the_definition_has_it(self):
        for text, expected in (("def f(x, /, *, width=3): ...", "(x, /, *, width=3)"), ("def f(x, /): ...", "(x, /)"),
                               ("def f(): ...", "()"),
                               ("def f(a: int, *b: int, c=1_000, d=-1.50, **e): ...", "(a, *b, c=1000, d=-1.5, **e)"),
                               ("def f(a='x', b=None, c=X, d=..., e=b''): ...", "(a='x', b=None, c=..., d=..., e=b'')"),
                               ("def f(*, a, b): ...", "(*, a, b)"), ("def f(a, /, b): ...", "(a, /, b)")):
            with self.subTest(text):
                self.assertEqual(self.declared(text, "f").parameters, expected)
        self.assertIsNone(self.declared("def f(x): ...", "f", "m.pyi").parameters)
        self.assertEqual(self.member("class C:\n def f(self, /, x=1): ...", "C.f").parameters, "(x=1)")

    def test_the_last_definition_of_a_name_counts(self):
        self.assertEqual(self.signature("def f(x: int): ...\ndef f(y: str, z: int): ...").parameters[0].name, "y")

    def test_documentation_and_lines_are_kept(self):
        made = self.declared("\n\ndef f():\n    '''Does it.\n\n        Twice.\n    '''", "f")
        self.assertEqual((made.documentation, made.line, made.signatures[0].line), ("Does it.\n\nTwice.", 3, 3))


if __name__ == "__main__":
    unittest.main()
