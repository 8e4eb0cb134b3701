"""Classes and records that are made of each other, in whatever order they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Optional, TypedDict, Union, overload


class Address:
    """A value of this class will do for another one."""

    def __init__(self, text: Union[Address, str] = "nowhere") -> None:
        self.text: str = text.text if isinstance(text, Address) else text


class Link:
    """What it is made of stands below."""

    def __init__(self, to: Union[Place, str] = "home", *, back: Optional[Place] = None) -> None:
        self.to: str = to.name if isinstance(to, Place) else to
        self.back: str = back.name if back is not None else ""

    def moved(self, by: int, to: Optional[Place] = None, *, back: Optional[Place] = None, steps: int = 1) -> str:
        """Where it leads then."""
        place = to.name if to is not None else self.to
        return "%s %d %s" % (place, by * steps, back.name if back is not None else self.back)

    @overload
    def found(self, name: str, near: Optional[Place] = None) -> int: ...
    @overload
    def found(self, name: Union[str, Place], near: Optional[Place] = None) -> str: ...
    def found(self, name: Any, near: Any = None) -> Any:
        return len(name) if isinstance(name, str) else name.name

    def counted(self, instance: int) -> int:
        return instance + 1


class Short(Link):
    """Has the constructor of its base."""


class Place:
    def __init__(self, name: str) -> None:
        self.name: str = name

    def linked(self, link: Optional[Link] = None) -> Link:
        return link if link is not None else Link(self)


@dataclass
class Person:
    name: str
    house: Optional[House] = None


@dataclass
class House:
    street: str
    owner: Optional[Person] = None


@dataclass
class Left:
    rights: list[Right] = field(default_factory=list)


@dataclass
class Right:
    lefts: list[Left] = field(default_factory=list)


Tools = TypedDict("Tools", {"c": str, "c++": str, "2nd argument": int})


def owner(house: House) -> str:
    return house.owner.name if house.owner is not None else ""


def lived(name: str) -> Person:
    return Person(name, House("street of " + name))


def tools(given: Tools) -> Tools:
    return {"c": given["c++"], "c++": given["c"], "2nd argument": given["2nd argument"] + 1}


@overload
def zero(kind: type[int]) -> int: ...
@overload
def zero(kind: type[str]) -> str: ...
def zero(kind: Any) -> Any:
    return kind()


def many(value: Union[int, float, str, bytes, bool, complex, list[int], list[str], list[float], dict[str, int], dict[str, str],
                      dict[str, float], set[int], set[str], tuple[int, str], tuple[str, int], tuple[float, str]]) -> str:
    return type(value).__name__


class Branch:
    """Its objects are made of others, and are what they hold."""

    def __init__(self, parts: Iterable[Branch] = ()) -> None:
        self._parts = list(parts)

    def __iter__(self) -> Iterator[Branch]:
        return iter(self._parts)

    def depth(self) -> int:
        return 1 + max((one.depth() for one in self._parts), default=0)
