# SPDX-License-Identifier: MIT
"""The functions of arguments.cpp in Python, what calls are made of, and the judgement of two outcomes."""

import operator
import traceback


def none():
    return ()


def two(a, b):
    return a, b


def defaults(a, b=2, c="three"):
    return a, b, c


def rest(a, *args):
    return a, args


def options(a=1, **kwargs):
    return a, kwargs


def everything(a, b=2, *args, c, d=4, **kwargs):
    return a, b, args, c, d, kwargs


def positional(arg1, arg2, /):
    return arg1, arg2


def keyword_only(*args, a, b, c):
    return args, a, b, c


def typed(a, b=2.5, *args, c="name"):
    return as_int(a), as_double(b), args, as_text(c)


def overloaded(a, b=1):
    if isinstance(a, str):
        try:
            return "text", as_text(a), as_int(b)
        except OverflowError:
            if type(a) is str and type(b) is int:
                raise
            raise TypeError from None  # that of the overload for a number comes first
    return "number", as_double(a), as_int(b)


def as_int(value):
    number = operator.index(value)
    if not -2 ** 31 <= number < 2 ** 31:
        raise OverflowError
    return int(number)


def as_double(value):
    if not hasattr(type(value), "__float__") and not hasattr(type(value), "__index__"):
        raise TypeError
    return float(value)


def as_text(value):
    if not isinstance(value, str):
        raise TypeError
    value.encode("utf-8")
    return str.__str__(value)


TWINS = [none, two, defaults, rest, options, everything, positional, keyword_only, typed, overloaded]


class Index:
    def __index__(self):
        return 7


class Float:
    def __float__(self):
        return 0.25


class Raising:
    def __index__(self):
        raise LookupError("no index")

    __float__ = __index__


class Text(str):
    """A str that is no str; what it is equal to is that of its base."""


class LyingText(str):
    """Equal to all, or says that comparing it is an error."""

    def __eq__(self, other):
        if len(self) % 2:
            raise ArithmeticError("not comparable")
        return True

    __hash__ = str.__hash__


class UnhashableText(str):
    def __hash__(self):
        raise ArithmeticError("no hash")


VALUES = [
    None, True, 7, -1, 2 ** 31 - 1, 2 ** 31, -2 ** 31, 2 ** 70, 10 ** 400, 1.5, float("nan"), float("-inf"), "text", "", "\ud800", "gr\u00fcn",
    Text("subclass"), LyingText("lying"), b"bytes", [1], (1, 2), {}, object(), Index(), Float(), Raising(), int, 1j,
]
COUNTED = [value for value in VALUES if type(value) not in (type(None), bool, int, str, type)]  # nobody else refers to them
NAMES = ["a", "b", "c", "d", "z", "arg1", "arg2", "args", "kwargs", "", "gr\u00fcn", "a\0", "A", "\ud800", "long" * 30]


def name(text, form):
    """A keyword in one of its forms; whether Python and pyhost must agree on it."""
    if form == 1:
        return "".join([text[:1], text[1:]] if len(text) > 1 else [text, ""])  # equal, and another object where it can be
    if form == 2:
        return Text(text)
    if form == 3:
        return LyingText(text)
    if form == 4:
        return UnhashableText(text)
    if form == 5:
        return (3, b"a", None, ("a",), 1.5)[len(text) % 5]
    return text


def call(function, positional, keywords):
    return function(*positional, **keywords)


def text_of(raised):
    """The message, without the suggestion that Python adds from 3.14 on."""
    return str(raised).split(". Did you mean")[0]


def same(a, b):
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is dict:
        return same(list(a), list(b)) and same(list(a.values()), list(b.values()))
    return repr(a) == repr(b)


def complaint(got, raised, wanted, wanted_raised, has_words):
    """What is wrong with the outcome of a call, the result or what was raised, beside that of the twin; "" for nothing."""
    if wanted_raised is None or raised is None:
        is_right = raised is wanted_raised and same(got, wanted)
    else:
        is_right = type(raised) is type(wanted_raised) or (isinstance(raised, UnicodeError) and isinstance(wanted_raised, UnicodeError))
        is_right = is_right and (not has_words or text_of(raised) == text_of(wanted_raised))
    if is_right:
        return ""
    return "%r, raised %r; Python: %r, raised %r %s" % (got, raised, wanted, wanted_raised, wanted_raised and traceback.format_tb(wanted_raised.__traceback__))
