"""What has no type in C++ is an object, and everything else is as it would be without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Generic, TypeVar

if TYPE_CHECKING:
    from typing import Concatenate, ParamSpec, TypeVarTuple, Unpack

    from nowhere import Missing

    P = ParamSpec("P")
    Ts = TypeVarTuple("Ts")

R = TypeVar("R")


def before(value: int) -> int:
    return value + 1


def called(function: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> int:
    return function(*args, **kwargs)


def with_first(function: Callable[Concatenate[int, P], str]) -> str:
    return function(1, "x")


def gathered(*items: Unpack[Ts]) -> tuple[Unpack[Ts]]:
    return items


def absent(value: Missing, number: int) -> Missing:
    return (value, number)


def unclear(value: not_defined_anywhere = 3) -> "1 +":
    return value


def keyed(table: dict[complex, int], other: set[tuple[int, ...]]) -> int:
    return len(table) + len(other)


def plain(value, other=2):
    return [value, other]


class Holder:
    """Its other members are typed."""

    kept: Missing

    def __init__(self, value: int) -> None:
        self.value: int = value
        self.kept = "kept"

    def odd(self, given: Missing) -> tuple[Missing, int]:
        return (given, self.value)

    def even(self) -> int:
        return 2 * self.value


def after(value: str) -> str:
    return value + "!"


MARK = object()
