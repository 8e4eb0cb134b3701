"""Classes, whose objects C++ has as typed handles."""

from __future__ import annotations

import abc
from contextlib import contextmanager
from typing import Iterator, overload

log: list[str] = []


class Account:
    """Somebody's money.

    In one currency.
    """

    CURRENCY = "EUR"
    rate: float = 0.5

    def __init__(self, owner: str, balance: int = 0, *, limit: int = -10) -> None:
        """Opens an account."""
        self.owner: str = owner
        self._balance = balance
        self.limit = limit

    def deposit(self, amount: int) -> int:
        """Adds to the balance, and says what it is."""
        self._balance += amount
        return self._balance

    def label(self, width: int = 0, *, mark: str = "*") -> str:
        return "%s %s" % (mark, self.name_of_kind().rjust(width))

    def name_of_kind(self) -> str:
        return "account"

    @property
    def balance(self) -> int:
        """What is there."""
        return self._balance

    @balance.setter
    def balance(self, value: int) -> None:
        self._balance = value

    @property
    def is_open(self) -> bool:
        return True

    @classmethod
    def of(cls, owner: str) -> Account:
        return cls(owner, 100)

    @staticmethod
    def parse(text: str) -> int:
        return int(text)


class Savings(Account):
    """An account that pays."""

    def name_of_kind(self) -> str:
        return "savings"

    def interest(self) -> float:
        return self.balance * self.rate


class Row:
    """Numbers in a row."""

    def __init__(self, items: list[int]) -> None:
        self._items = list(items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: int) -> int:
        return self._items[at]

    def __setitem__(self, at: int, value: int) -> None:
        self._items[at] = value

    def __delitem__(self, at: int) -> None:
        del self._items[at]

    def __contains__(self, value: int) -> bool:
        return value in self._items

    def __iter__(self) -> Iterator[int]:
        return iter(self._items)

    def __call__(self, factor: int, *more: int) -> Row:
        return Row([one * factor + sum(more) for one in self._items])

    def __bool__(self) -> bool:
        return bool(self._items)

    def __str__(self) -> str:
        return " ".join(map(str, self._items))

    def __add__(self, other: Row) -> Row:
        return Row(self._items + other._items)

    def __sub__(self, number: int) -> Row:
        return Row([one - number for one in self._items])

    def __mul__(self, factor: int) -> Row:
        return Row([one * factor for one in self._items])

    def __neg__(self) -> Row:
        return Row([-one for one in self._items])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self._items == other._items

    def __lt__(self, other: Row) -> bool:
        return self._items < other._items

    def __hash__(self) -> int:
        return hash(tuple(self._items))


class Session:
    """Open in a scope."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> Session:
        log.append("open " + self.name)
        return self

    def __exit__(self, kind: object, value: object, traceback: object) -> None:
        log.append("close %s %s" % (self.name, kind.__name__ if kind else "well"))


@contextmanager
def opened(name: str, *, count: int = 1) -> Iterator[Session]:
    """A session for the length of a scope."""
    log.append("opened %d" % count)
    try:
        yield Session(name)
    finally:
        log.append("closed")


class Table:
    """Columns by their names and numbers."""

    @overload
    def __init__(self, columns: int) -> None: ...
    @overload
    def __init__(self, columns: float, name: str) -> None: ...
    @overload
    def __init__(self, columns: list[str]) -> None: ...
    def __init__(self, columns, name="c"):
        """With columns of these names, or of so many."""
        self._columns = ["%s%d" % (name, i) for i in range(int(columns))] if isinstance(columns, (int, float)) else columns

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: str) -> int: ...
    def __getitem__(self, at):
        return self._columns[at] if isinstance(at, int) else self._columns.index(at)

    @overload
    def add(self, column: bool) -> str: ...
    @overload
    def add(self, column: float) -> str: ...
    @overload
    def add(self, column: str, *, at: int = 0) -> str: ...
    def add(self, column, at=0):
        self._columns.insert(at, "%s %s" % (type(column).__name__, column))
        return self._columns[at]


class Tool(abc.ABC):
    """No object is of this class alone."""

    @abc.abstractmethod
    def use(self) -> str: ...


class PowerTool(Tool):
    """Nor of this one, which does not say how it is used."""

    def plug_in(self) -> str:
        return "on"


class Hammer(Tool):
    """Its constructor is the one of object."""

    def use(self) -> str:
        return "bang"


def _given_a_constructor(cls: type) -> type:
    cls.__init__ = lambda self, x: setattr(self, "x", x)
    return cls


@_given_a_constructor
class Made:
    """Only Python knows its constructor."""

    x: int


class Marked:
    def mark(self) -> str:
        return "!"


class LoudHammer(Hammer, Marked):
    """Of two bases."""


def marks(things: list[Marked]) -> str:
    return "".join(one.mark() for one in things)


def names(accounts: list[Account]) -> list[str]:
    return [one.name_of_kind() for one in accounts]


def richest(accounts: list[Account]) -> Account | None:
    return max(accounts, key=lambda one: one.balance, default=None)
