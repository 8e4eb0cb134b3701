"""Records, which C++ has as aggregates of values."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Iterator, NamedTuple, Optional, Tuple, TypedDict, Union

if TYPE_CHECKING:
    from typing import NotRequired


@dataclass
class Point:
    """A place in the plane."""

    x: float
    y: float = 0.5

    def moved(self, dx: float, *, dy: float = 0.0) -> Point:
        """The place beside it."""
        return Point(self.x + dx, self.y + dy)

    @property
    def norm(self) -> float:
        return (self.x * self.x + self.y * self.y) ** 0.5

    @staticmethod
    def origin() -> Point:
        return Point(0.0, 0.0)

    def __add__(self, other: Point) -> Point:
        return Point(self.x + other.x, self.y + other.y)


@dataclass(frozen=True)
class Shape:
    """Points with a name."""

    LIMIT: ClassVar[int] = 9

    name: str
    center: Point
    corners: list[Point] = field(default_factory=list)
    scale: float = 1.0
    note: Optional[str] = None
    layers: list[str] = field(default_factory=lambda: ["base"])


@dataclass(frozen=True)
class Circle(Shape):
    radius: float = 1.0


class Ring(Shape):
    """No dataclass itself, but made as one."""

    def describe(self) -> str:
        return "%s of %d corners" % (self.name, len(self.corners))


@dataclass
class Node:
    """A tree."""

    value: int
    parent: Optional[Node] = None
    children: list[Node] = field(default_factory=list)


@dataclass(eq=False)
class Session:
    """Equal to itself alone."""

    number: int


@dataclass
class Loose:
    """Equal to any other."""

    x: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loose)


@dataclass
class Strict(Loose):
    """With the == that @dataclass writes."""

    y: int


class Span(NamedTuple):
    """From and to."""

    begin: int
    end: int = 10
    label: str = "span"

    def length(self) -> int:
        return self.end - self.begin


class Distance(Span):
    """No NamedTuple itself."""

    def doubled(self) -> int:
        return 2 * self.length()


Pair = namedtuple("Pair", "first second")


class Options(TypedDict, total=False):
    """How it is done."""

    depth: int
    name: str


class Config(TypedDict):
    path: str
    size: NotRequired[int]
    span: Span


def session() -> Session:
    return Session(3)


def mirrored(point: Point) -> Point:
    return Point(-point.x, -point.y)


def outline(shape: Shape) -> str:
    return "%s at %s: %d corners, %s, %s" % (shape.name, shape.center.x, len(shape.corners), shape.scale, shape.note)


def circle(radius: float) -> Circle:
    return Circle("circle", Point(1.0, 2.0), radius=radius)


def area(circle: Circle) -> float:
    return 3.0 * circle.radius


def chain(length: int) -> Node:
    node = Node(0, None, [Node(-1)])
    for value in range(1, length):
        node = Node(value, node)
    return node


def depth(node: Node) -> int:
    return 1 + (depth(node.parent) if node.parent else 0) + len(node.children)


def widened(span: Span, by: int = 1) -> Span:
    return span._replace(begin=span.begin - by, end=span.end + by)


def swapped(pair: Pair) -> Pair:
    return Pair(pair.second, pair.first)


def deeper(options: Options) -> Options:
    return {**options, "depth": options.get("depth", 0) + 1}


def configured(config: Config) -> Config:
    return config if "size" in config else {**config, "size": 7}


def spans(count: int) -> Iterator[Span]:
    return (Span(i) for i in range(count))


@dataclass
class Stop:
    """An event that tells nothing but that it has happened."""


def name_of(event: Stop) -> str:
    return type(event).__name__


@dataclass
class Found:
    """Objects of which no one is made before they are read."""

    what: Union[Distance, Ring]
    pair: Tuple[Ring, int]

    def renamed(self, pair: str) -> str:
        return pair + self.pair[0].name


def found() -> Found:
    ring = Ring("ring", Point(1.0))
    return Found(ring, (ring, 3))


class Step(TypedDict):
    """Of a way, whose next one may be missing."""

    name: str
    next: NotRequired[Step]


def first_step() -> Step:
    return {"name": "a", "next": {"name": "b"}}
