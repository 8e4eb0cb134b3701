"""A module that is called as its function is."""

from __future__ import annotations

from dataclasses import dataclass

from . import _private


@dataclass
class Fit:
    slope: float
    setting: _private.Setting


def fit(points: list[tuple[float, float]], setting: _private.Setting = _private.Setting("default")) -> Fit:
    (x, y), (u, v) = points
    return Fit((v - y) / (u - x), setting)
