# SPDX-License-Identifier: MIT
"""The Python values that table.cpp offers to every C++ type, and the classes that they need."""

import array
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import pathlib
import uuid

# What table.cpp imports under these names; eval() of an expression finds them here.
__all__ = ["array", "collections", "datetime", "decimal", "fractions", "pathlib", "uuid"]


@dataclasses.dataclass
class Point:
    x: int
    y: int


Pair = collections.namedtuple("Pair", ["x", "y"])


class Color(enum.Enum):
    RED = 1
    GREEN = 2


class Other:
    """Of no use to any conversion."""


# What the table calls a value, and the value.
SAMPLES = {
    "None": "None",
    "bool": "True",
    "int": "7",
    "float": "2.5",
    "complex": "1j",
    "str": "'a'",
    "bytes": "b'a'",
    "bytearray": "bytearray(b'a')",
    "memoryview": "memoryview(b'a')",
    "list": "[1, 2]",
    "list of str": "['a', 'b']",
    "tuple": "(1, 2)",
    "range": "range(2)",
    "array": "array.array('i', [1, 2])",
    "set": "{1, 2}",
    "frozenset": "frozenset({1, 2})",
    "dict": "{'x': 1, 'y': 2}",
    "iterator": "iter([1, 2])",
    "Decimal": "decimal.Decimal('1.5')",
    "Fraction": "fractions.Fraction(1, 3)",
    "UUID": "uuid.UUID(int=1)",
    "timedelta": "datetime.timedelta(seconds=5)",
    "aware datetime": "datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc)",
    "naive datetime": "datetime.datetime(2024, 2, 29)",
    "date": "datetime.date(2024, 2, 29)",
    "time": "datetime.time(12, 30)",
    "Path": "pathlib.Path('a')",
    "dataclass": "Point(1, 2)",
    "NamedTuple": "Pair(1, 2)",
    "Enum": "Color.RED",
    "function": "lambda i: i + 1",
}
