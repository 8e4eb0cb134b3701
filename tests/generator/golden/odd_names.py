"""Names that C++ has for other things, and classes in classes."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Iterator, Literal

EOF: int = -1
int_max: int = 7
namespace: str = "space"


class Machine:
    """A class with classes in it."""

    @dataclass
    class Part:
        """Of a machine."""

        name: str
        union: int = 0

    class State(enum.Enum):
        ON = "on"
        OFF = "off"
        NULL = "null"

    class Motor:
        def __init__(self, power: int) -> None:
            self.power = power

        def delete(self) -> str:
            return "deleted"

    def __init__(self, this: str, auto: int = 0) -> None:
        self.this: str = this
        self.auto: int = auto

    def part(self, name: str) -> Machine.Part:
        return Machine.Part(name, 3)

    def motor(self) -> Motor:
        return Machine.Motor(5)

    def made(self, this: str, auto: int = 0) -> str:
        return "%s %d" % (this, auto)

    def begin(self) -> int:
        return 1

    def get(self, default: int = 4) -> int:
        return default

    def self(self) -> str:
        return "self"

    def Part_(self) -> int:
        return 2

    def state(self) -> State:
        return Machine.State.ON


class Machine_Part:
    """As the class in the class would be called."""

    def number(self) -> int:
        return 12


class Color(enum.Enum):
    RED = 1


class Line:
    """Its members are called as types are."""

    def Color(self) -> Color:
        return Color.RED

    def Line(self) -> str:
        return "line"

    def string(self, std: str) -> str:
        return std


class Meter:
    """Its special methods are not what C++ makes operators of."""

    @staticmethod
    def __call__(value: int) -> int:
        return value + 1

    def __add__(self, other: int = 2) -> int:
        return other + 1

    def __getitem__(self, at: int, default: int) -> int:
        return at + default

    def __radd__(self, other: int) -> int:
        return other

    def __iter__(self) -> Iterator[int]:
        return iter([1, 2])

    def begin(self) -> int:
        return 5

    def operators(self, count: int = 4, text: str = "a??=b") -> str:
        return "%d %s" % (count, text)


class unit:
    """Called as parameters are."""

    def __init__(self, factor: float) -> None:
        self.factor = factor


def in_units(value: float, unit: unit) -> float:
    return value / unit.factor


def template(operator: int, new: int = 1, *, switch: int = 2, NULL: int = 3) -> int:
    return operator + new + switch + NULL


def assert_(errno: int, call: int, self: int, options: int, *, gil: int) -> int:
    return errno + call + self + options + gil


def delete() -> str:
    return "delete"


def größe(maß: float) -> float:
    return maß * 2


def sort(order: Literal["asc", "desc", "", "+", "class", "3d"] = "asc") -> str:
    return order


def sort_order() -> str:
    return "called as the enum of sort() would be"


def state_of(state: Machine.State) -> str:
    return state.value


def power(motor: Machine.Motor) -> int:
    return motor.power


def part_number(part: Machine_Part) -> int:
    return part.number()


def new_part() -> Machine_Part:
    return Machine_Part()


class _Hidden:
    def __init__(self) -> None: ...


def hidden() -> _Hidden:
    return _Hidden()


def is_hidden(one: _Hidden) -> bool:
    return isinstance(one, _Hidden)
