"""Protocols, generic classes and Self."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Iterator, Protocol, TypeVar

if TYPE_CHECKING:
    from typing import Self

T = TypeVar("T")


class Named(Protocol):
    """What has a name."""

    name: str

    def greet(self, greeting: str = "hello") -> str: ...


class Sized(Named, Protocol):
    """What has a size too."""

    def __len__(self) -> int: ...


class Person:
    def __init__(self, name: str) -> None:
        self.name = name

    def greet(self, greeting: str = "hello") -> str:
        return "%s %s" % (greeting, self.name)

    def __len__(self) -> int:
        return 1


class Builder:
    """Every step gives the builder again."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, part: str) -> Self:
        self.parts.append(part)
        return self

    def twice(self, part: str) -> Self:
        return self.add(part).add(part)

    @classmethod
    def of(cls, *parts: str) -> Self:
        made = cls()
        made.parts = list(parts)
        return made

    def build(self) -> str:
        return "-".join(self.parts)


class LoudBuilder(Builder):
    def add(self, part: str) -> Self:
        return super().add(part.upper())

    def copy(self) -> Self:
        made = LoudBuilder()
        made.parts = list(self.parts)
        return made


class Stack(Generic[T]):
    """Of anything."""

    def __init__(self, items: list[T]) -> None:
        self._items = list(items)

    def push(self, item: T) -> None:
        self._items.append(item)

    def pop(self) -> T:
        return self._items.pop()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


def greet_all(people: list[Named]) -> list[str]:
    return [one.greet() for one in people]


def nobody() -> Named:
    return Person("nobody")


def numbers(count: int) -> Stack[int]:
    return Stack(list(range(count)))


def bound(value: B) -> B:
    return value


B = TypeVar("B", bound=Person)


def size(one: Sized) -> int:
    return len(one) + len(one.name)


class Scorer(Protocol):
    """What is called."""

    def __call__(self, text: str, /) -> int: ...


@dataclass
class Badge:
    """A record that has what Named asks for."""

    name: str

    def greet(self, greeting: str = "hello") -> str:
        return "%s, %s" % (greeting, self.name)


def best(texts: list[str], scorer: Scorer) -> str:
    return max(texts, key=scorer)


def length_scorer() -> Scorer:
    return len
