"""Values of the standard library."""

from __future__ import annotations

import datetime
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Union
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Buffer


def tomorrow(day: date) -> date:
    return day + timedelta(days=1)


def after(moment: datetime.datetime, delta: timedelta = timedelta(hours=1)) -> datetime.datetime:
    return moment + delta


def noon() -> datetime.time:
    return datetime.time(12, 0, 30)


def minutes(at: datetime.time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)


def parent(path: Path) -> Path:
    assert isinstance(path, Path)
    return path.parent


def suffix(path: Union[str, PathLike[str]]) -> str:
    return Path(path).suffix


def stem(path: Union[str, Path, None] = None, *, default: Union[str, Path] = "none") -> Union[str, Path]:
    return Path(path).stem if isinstance(path, str) else path or default


def exact(price: Decimal, count: int = 3) -> Decimal:
    return price * count


def third(value: Fraction) -> Fraction:
    return value / 3


def same_id(one: UUID) -> UUID:
    assert isinstance(one, UUID)
    return one


def conjugate(value: complex) -> complex:
    return value.conjugate()


def reversed_bytes(data: bytes) -> bytes:
    return data[::-1]


def checksum(data: Buffer) -> int:
    return sum(memoryview(data))


def bounds(value: int, ratio: float, is_exact: bool) -> tuple[int, float, bool]:
    return value, ratio, is_exact
