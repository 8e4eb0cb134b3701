"""A module that changes after its header was made: see the test."""

from __future__ import annotations

from typing import Iterator


def scale(value: float, factor: float = 2.0) -> float:
    return value * factor


async def later(value: int) -> int:
    return value


def unchanged(value: int) -> int:
    return value


class Engine:
    def __init__(self, power: int) -> None:
        self.power: int = power

    def start(self, speed: int) -> int:
        return speed * self.power

    async def stop(self, delay: float) -> int:
        return self.power

    def turns(self, count: int) -> Iterator[int]:
        yield from range(count)
