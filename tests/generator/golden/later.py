"""What gives its values later, or one after the other."""

from __future__ import annotations

import asyncio
from typing import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Iterable, Iterator


async def fetch(url: str, tries: int = 2) -> str:
    """Fetches nothing."""
    await asyncio.sleep(0)
    return url * tries


async def pause(seconds: float, *, times: int = 1) -> None:
    for _ in range(times):
        await asyncio.sleep(seconds)


async def broken() -> int:
    raise KeyError("later")


async def asked(answer: Callable[[str], Awaitable[bool]], done: Callable[[], Awaitable[None]]) -> int:
    """What a callable answers, which is awaited."""
    answers = await asyncio.gather(answer("a"), answer("b"))
    await done()
    return sum(answers)


def soon(value: int) -> Awaitable[int]:
    async def give() -> int:
        return value

    return give()


def count(n: int) -> Iterator[int]:
    """0 up to n."""
    yield from range(n)


def words(text: str) -> Generator[str, None, None]:
    for word in text.split():
        yield word


def pairs(names: Iterable[str], *, start: int = 0) -> Iterable[tuple[int, str]]:
    return enumerate(names, start)


async def rows(n: int) -> AsyncIterator[str]:
    for i in range(n):
        await asyncio.sleep(0)
        yield "row %d" % i


async def numbers(*, until: float) -> AsyncGenerator[float, None]:
    value = 0.0
    while value < until:
        yield value
        value += 0.5


class Feed:
    """A source of rows."""

    def __init__(self, name: str) -> None:
        self.name: str = name

    async def read(self, n: int = 1) -> list[str]:
        """The next rows."""
        await asyncio.sleep(0)
        return [self.name] * n

    def steps(self, n: int) -> Iterator[int]:
        yield from range(n)

    async def stream(self, n: int) -> AsyncIterator[str]:
        for i in range(n):
            yield "%s %d" % (self.name, i)

    @staticmethod
    async def open(name: str) -> Feed:
        return Feed(name)
