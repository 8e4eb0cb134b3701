# SPDX-License-Identifier: MIT
"""`python -m pyhost generate --typescript`: the client of a bridge."""

import functools
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from pyhost.generate import command

FRONT_END = pathlib.Path(command.places.front_end())
MODULE = '''
import collections.abc, dataclasses, datetime, decimal, enum, pathlib, typing, uuid
import numpy as np
from numpy.typing import NDArray

class Mode(enum.Enum):
    FAST = 'fast'
    EXACT = 'exact'

class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2

@dataclasses.dataclass
class Point:
    """Where it is."""
    x: int
    y: float = 0.5

@dataclasses.dataclass
class Line:
    points: typing.List[Point]
    inner: 'typing.Optional[Line]' = None

@dataclasses.dataclass
class Whole:
    name: str

class Row(typing.TypedDict, total=False):
    id: int

class Pair(typing.NamedTuple):
    a: int
    b: str = ''

class Box:
    @staticmethod
    def twice(n: int) -> int: ...

def scalars(a: int, b: float, c: bool, d: str, e: bytes, f: None, g, h: object) -> None: ...
def texts(a: datetime.datetime, b: uuid.UUID, c: decimal.Decimal, d: pathlib.Path) -> datetime.date: ...
def lists(a: typing.List[int], b: collections.abc.Sequence, c: typing.Set[str], d: typing.Tuple[int, str], e: typing.Tuple[int, ...]) -> list: ...
def maps(a: typing.Dict[str, int], b: dict) -> typing.Mapping[str, typing.Optional[int]]: ...
def choices(a: typing.Literal['x', 'y'], b: Mode, c: typing.Union[int, str, None] = None, d: typing.Optional[typing.List[int]] = None) -> Level: ...
def records(a: Point, b: Line, c: Whole, d: Row, e: Pair) -> Line: ...
def gives(a: Whole) -> Pair: ...
def arrays(a: np.ndarray, b: NDArray[np.float64]) -> NDArray[np.int64]: ...
def items(n: int) -> typing.Iterator[Point]: ...
def generated(n: int) -> typing.Generator[float, None, str]: ...
async def later(job, n: int = 2) -> Point:
    """What is there later."""
async def streamed() -> typing.AsyncIterator[int]: ...
def more(a: int, *rest, **options) -> int: ...
def nothing() -> None: ...
'''
STREAMS = '''
import typing

def rows() -> typing.Iterable[int]:
    for row in range(3):
        yield row
def untyped():
    yield 1
async def ticks() -> typing.AsyncIterable[int]:
    yield 1
def delegated() -> typing.Iterator[str]:
    return iter("ab")
def waited() -> typing.Awaitable[typing.AsyncIterator[int]]: ...
def wrong() -> int:
    yield 1
def all_rows() -> typing.Iterable[int]:
    def inner():
        yield 1
    class Inner:
        def more(self):
            yield 2
    return [*inner(), *(one for one in [1]), *(lambda: (yield 3))()]
'''
RESULTS = '''
import collections.abc, dataclasses, datetime, decimal, enum, pathlib, typing, uuid
import numpy as np
from numpy.typing import NDArray

class Plain(enum.Enum):
    A = 'a'

class Text(str, enum.Enum):
    A = 'a'

@dataclasses.dataclass
class Tagged:
    tags: typing.FrozenSet[str]

@dataclasses.dataclass
class Counted:
    n: int
    twice: int = dataclasses.field(init=False)

class Tree(typing.NamedTuple):
    inner: 'typing.List[Tree]'

def sets(a: typing.Set[int], b: collections.abc.Set) -> typing.Set[int]: ...
def optional_set() -> typing.Optional[typing.FrozenSet[int]]: ...
def decimals(a: decimal.Decimal) -> typing.List[decimal.Decimal]: ...
def texts(a: uuid.UUID) -> typing.Tuple[uuid.UUID, pathlib.Path, datetime.time]: ...
def spans() -> datetime.timedelta: ...
def tuple_keys(a: typing.Dict[typing.Tuple[int, int], str]) -> typing.Dict[typing.Tuple[int, int], str]: ...
def int_keys() -> typing.Dict[int, str]: ...
def enum_keys() -> typing.Dict[Plain, int]: ...
def text_keys() -> typing.Dict[Text, typing.Dict[typing.Literal['x'], typing.Dict[typing.Any, int]]]: ...
def flags(a: NDArray[np.bool_]) -> NDArray[np.bool_]: ...
def tagged(a: Tagged) -> Tagged: ...
def counted(a: Counted) -> Counted: ...
def trees(a: Tree) -> Tree: ...
def anything(a, b: object, c: typing.Any, d: list) -> dict: ...
def ends() -> typing.NoReturn: ...
'''
NAMES = "any Array AsyncGenerator Bridge CallOptions Calls function Host Promise Record Rest Streams string Uint8Array unknown var".split()
GENERICS = '''
import dataclasses, typing
T, K, N = typing.TypeVar('T'), typing.TypeVar('K'), typing.TypeVar('N', bound=int)

@dataclasses.dataclass
class Model:
    n: int

@dataclasses.dataclass
class Page(typing.Generic[T]):
    items: typing.List[T]
    after: 'typing.Optional[Page[T]]'

class Pair(typing.TypedDict, typing.Generic[K, T]):
    key: K
    value: T

@dataclasses.dataclass
class Endless(typing.Generic[T]):
    inner: 'typing.Optional[Endless[typing.List[T]]]'

def pages(a: Page[Model]) -> Page[typing.Optional[int]]: ...
def pairs() -> Pair[str, Page[Model]]: ...
def bare(a: Page, b: Page[typing.Any], c: Page[T]) -> Page[N]: ...
def endless() -> Endless[int]: ...
'''
MODELS_IN_FORMS = '''
import datetime, typing
from typing import Annotated
import pydantic
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, RootModel, computed_field, field_serializer
T = typing.TypeVar('T')
Named = Annotated[str, Field(alias='theName')]
Hidden = Annotated[str, Field(exclude=True)]
Stamp = Annotated[datetime.datetime, PlainSerializer(lambda one: one.timestamp())]
COMMON = ConfigDict(frozen=True)

class Nothing(BaseModel):
    a: str = None
    b: typing.List[int] = Field(default=None)

class Behind(BaseModel):
    name: Named
    hidden: Hidden
    quoted: 'Annotated[int, Field(alias="Q")]'

class Several(BaseModel):
    f: Annotated[int, Field(gt=0), Field(alias='F')]
    g: Annotated[int, Field(alias='G')] = Field(default=2)
    h: Annotated[int, Field(exclude=True)] = Field(default=2)
    o: typing.Optional[Annotated[int, Field(alias='O')]] = None

class Settings(BaseModel):
    model_config: ConfigDict = ConfigDict(frozen=True)
    a: int

class Made(BaseModel):
    a: int = Field(init=False)

class Out(BaseModel):
    v: int = Field(exclude=True)

class In(BaseModel):
    v: int

class FirstOut(Out, In):
    pass

class FirstIn(In, Out):
    pass

class Response(BaseModel, typing.Generic[T]):
    data: typing.List[T]

    @computed_field
    @property
    def first(self) -> T:
        return self.data[0]

class Ints(Response[int]):
    pass

class Texts(BaseModel):
    a: pydantic.Json[typing.List[int]]
    b: pydantic.InstanceOf[Settings]

class Stamped(BaseModel):
    at: Stamp

class Assigned(BaseModel):
    at: datetime.date
    written = field_serializer('at')(lambda one: 1)

class OldSettings(BaseModel):
    a: int = Field(alias='A')

    class Config:
        serialize_by_alias = True

class Overridden(BaseModel):
    a: int

    def model_dump(self, **more):
        return {}

class Lacking(BaseModel):
    a: typing.Optional[int] = Field(default=None, exclude_if=lambda one: one is None)

class Root(RootModel[typing.List[int]]):
    model_config = COMMON

def texts(a: Texts) -> None: ...
'''
# Classes, and what their arguments have; those that say themselves how they are written.
FORMS = {"Nothing": {"a": "x", "b": [1]}, "Behind": {"theName": "n", "hidden": "h", "Q": 1}, "Several": {"F": 1, "G": 2, "h": 3, "o": 4},
         "Settings": {"a": 1}, "Made": {"a": 1}, "FirstOut": {"v": 1}, "FirstIn": {"v": 1}, "Ints": {"data": [1]}}
OWN_FORMS = ("Stamped", "Assigned", "OldSettings", "Overridden", "Lacking", "Root")

MODELS = '''
import datetime, typing
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, RootModel, computed_field, field_serializer, field_validator
T = typing.TypeVar('T')

class Place(BaseModel):
    """Where it is."""
    x: float
    tags: typing.List[str] = Field(default_factory=list)

class User(BaseModel):
    model_config = ConfigDict(extra='forbid')
    id: PositiveInt
    name: str = Field(alias='fullName', min_length=1)
    home: typing.Optional[Place] = None
    password: str = Field(exclude=True)
    born: datetime.date
    _told: bool = False

    @computed_field
    @property
    def initial(self) -> str:
        return self.name[:1]

    @field_validator('name')
    @classmethod
    def whole(cls, name):
        return name

class Admin(User):
    password: str
    level: int

class Page(BaseModel, typing.Generic[T]):
    items: typing.List[T]

class Places(RootModel[typing.List[Place]]):
    pass

class Tree(RootModel):
    root: typing.Dict[str, 'Tree']

class Written(BaseModel):
    at: datetime.date

    @field_serializer('at')
    def written(self, at):
        return at.toordinal()

class Upper(BaseModel):
    model_config = ConfigDict(alias_generator=str.upper)
    n: int

class Aliased(BaseModel):
    model_config = ConfigDict(serialize_by_alias=True)
    n: int = Field(alias='N')

def save(user: User) -> Admin: ...
def page(a: Page[Place]) -> Page[int]: ...
def roots(a: Places, b: RootModel[typing.List[int]], c: Tree) -> Places: ...
def others(a: Written, b: Upper, c: Aliased, d: BaseModel) -> None: ...
'''
USER = {"id": 1, "fullName": "Ann", "home": {"x": 1.5}, "password": "?", "born": "2000-01-31"}
VENV = pathlib.Path(command.os.environ.get("PYHOST_TEST_VENV", "")) / "bin/python"
WITH_PACKAGES = str(VENV) if VENV.exists() else command.sys.executable  # the private environment's, where there is one


@functools.lru_cache(maxsize=None)
def has_pydantic():
    return subprocess.run([WITH_PACKAGES, "-c", "import pydantic"], stderr=subprocess.DEVNULL).returncode == 0


class TypeScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("shop.py", MODULE)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def client_of(self, text, *options):
        self.write("shop.py", text)
        return self.client(*options)

    def client_of_models(self, text, *options):
        if not has_pydantic():
            self.skipTest("pydantic was not found")
        self.write("shop.py", text)
        return self.client(*options, python=WITH_PACKAGES)

    def client(self, *options, modules=("shop",), python=command.sys.executable):
        out = self.folder / "client.ts"
        done = subprocess.run([python, "-m", "pyhost", "generate", *modules, "--path", ".", "--typescript", "--out", str(out),
                               *options],
                              cwd=str(self.folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env={**command.os.environ, "PYTHONPATH": str(FRONT_END.parents[1])})
        self.said = done.stdout
        return out.read_text(encoding="utf-8") if done.returncode == 0 else done.stdout

    def assert_command(self, text, line):
        self.assertIn("\n  " + line + "\n", text)

    def test_types_are_those_that_json_has(self):
        text = self.client()
        for line in ("scalars: { args: { a: number; b: number; c: boolean; d: string; e: Uint8Array; f: null; g: unknown; h: unknown }; result: null };",
                     "texts: { args: { a: string; b: string; c: string; d: string }; result: string };",
                     "lists: { args: { a: number[]; b: unknown[]; c: string[]; d: [number, string]; e: number[] }; result: unknown[] };",
                     "maps: { args: { a: Record<string, number>; b: Record<string, unknown> }; result: Record<string, number | null> };",
                     'choices: { args: { a: "x" | "y"; b: "fast" | "exact"; c?: number | string | null; d?: number[] | null }; result: 1 | 2 };',
                     "arrays: { args: { a: Numbers; b: Numbers }; result: Numbers };",
                     "more: { args: { a: number } & Record<string, unknown>; result: number };",
                     "nothing: { args: Record<string, never>; result: null };"):
            self.assert_command(text, line)

    def test_records_are_interfaces_and_arguments_may_leave_out_what_has_a_default(self):
        text = self.client()
        self.assert_command(text, "records: { args: { a: PointInput; b: LineInput; c: Whole; d: Row; e: PairInput }; result: Line };")
        self.assert_command(text, "gives: { args: { a: Whole }; result: [number, string] };")
        self.assertIn("/** Where it is. */\nexport interface Point {\n  x: number;\n  y: number;\n}\n", text)
        self.assertIn("export interface PointInput {\n  x: number;\n  y?: number;\n}\n", text)
        self.assertIn("export interface Line {\n  points: Point[];\n  inner: Line | null;\n}\n", text)
        self.assertIn("export interface LineInput {\n  points: PointInput[];\n  inner?: LineInput | null;\n}\n", text)
        self.assertIn("export interface Row {\n  id?: number;\n}\n", text)
        self.assertIn("export interface PairInput {\n  a: number;\n  b?: string;\n}\n", text)

    def test_generators_are_streams_coroutines_are_awaited_and_the_job_is_not_the_front_ends(self):
        text = self.client()
        calls, streams = text.split("export interface Streams {")
        self.assert_command(streams, "items: { args: { n: number }; item: Point; result: null };")
        self.assert_command(streams, "generated: { args: { n: number }; item: number; result: string };")
        self.assert_command(streams, "streamed: { args: Record<string, never>; item: number; result: null };")
        self.assertIn("  /** What is there later. */\n  later: { args: { n?: number }; result: Point };\n", calls)
        self.assertIn("later: { args: { job: unknown; n?: number }", self.client("--job", "other"))

    def test_commands_may_have_names_of_their_own(self):
        text = self.client("--command", "box.twice=shop:Box.twice", "--command", "show=shop:texts")
        self.assert_command(text, '"box.twice": { args: { n: number }; result: number };')
        self.assertIn("  show: {", text)
        self.assertNotIn("  maps: {", text)
        self.assertIn("the function nowhere is not found in", self.client("--command", "x=shop:nowhere"))

    def test_a_client_that_is_not_up_to_date_is_found(self):
        self.client()
        self.write("shop.py", MODULE + "def other() -> int: ...\n")
        self.assertIn("is not what its modules say", self.client("--check"))

    def test_a_function_that_yields_is_a_stream_whatever_its_annotation_says(self):
        calls, streams = self.client_of(STREAMS, "--report").split("export interface Streams {")
        for line in ("rows: { args: Record<string, never>; item: number; result: null };",
                     "untyped: { args: Record<string, never>; item: unknown; result: unknown };",
                     "ticks: { args: Record<string, never>; item: number; result: null };",
                     "delegated: { args: Record<string, never>; item: string; result: null };",
                     "waited: { args: Record<string, never>; item: number; result: null };",
                     "wrong: { args: Record<string, never>; item: unknown; result: unknown };"):
            self.assert_command(streams, line)
        self.assertIn("shop.wrong, line 14: item is unknown: it is a generator, whose type int is not\n", self.said)
        self.assert_command(calls, "all_rows: { args: Record<string, never>; result: number[] };")

    def test_a_stub_is_what_its_annotations_say(self):
        self.write("shop.pyi", "import typing\ndef rows() -> typing.Iterable[int]: ...\ndef items() -> typing.Iterator[int]: ...\n")
        calls, streams = self.client().split("export interface Streams {")
        self.assert_command(calls, "rows: { args: Record<string, never>; result: number[] };")
        self.assert_command(streams, "items: { args: Record<string, never>; item: number; result: null };")

    def test_results_that_the_bridge_does_not_write_are_unknown(self):
        text = self.client_of(RESULTS)
        for line in ("sets: { args: { a: number[]; b: unknown[] }; result: unknown };",
                     "optional_set: { args: Record<string, never>; result: unknown };",
                     "decimals: { args: { a: string }; result: unknown[] };",
                     "texts: { args: { a: string }; result: [string, string, string] };",
                     "tuple_keys: { args: { a: Record<string, string> }; result: unknown };",
                     "int_keys: { args: Record<string, never>; result: unknown };",
                     "enum_keys: { args: Record<string, never>; result: unknown };",
                     "text_keys: { args: Record<string, never>; result: Record<string, Record<string, Record<string, number>>> };",
                     "flags: { args: { a: Numbers }; result: unknown };",
                     "tagged: { args: { a: TaggedInput }; result: Tagged };",
                     "counted: { args: { a: CountedInput }; result: Counted };",
                     "trees: { args: { a: TreeInput }; result: [unknown[]] };",
                     "ends: { args: Record<string, never>; result: never };"):
            self.assert_command(text, line)
        self.assertIn("export interface Tagged {\n  tags: unknown;\n}\n", text)
        self.assertIn("export interface TaggedInput {\n  tags: string[];\n}\n", text)
        self.assertIn("export interface Counted {\n  n: number;\n  twice: number;\n}\n", text)
        self.assertIn("export interface CountedInput {\n  n: number;\n}\n", text)

    def test_what_is_unknown_is_reported_and_a_strict_run_fails(self):
        self.client_of(RESULTS, "--report")
        self.assertIn("15 functions: 13 without Any in their source, 5 of them fully typed (1 with unknown); 10 fallbacks\n", self.said)
        for line in ("shop.sets, line 24: result is unknown: the bridge writes no sets; a list has its items",
                     "shop.decimals, line 26: result is unknown: the bridge writes no Decimals; float() and str() give what it writes",
                     "shop.spans, line 28: result is unknown: there is no type of TypeScript for timedelta",
                     "shop.int_keys, line 30: result is unknown: the bridge writes no keys but str, and those of dict[int, str] are others",
                     "shop.flags, line 33: result is unknown: the items of NDArray[bool_] are no numbers",
                     "shop.Tagged, line 14: tags is unknown: the bridge writes no sets; a list has its items",
                     "shop.Tree, line 22: inner is unknown: Tree holds itself, and has no name"):
            self.assertIn(line + "\n", self.said)
        self.assertNotIn("shop.anything", self.said)  # of which Python says nothing either
        (self.folder / "client.ts").unlink()
        self.assertIn("shop.sets, line 24: result is unknown", self.client("--strict"))
        self.assertFalse((self.folder / "client.ts").exists())
        self.client_of("def f(a) -> None: ...\n", "--strict")
        self.assertEqual(self.said, "")

    def test_a_generic_class_is_an_interface_for_each_of_its_arguments(self):
        text = self.client_of(GENERICS, "--report")
        self.assert_command(text, "pages: { args: { a: PageOfModel }; result: PageOfIntOrNone };")
        self.assert_command(text, "pairs: { args: Record<string, never>; result: PairOfStrAndPageOfModel };")
        self.assert_command(text, "bare: { args: { a: Page; b: Page; c: Page }; result: PageOfInt };")
        self.assertIn("export interface PageOfModel {\n  items: Model[];\n  after: PageOfModel | null;\n}\n", text)
        self.assertIn("export interface PageOfIntOrNone {\n  items: (number | null)[];\n  after: PageOfIntOrNone | null;\n}\n", text)
        self.assertIn("export interface PairOfStrAndPageOfModel {\n  key: string;\n  value: PageOfModel;\n}\n", text)
        self.assertIn("export interface Page {\n  items: unknown[];\n  after: Page | null;\n}\n", text)
        self.assertIn("shop.Endless, line 20: inner is unknown: it holds itself with ever other types\n", self.said)

    def test_models_are_interfaces_with_the_aliases_of_fields_in_arguments_and_their_names_in_results(self):
        text = self.client_of_models(MODELS, "--report")
        self.assert_command(text, "save: { args: { user: UserInput }; result: Admin };")
        self.assert_command(text, "page: { args: { a: PageOfPlaceInput }; result: PageOfInt };")
        self.assert_command(text, "roots: { args: { a: PlaceInput[]; b: number[]; c: Record<string, unknown> }; result: Place[] };")
        self.assert_command(text, "others: { args: { a: unknown; b: unknown; c: unknown; d: unknown }; result: null };")
        self.assertIn("export interface UserInput {\n  id: number;\n  fullName: string;\n  home?: PlaceInput | null;\n"
                      "  password: string;\n  born: string;\n}\n", text)
        self.assertIn("/** Where it is. */\nexport interface PlaceInput {\n  x: number;\n  tags?: string[];\n}\n", text)
        self.assertIn("export interface Admin {\n  id: number;\n  name: string;\n  home: Place | null;\n  password: string;\n"
                      "  born: string;\n  level: number;\n  initial: string;\n}\n", text)
        for name in ("Written", "Upper", "Aliased", "BaseModel"):
            self.assertIn("is unknown: there is no type of TypeScript for %s\n" % name, self.said)
        self.assertIn("root is unknown: Tree holds itself, and has no name\n", self.said)

    def test_models_are_read_and_written_as_the_client_says(self):
        text = self.client_of_models(MODELS + "def also() -> User: ...\n")
        self.assertEqual(list(USER), self.members(text, "UserInput"))
        self.assertEqual(self.dumped("User", USER), self.members(text, "User"))
        self.assertEqual(self.dumped("Admin", {**USER, "level": 1}), self.members(text, "Admin"))

    def test_what_is_said_of_fields_in_many_ways_counts_as_pydantic_counts_it(self):
        commands = "".join("def f%d(a: %s) -> %s: ...\n" % (at, one, one) for at, one in enumerate([*FORMS, *OWN_FORMS]))
        text = self.client_of_models(MODELS_IN_FORMS + commands)
        for at, (name, value) in enumerate(FORMS.items()):
            with self.subTest(name):
                has_two = "export interface %sInput {" % name in text
                self.assertEqual(list(value), self.members(text, name + "Input" if has_two else name))
                self.assertEqual(self.dumped(name, value), self.members(text, name))
        for at, name in enumerate(OWN_FORMS, len(FORMS)):
            self.assert_command(text, "f%d: { args: { a: unknown }; result: unknown };" % at)
        self.assertIn("export interface Nothing {\n  a: string | null;\n  b: number[] | null;\n}\n", text)
        self.assertIn("export interface Nothing2 {\n  a: string | null;\n}\n", self.client_of_models(
            "import dataclasses\n@dataclasses.dataclass\nclass Nothing2:\n    a: str = None\ndef f() -> Nothing2: ...\n"))
        self.assertIn("export interface Texts {\n  a: unknown;\n  b: unknown;\n}\n", text)
        self.assertIn("  first: number;\n", text)  # of Response[int], whatever T is elsewhere

    def dumped(self, name, value):
        """What results of a model have, by pydantic itself."""
        program = "import json, shop; print(json.dumps(list(shop.%s.model_validate(%r).model_dump())))" % (name, value)
        return json.loads(subprocess.check_output([WITH_PACKAGES, "-B", "-W", "ignore", "-c", program], cwd=str(self.folder)))

    @staticmethod
    def members(text, interface):
        body = text.split("export interface %s {\n" % interface)[1].split("}")[0]
        return [line.strip().partition(":")[0].rstrip("?") for line in body.splitlines()]

    def test_two_commands_of_one_name_are_refused(self):
        self.write("other.py", "def items() -> int: ...\n")
        told = "python -m pyhost generate: the command items is both %s and %s; say with --command NAME=MODULE:FUNCTION which commands "
        told += "there are, each by another name\n"
        self.assertEqual(self.client(modules=("shop", "other")), told % ("shop.items", "other.items"))
        self.assertEqual(self.client("--command", "items=other:items", "--command", "items=shop:items"), told % ("other.items", "shop.items"))
        self.assertIn("  others: {", self.client("--command", "items=shop:items", "--command", "others=other:items"))

    def test_the_client_imports_pyhost_js_from_where_it_is(self):
        self.assertIn("import type { Bridge, CallOptions, StreamOptions } from './pyhost.js';\n", self.client())
        self.assertIn("import type { Bridge, CallOptions, StreamOptions } from '../lib/it\\'s.js';\n", self.client("--from", "../lib/it's.js"))

    def compiled(self, *files):
        """(status, what it printed) of tsc."""
        for file in FRONT_END.iterdir():
            shutil.copy(str(file), str(self.folder))
        done = subprocess.run([shutil.which("tsc"), "--strict", "--noEmit", "--target", "es2022", "--module", "nodenext",
                               "--lib", "es2022,dom", *files], cwd=str(self.folder), stdout=subprocess.PIPE, text=True)
        return done.returncode, done.stdout

    @unittest.skipUnless(shutil.which("tsc"), "there is no tsc")
    def test_strict_typescript_takes_the_right_calls_and_no_others(self):
        self.write("use.ts", USE)
        self.client()
        self.assertEqual(self.compiled("use.ts"), (0, ""))

    @unittest.skipUnless(shutil.which("tsc"), "there is no tsc")
    def test_strict_typescript_takes_what_the_modules_of_the_front_end_declare(self):
        self.write("use.ts", FRONT_END_USE)
        self.assertEqual(self.compiled("use.ts"), (0, ""))

    def test_every_module_of_the_front_end_has_declarations(self):
        self.assertEqual({path.name[:-3] for path in FRONT_END.glob("*.js")}, {path.name[:-5] for path in FRONT_END.glob("*.d.ts")})

    def test_a_class_has_none_of_the_names_that_the_client_uses(self):
        module = "import dataclasses\n" + "".join("@dataclasses.dataclass\nclass %s:\n    n: int\n" % name for name in NAMES)
        text = self.client_of(module + "def f(%s) -> bytes: ...\n" % ", ".join("a%s: '%s'" % (name, name) for name in NAMES))
        self.assert_command(text, "f: { args: { %s }; result: Uint8Array };" % "; ".join("a%s: %s_" % (name, name) for name in NAMES))
        if shutil.which("tsc"):
            self.assertEqual(self.compiled("client.ts"), (0, ""))


USE = """
import { Bridge, type Transport } from './pyhost.js';
import { Host } from './client.js';
declare const transport: Transport;
const host = new Host(new Bridge(transport));
async function right() {
  await host.invoke('nothing');
  const line = await host.invoke('records', { a: { x: 1 }, b: { points: [{ x: 1 }] }, c: { name: 'n' }, d: {}, e: { a: 1 } }, { timeout: 3 });
  line.points[0].y.toFixed(2);
  const level: 1 | 2 = await host.invoke('choices', { a: 'x', b: 'fast' });
  for await (const point of host.stream('items', { n: 3 }, { credit: 4 })) point.x + level;
  await host.invoke('more', { a: 1, b: 'any' });
}
async function wrong() {
  // @ts-expect-error
  host.invoke('maps');
  // @ts-expect-error
  host.invoke('choices', { a: 'z', b: 'fast' });
  // @ts-expect-error
  host.invoke('gives', { a: { name: 3 } });
  // @ts-expect-error
  host.invoke('gives', { a: { name: 'n' }, more: 1 });
  // @ts-expect-error
  host.invoke('items', { n: 3 });
  // @ts-expect-error
  host.stream('maps', { a: {}, b: {} });
  // @ts-expect-error
  host.invoke('absent');
  // @ts-expect-error
  const text: number = (await host.invoke('texts', { a: '', b: '', c: '', d: '' }));
}
void right, wrong;
"""
FRONT_END_USE = """
import { Bridge, CommandError, type Transport } from './pyhost.js';
import { connect } from './transport.js';
import { packed, unpacked } from './frame.js';
import { socketPort } from './websocket.js';
import { webkitPort } from './webkit.js';
async function right() {
  const transports: Transport[] = [await connect(), await socketPort(), await socketPort('ws://localhost:1/'), await webkitPort()];
  const why = new CommandError({ code: 'failed', kind: 'ValueError', message: 'no', cause: { kind: 'KeyError', message: 'n' } });
  const text: string | undefined = why.cause?.cause?.code;
  const bytes: Uint8Array[] = unpacked(packed({ text: 'a' })).attachments;
  return [new Bridge(transports[0]), text, bytes];
}
function wrong() {
  // @ts-expect-error
  new CommandError('text');
  // @ts-expect-error
  new CommandError({ code: 'failed', message: 'no' });
  // @ts-expect-error
  const text: number = new CommandError({ code: 'failed', kind: 'ValueError', message: 'no' }).cause;
}
void right, wrong;
"""


if __name__ == "__main__":
    unittest.main()
