"""Names for types, of this module and of others."""

import typing
from typing import TYPE_CHECKING, Annotated, Dict, List, NewType, Optional, Tuple, Union

import origin
from origin import Unit, measure as measured

if TYPE_CHECKING:
    from decimal import Decimal

    from origin import Meter

__all__ = ["Vector", "Table", "Key", "UserId", "Percent", "Unit", "measured", "norm", "find", "user", "share", "meter", "price", "later",
           "Scale", "scaled"]

Vector = List[float]
Table = Dict[str, Vector]
Key = Union[int, str]
UserId = NewType("UserId", int)
Percent = Annotated[float, "0 to 100"]
Scale = origin.Unit


def norm(vector: Vector) -> float:
    return sum(one * one for one in vector)


def find(table: Table, key: Key) -> Optional[Vector]:
    return table.get(str(key))


def user(id: UserId, others: List[UserId]) -> UserId:
    return UserId(id + len(others))


def share(part: Percent, of: Annotated[int, "pieces"] = 100) -> Percent:
    return part * of / 100


def meter(unit: "Unit") -> "Meter":
    return origin.Meter(unit)


def price(value: "Decimal", count: "typing.Optional[int]" = None) -> "Tuple[Decimal, int]":
    return value, count or 0


def later(first: "Later", second: "List[Later]") -> "Later":
    return Later(first.value + sum(one.value for one in second))


def scaled(scale: Scale, by: float) -> Scale:
    return Unit(scale.name, scale.factor * by)


class Later:
    """Declared behind the functions that take it, and not public."""

    def __init__(self, value: int) -> None:
        self.value = value
