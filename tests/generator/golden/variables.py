"""Constants and variables of a module."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Final, Optional

LIMIT: Final = 10
NAME: Final[str] = "golden"
RATIO = 0.25
IS_FAST: bool = True
ORIGIN: Final[tuple[int, int]] = (0, 0)
UNSET: Final[Optional[int]] = None
HOME: Path = Path("/home")
counts: Dict[str, int] = {"a": 1}
current: Optional[str] = None
"""What is looked at."""


def count(name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def look_at(name: str) -> None:
    global current
    current = name
