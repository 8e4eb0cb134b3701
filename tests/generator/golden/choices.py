"""Values of which there are few."""

from __future__ import annotations

import enum
import sys
from typing import Literal, Optional, Union

if sys.version_info >= (3, 11):
    from enum import StrEnum as _StrEnum
else:

    class _StrEnum(str, enum.Enum):
        pass

Mode = Literal["flat", "linear-ish", "2nd order"]
Level = Literal[1, 2, -3]
Answer = Literal["auto", 0, 1]


class Color(enum.Enum):
    """Of a line."""

    RED = 1
    GREEN = 2
    delete = 3

    def is_warm(self) -> bool:
        return self is Color.RED


class Status(enum.IntEnum):
    OK = 200
    MISSING = 404


class Unit(str, enum.Enum):
    METRE = "m"
    SECOND = "s"


class Shade(_StrEnum):
    DARK = "dark"
    LIGHT = "light"


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    EXECUTE = enum.auto()
    BOTH = READ | WRITE


class Bits(enum.IntFlag):
    LOW = 1
    HIGH = 8


Size = enum.Enum("Size", "SMALL LARGE")


def next_color(color: Color = Color.RED) -> Color:
    return list(Color)[(list(Color).index(color) + 1) % len(Color)]


def status(is_there: bool) -> Status:
    return Status.OK if is_there else Status.MISSING


def code(status: Status) -> int:
    return status.value


def unit(of: Unit) -> str:
    return of.value


def other_unit(of: Unit) -> Unit:
    return Unit.SECOND if of is Unit.METRE else Unit.METRE


def merged(a: Access, b: Access = Access.READ) -> Access:
    return a | b


def bits(value: Bits) -> Bits:
    return Bits(value | Bits.HIGH)


def size(is_large: bool) -> Size:
    return Size.LARGE if is_large else Size.SMALL


def smooth(width: int, mode: Mode = "flat") -> Mode:
    return mode if width else "linear-ish"


def opposite(level: Level) -> Level:
    return {1: 2, 2: -3, -3: 1}[level]


def answered(answer: Answer) -> str:
    return repr(answer)


def answer(number: int) -> Answer:
    return "auto" if number < 0 else 1 if number else 0


def side(which: Literal["left", "right"], *, anchor: Literal["top", "bottom"] = "top") -> Literal["left", "right"]:
    return "right" if which == "left" and anchor == "top" else "left"


def painted(by_name: dict[Color, int]) -> list[Color]:
    return sorted(by_name, key=by_name.get)


def mode_or_number(value: Union[Mode, int, None]) -> Optional[Mode]:
    return value if isinstance(value, str) else None


def brightness(color: Color = Color.GREEN, *, unit: Unit | None = Unit.METRE) -> str:
    return "%s in %s" % (color.name, unit and unit.name)


def other_shade(shade: Shade = Shade.DARK) -> Shade:
    return Shade.LIGHT if shade is Shade.DARK else Shade.DARK
