from __future__ import annotations

__all__ = ["Circle", "area"]


class Circle:
    def __init__(self, radius: float) -> None:
        self.radius = radius


def area(circle: Circle) -> float:
    return 3 * circle.radius * circle.radius


def not_exported() -> int:
    return 0
