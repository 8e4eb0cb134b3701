"""Containers, what may be missing or several things, and callables."""

from __future__ import annotations

from collections import deque
from typing import Any, Callable, Dict, FrozenSet, Iterable, Iterator, List, Mapping, MutableMapping, Optional, Sequence, Set, Tuple, Union


def half(value: Optional[int]) -> Optional[float]:
    return None if value is None else value / 2


def first(items: list[Optional[str]]) -> str | None:
    return items[0] if items else None


def sized(value: Union[int, str, list[int]]) -> Union[int, str]:
    return value if isinstance(value, int) else len(value) if isinstance(value, list) else value + value


def maybe(value: int | float | None = None) -> int | str | None:
    return None if value is None else value if isinstance(value, int) else str(value)


def facts(values: Dict[str, Any], more: Optional[Mapping[str, Any]] = None) -> str:
    return " ".join("%s=%r" % pair for pair in [*values.items(), *(more or {}).items()])


def mapped(function: Callable[[int], str], items: Sequence[int]) -> list[str]:
    return [function(one) for one in items]


def adder(amount: int) -> Callable[[int], int]:
    return lambda value: value + amount


def notified(done: Optional[Callable[[str, int], None]] = None) -> bool:
    if done:
        done("ready", 3)
    return done is not None


def summed(items: Iterable[float]) -> float:
    return sum(items)


def collected(items: Iterator[int]) -> List[int]:
    return list(items)


def reversed_items(items: Sequence[str]) -> Sequence[str]:
    return items[::-1]


def inverted(items: Mapping[str, int]) -> Dict[int, str]:
    return {value: key for key, value in items.items()}


def counted(items: MutableMapping[str, list[int]]) -> dict[str, int]:
    return {key: len(value) for key, value in items.items()}


def common(a: Set[int], b: FrozenSet[int]) -> set[int]:
    assert isinstance(b, frozenset)
    return a & b


def frozen(items: set[str]) -> frozenset[str]:
    return frozenset(items)


def rotated(items: deque[int], by: int = 1) -> deque[int]:
    assert isinstance(items, deque)
    items.rotate(by)
    return items


def bounds(items: Tuple[int, ...]) -> tuple[int, int]:
    if not isinstance(items, tuple):
        raise TypeError("not a tuple")
    return min(items), max(items)


def shape(size: Tuple[int, ...] = (1, 2), *, by: tuple[int, ...], limits: Optional[tuple[float, ...]] = None) -> str:
    return repr(size + by + (limits or ()))


def last(items: Optional[deque[int]] = None, *, also: FrozenSet[int] = frozenset()) -> int:
    assert items is None or isinstance(items, deque)
    assert isinstance(also, frozenset)
    return (items[-1] if items else 0) + sum(also)


def named(pair: tuple[str, float]) -> tuple[float, str, None]:
    return pair[1], pair[0], None


def nested(table: dict[str, list[tuple[int, str]]]) -> list[dict[str, int]]:
    return [{name: number for number, name in row} for row in table.values()]


def flags(items: list[bool]) -> tuple[bool, ...]:
    return tuple(not one for one in items)


def loose(items: list) -> list:
    return items[::-1]
