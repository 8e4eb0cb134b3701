# SPDX-License-Identifier: MIT
"""Builds exceptions of any kind from bytes, and judges what C++ read of one of them."""

import ast
import builtins
import itertools
import json
import os
import traceback
import types

GROUPS = hasattr(builtins, "ExceptionGroup")
SKIPPED = object()


class Choices:
    """The bytes of an input, read as choices."""

    def __init__(self, data):
        self.data = iter(data)

    def below(self, n):
        return next(self.data, 0) % n

    def of(self, things):
        return things[self.below(len(things))]


# --- what exceptions are made of ------------------------------------------------------------------------------------

class Odd:
    def __init__(self, text):
        self.text = text

    def __str__(self):
        if isinstance(self.text, type):
            raise self.text(3)
        return self.text

    __repr__ = __str__


class TextOfItsOwn(str):
    def __str__(self):
        return "own"

    def __len__(self):
        raise RuntimeError("no length")


class IndexOfItsOwn(int):
    def __index__(self):
        raise RuntimeError("no index")

    __int__ = __index__


TEXTS = ["plain", "", "gr\u00fcn \u20ac \U0001f600", "\ud800 lone \udcff", "two\nlines\n", "\n", "zero \0 inside", "\t \"quoted\" \\ back\r", "x" * 300, "\u2028\x1b[0m\x85"]
ODD_TEXTS = TEXTS + [None, 3, -1.5, b"bytes \xff", Odd("odd"), Odd(RuntimeError), Odd(3), Odd(SystemExit), TextOfItsOwn("base"), [1], ("a", "b"), type, object()]
NUMBERS = [1, 2, 0, -1, 7, 2 ** 31 - 1, 2 ** 31, 2 ** 63, -2 ** 70, None, True, 1.5, "1", IndexOfItsOwn(2)]
COLUMNS = [n for n in NUMBERS if n not in (2 ** 31 - 1, 2 ** 31)]  # for which the traceback module would write gigabytes of carets
SOURCES = ["x = = 2\n", "", "\tif x:\n", "gr\u00fcn = \u4e2d\u6587 \U0001f600 +\n", "one\ntwo\n", "\f  x\r\n", None, 3, b"x", "y" * 3000, "a\0b\n", "\ud800", TextOfItsOwn("z = 1")]
FILES = ["<string>", "file.py", "", "/no such folder/gr\u00fcn.py", "two\nlines.py", "\ud800.py", __file__, "<frozen importlib._bootstrap>", "nul\0.py"]
ODD_FILES = FILES + [None, 3, b"bytes.py", b"\xff", Odd("odd"), ("a",)]


def raising(*_):
    raise RuntimeError("no attribute")


# --- classes ---------------------------------------------------------------------------------------------------------

def class_named(**members):
    return type("Own", (Exception,), members)


def metaclass_with(**members):
    return type("Meta", (type,), members)("Own", (Exception,), {})


OWN_CLASSES = [
    class_named(),
    class_named(__str__=lambda self: self.args[0]),
    class_named(__str__=raising, __repr__=raising),
    class_named(__str__=lambda self: TextOfItsOwn("own")),
    class_named(__str__=lambda self: TEXTS[8] * 200),
    class_named(__module__="package.module"),
    class_named(__module__=None),
    class_named(__module__=3),
    class_named(__module__=""),
    class_named(__module__="builtins"),
    class_named(__module__="\ud800"),
    class_named(__module__=TextOfItsOwn("m")),
    class_named(__qualname__="some thing: with\nlines \0 \ud800"),
    class_named(__notes__=property(raising)),
    class_named(__cause__=property(raising)),
    class_named(__context__=3, __suppress_context__="yes", __traceback__=None),
    class_named(__getattribute__=raising),
    class_named(__getattr__=lambda self, name: name),
    class_named(__bool__=raising),
    class_named(__len__=lambda self: 0),
    class_named(__eq__=raising, __hash__=None),
    class_named(__class__=property(lambda self: int)),
    metaclass_with(__module__=property(raising)),
    metaclass_with(__getattribute__=raising),
    metaclass_with(__instancecheck__=raising, __subclasscheck__=raising),
    type("Slotted", (Exception,), {"__slots__": ()}),
    type("OwnSystemExit", (SystemExit,), {"code": property(raising)}),
    type("OwnOSError", (OSError,), {"filename": property(raising), "errno": 2 ** 80, "strerror": Odd(3)}),
    type("OwnSyntaxError", (SyntaxError,), {"text": property(raising), "lineno": "one", "print_file_and_line": None}),
]
if GROUPS:
    OWN_CLASSES += [
        type("OwnGroup", (ExceptionGroup,), {"exceptions": property(raising)}),
        type("GroupOfNone", (ExceptionGroup,), {"exceptions": (1, None, ValueError)}),
        type("GroupOfText", (ExceptionGroup,), {"exceptions": "text", "message": property(raising)}),
    ]
PLAIN_CLASSES = [
    ValueError, KeyError, RuntimeError, RecursionError, AttributeError, NameError, ImportError, ModuleNotFoundError, StopIteration, KeyboardInterrupt,
    GeneratorExit, MemoryError, AssertionError, Warning, UnicodeError, BaseException,
]


def plain(choose, made):
    return choose.of(PLAIN_CLASSES)(*[choose.of(ODD_TEXTS) for _ in range(choose.below(3))])


def own(choose, made):
    cls = choose.of(OWN_CLASSES)
    if GROUPS and issubclass(cls, BaseExceptionGroup):
        return cls(choose.of(TEXTS), [ValueError(1), KeyError(2)])
    try:
        return cls(*[choose.of(ODD_TEXTS) for _ in range(choose.below(4))])
    except Exception as e:  # not with these arguments
        return e


def os_error(choose, made):
    number = choose.of(NUMBERS)
    return OSError(*[number, *[choose.of(ODD_FILES) for _ in range(choose.below(5))]])


def syntax_error(choose, made):
    e = choose.of([SyntaxError, IndentationError, TabError])(choose.of(ODD_TEXTS))
    values = {"msg": ODD_TEXTS, "filename": ODD_FILES, "lineno": NUMBERS, "offset": COLUMNS, "text": SOURCES, "end_lineno": NUMBERS, "end_offset": COLUMNS}
    for _ in range(choose.below(9)):
        name = choose.of(list(values))
        setattr(e, name, choose.of(values[name]))
    return e


def system_exit(choose, made):
    return SystemExit(*[choose.of(NUMBERS + ODD_TEXTS) for _ in range(choose.below(3))])


def unicode_error(choose, made):
    start, end = choose.of([0, 1, 2]), choose.of([0, 1, 2, 3])  # beyond the object str() leaves an exception behind (CPython 3.9 to 3.13)
    if choose.below(2):
        return UnicodeEncodeError("ascii", choose.of(["abc", "gr\u00fcn", "\ud800\udcff \U0001f600"]), start, end, choose.of(TEXTS))
    return UnicodeDecodeError("utf-8", choose.of([b"\xff\0x", b"y" * 99]), start, end, choose.of(TEXTS))


def with_hint(choose, made):
    if choose.below(2):
        e = AttributeError(choose.of(TEXTS))
        values = {"name": ODD_TEXTS + ["valu"], "obj": [types.SimpleNamespace(value=1), None, Odd(3), type("Loud", (), {"__dir__": raising})()]}
    else:
        e = choose.of([NameError, ImportError])(choose.of(TEXTS))
        values = {"name": ODD_TEXTS + ["plai", "typse", "json"], "name_from": ODD_TEXTS}
    for name in values:
        if choose.below(2):
            try:
                setattr(e, name, choose.of(values[name]))
            except (AttributeError, TypeError):
                pass
    return e


def group(choose, made):
    members = [choose.of(made) for _ in range(1 + choose.below(20))] if made else [ValueError(1)]
    if not GROUPS:
        return ValueError(*members)
    return BaseExceptionGroup(choose.of(TEXTS), members)


KINDS = [plain, own, os_error, syntax_error, system_exit, unicode_error, with_hint, group]


# --- tracebacks ------------------------------------------------------------------------------------------------------

RAISERS = ["def f(e): raise e", "def f(e):\n\n    return [\n      g(e) for g in (raiser,)\n    ][0]", "f = lambda e: (1, raiser(e),\n  2)"]


def raiser(e):
    raise e


def odd_function(choose):
    """A function that raises its argument, of code that says odd things of itself."""
    tree = ast.parse(choose.of(RAISERS))
    ast.increment_lineno(tree, choose.of([0, 1, 5, 10 ** 6, 2 ** 30]))
    scope = {"raiser": raiser}
    if choose.below(2):
        scope["__loader__"] = choose.of([None, 3, types.SimpleNamespace(get_source=raising), types.SimpleNamespace(get_source=lambda name: "x\n" * 9)])
        scope["__name__"] = choose.of(ODD_TEXTS)
    exec(compile(tree, choose.of(["<string>", "file.py", "/no such folder/gr\u00fcn.py", "two\nlines.py", __file__, ""]), "exec"), scope)
    f = scope["f"]
    f.__code__ = f.__code__.replace(co_name=choose.of(TEXTS), co_filename=choose.of(FILES))
    return f


def raise_in(f, e):
    """The exception as `f` raises it; one that cannot even be raised stays as it is."""
    try:
        f(e)
    except BaseException as raised:
        return raised
    return e


def odd_traceback(choose, trace):
    """The same lines with other positions, or in another order."""
    frames = []
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    made = None
    for _ in range(1 + choose.below(6)):
        made = types.TracebackType(made, choose.of(frames), choose.of([0, 2, -1, 3, 4000]), choose.of([1, 2, 0, -1, -7, 2 ** 31 - 1, 10 ** 6]))
    return made


def raised(choose, e):
    for _ in range(choose.below(4)):
        e = raise_in(odd_function(choose) if choose.below(2) else raiser, e)
    trace = BaseException.__traceback__.__get__(e)
    if trace is not None and choose.below(4) == 1:
        BaseException.__traceback__.__set__(e, odd_traceback(choose, trace))
    return e


# --- the tree --------------------------------------------------------------------------------------------------------

def decorate(choose, e):
    """Other attributes than it was made with, where it lets them be set."""
    what = choose.below(8)
    if what == 1:
        set_attribute(e, "__notes__", [choose.of(ODD_TEXTS) for _ in range(choose.below(5))])
    elif what == 2:
        set_attribute(e, "__notes__", choose.of(ODD_TEXTS))
    elif what == 3:
        BaseException.args.__set__(e, tuple(choose.of(ODD_TEXTS) for _ in range(choose.below(4))))
    elif what == 4:
        set_attribute(e, "__dict__", {choose.of(["msg", "code", "__notes__", "exceptions", "errno"]): choose.of(ODD_TEXTS)})
    elif what == 5:
        set_attribute(e, "__class__", choose.of(OWN_CLASSES))


def set_attribute(e, name, value):
    try:
        object.__setattr__(e, name, value)
    except (AttributeError, TypeError):
        pass


def link(choose, made):
    e, other = choose.of(made), choose.of(made + [None])
    how = choose.below(3)
    if how == 0:
        BaseException.__cause__.__set__(e, other)
    elif how == 1:
        BaseException.__context__.__set__(e, other)
    else:
        BaseException.__suppress_context__.__set__(e, other is None)


def build(data):
    """Exceptions, the first of which is to be read."""
    choose, made = Choices(data), []
    for _ in range(1 + choose.below(6)):
        e = raised(choose, choose.of(KINDS)(choose, made))
        decorate(choose, e)
        made.append(e)
    for _ in range(choose.below(8)):
        link(choose, made)
    return made[::-1]


# --- judgement -------------------------------------------------------------------------------------------------------

def attempt(f, *args):
    try:
        return f(*args)
    except BaseException:
        return SKIPPED


def shown(text):
    """A text as C++ has it: lone surrogates escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if isinstance(text, str) else SKIPPED


def message(e):
    text = attempt(exact_str, e)
    return "<exception str() failed>" if text is SKIPPED else shown(text)


def exact_str(e):
    """str() of it as a str of no subclass."""
    return str.__getitem__(str(e), slice(None))


def printed(e):
    trace = BaseException.__traceback__.__get__(e)
    text = attempt(lambda: "".join(traceback.format_exception(type(e), e, trace)))
    return SKIPPED if text is SKIPPED else shown(text[:-1] if text.endswith("\n") else text).replace("\0", "\\x00")


def number(value, otherwise):
    return int.__add__(value, 0) if isinstance(value, int) and -2 ** 31 <= int.__add__(value, 0) < 2 ** 31 else otherwise


def lines(e):
    """(file, line, function, source) of each frame."""
    summaries = attempt(traceback.extract_tb, BaseException.__traceback__.__get__(e))
    if summaries is SKIPPED:
        return SKIPPED
    return [(shown(s.filename), max(number(s.lineno, 0), 0), shown(s.name), shown(s.line) if s.line is not None else "") for s in summaries]


def judge(e, read):
    """Sentences on what is wrong with what C++ has read, a dict."""
    yield from texts(e, read)
    yield from relatives(e, read)
    yield from details(e, read)
    yield from data_of(read)


def texts(e, read):
    for name, wanted in (("what", printed(e)), ("message", message(e)), ("frames", lines(e))):
        if wanted is not SKIPPED and wanted != "" and read[name] != wanted:
            yield "%s is %r, not %r" % (name, read[name], wanted)
    if not read["what"]:
        yield "there is no text"
    if [line[:3] for line in read["frames"]] != [line[:3] for line in read["bare_frames"]]:
        yield "frames are %r, without source %r" % (read["frames"], read["bare_frames"])


def relatives(e, read):
    for name in ("__cause__", "__context__"):
        if getattr(BaseException, name).__get__(e) is not read[name]:
            yield "%s is %r" % (name, read[name])
    if BaseException.__suppress_context__.__get__(e) != read["suppresses_context"]:
        yield "suppresses_context is %r" % read["suppresses_context"]
    members = attempt(getattr, e, "exceptions") if GROUPS and issubclass(type(e), BaseExceptionGroup) else ()
    wanted = [m for m in members if issubclass(type(m), BaseException)] if type(members) is tuple else []
    if len(wanted) != len(read["group"]) or any(a is not b for a, b in zip(wanted, read["group"])):
        yield "the group is %r" % (read["group"],)


def attribute(e, name):
    value = attempt(getattr, e, name)
    if isinstance(value, bytes):
        value = os.fsdecode(value)
    text = "" if value is None or value is SKIPPED else attempt(str, value)
    return "" if text is SKIPPED else shown(text)


def details(e, read):
    """What an OSError, a SyntaxError and SystemExit know."""
    wanted = None
    if issubclass(type(e), OSError):
        wanted = (number(attempt(getattr, e, "errno"), 0), *(attribute(e, name) for name in ("strerror", "filename", "filename2")))
    if wanted != read.get("os"):
        yield "os is %r, not %r" % (read.get("os"), wanted)
    wanted = None
    if issubclass(type(e), SyntaxError):
        source = attribute(e, "text")
        wanted = (attribute(e, "msg"), attribute(e, "filename"), number(attempt(getattr, e, "lineno"), 0), number(attempt(getattr, e, "offset"), 0),
                  source[:-1] if source.endswith("\n") else source)
    if wanted != read.get("syntax"):
        yield "syntax is %r, not %r" % (read.get("syntax"), wanted)
    wanted = None
    if issubclass(type(e), SystemExit):
        code = attempt(getattr, e, "code")
        wanted = 0 if code is None else number(code, -1) if isinstance(code, int) else 1
    if wanted != read["exit_code"]:
        yield "exit_code is %r, not %r" % (read["exit_code"], wanted)


def data_of(read):
    """The JSON is valid, and says the same."""
    told = json.loads(read["json"])
    pairs = [("type", "type_name"), ("message", "message"), ("notes", "notes"), ("exit_code", "exit_code"), ("suppress_context", "suppresses_context")]
    for key, name in pairs:
        if told.get(key) != read[name]:
            yield "%s is %r, in JSON %r" % (name, read[name], told.get(key))
    frames = [(f["file"], f["line"], f["function"], f["source"]) for f in told["frames"]]
    if frames != read["frames"]:
        yield "frames are %r, in JSON %r" % (read["frames"], frames)
    for key in ("cause", "exceptions"):
        if (key in told) != bool(read["__cause__"] is not None if key == "cause" else read["group"]):
            yield "%s in JSON is %r" % (key, told.get(key))


def complaints(e, read):
    return "\n".join(itertools.islice(judge(e, read), 5))
