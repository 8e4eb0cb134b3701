"""Functions with every kind of parameter."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar, overload

LENGTH = 3
Number = TypeVar("Number", int, float)
Text = TypeVar("Text", str, bytes)


def add(a: int, b: int) -> int:
    """The sum of two numbers.

    Of any size that C++ has.
    """
    return a + b


def shout(text: str) -> str:
    return text.upper() + "!"


def remember(text: str) -> None:
    """Keeps a text, for recall()."""
    add.kept = text


def recall() -> str:
    return add.kept


def divide(a: float, b: float, /) -> float:
    return a / b


def box(text: str, /, width: int = 5, *, fill: str = " ", is_framed: bool = False) -> str:
    """A text in a box."""
    line = text.center(width, fill)
    return "|%s|" % line if is_framed else line


def send(to: str, *, subject: str, copies: int = 1) -> str:
    return "%s: %s x%d" % (to, subject, copies)


def total(start: int, *more: int) -> int:
    return start + sum(more)


def describe(**facts: float) -> str:
    return ", ".join("%s=%s" % one for one in sorted(facts.items()))


def everything(a: int, /, b: int, *more: int, key: str, other: str = "o", **rest: int) -> str:
    return "%d %d %s %s %s %s" % (a, b, list(more), key, other, sorted(rest.items()))


def repeat(text: str, times: int = 2, joint: str = "-", ratio: float = 0.5, is_reversed: bool = True, none: int | None = None) -> str:
    made = joint.join([text] * times)
    return "%s %s %s" % (made[::-1] if is_reversed else made, ratio, none)


def cut(text: str, length: int = LENGTH, *, mark: str = chr(46)) -> str:
    """Both defaults are of Python alone."""
    return text[:length] + mark


def fail(message: str) -> NoReturn:
    raise ValueError(message)


def kind(value: Any) -> str:
    return type(value).__name__


def same(value: Any) -> Any:
    return value


def doubled(value: Number) -> Number:
    return value * 2


def joined(a: Text, b: Text) -> Text:
    return a + b


@overload
def parse(text: str) -> int: ...
@overload
def parse(text: bytes) -> float: ...
@overload
def parse(text: str, default: str) -> str: ...
def parse(text, default=None):
    """A number in text."""
    if default is not None:
        return text or default
    return int(text) if isinstance(text, str) else float(text)


@overload
def show(value: bool) -> str: ...
@overload
def show(value: int) -> str: ...
@overload
def show(value: float) -> str: ...
@overload
def show(value: str) -> str: ...
@overload
def show(value: object) -> str: ...
def show(value):
    return "%s %s" % (type(value).__name__, value)
