"""What aliases.py takes from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Unit:
    """A unit of measure."""

    name: str
    factor: float = 1.0


class Meter:
    def __init__(self, unit: Unit) -> None:
        self.unit = unit

    def read(self, raw: float) -> float:
        return raw * self.unit.factor


def measure(meter: Meter, raw: float) -> str:
    """Measured in its unit."""
    return "%g %s" % (meter.read(raw), meter.unit.name)


def _hidden() -> None: ...
