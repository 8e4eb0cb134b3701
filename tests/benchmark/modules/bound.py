# SPDX-License-Identifier: MIT
"""What the rows of bindings call."""


def add(a: int, b: int) -> int:
    return a + b


def scale(x: int, *, by: int = 1, name: str = "") -> int:
    return x


def open_ended(x: int, by: int = ..., *, name: str = ...) -> int:
    return x


class Point:
    def move(self, by: int) -> int:
        return by
