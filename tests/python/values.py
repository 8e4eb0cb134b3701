# SPDX-License-Identifier: MIT
"""Random nested Python values of a shape, and the comparison that lets no difference through.

A shape is text: a name, with the shapes inside it in brackets.
    bool  int8 ... int64  uint8 ... uint64  float32  float64  str  char  bytes  bytes[N]  none
    bigint  fraction  decimal  uuid  complex[S]  char32  path
    span[MICROSECONDS]  span[1, NANOSECONDS]  timedelta  moment  local  date  time    shade  rights  entry
    list[S]  array[S, N]  set[S]  dict[K, V]  tuple[S, ...]  optional[S]  variant[S, ...]
"""

import dataclasses
import decimal
import enum
import fractions
import pathlib
import random
import re
import struct
import sys
import types
import uuid
from datetime import date, datetime, time, timedelta, timezone


@dataclasses.dataclass
class Entry:
    id: int
    size: float
    label: str
    prices: list
    next: object


class Shade(enum.IntEnum):
    dark = 1
    light = 2


class Rights(enum.Flag):
    run = 1
    read = 2
    write = 4


# The module that PYHOST_CLASS names; there is no file of it, and a second run of this one replaces it.
sys.modules["round_trip_classes"] = types.SimpleNamespace(Entry=Entry, Shade=Shade, Rights=Rights)


def parse(text):
    """The shape as (name, [parts]); a number is an int."""
    tokens = re.findall(r"\w+|[\[\],]", text)

    def shape():
        name = tokens.pop(0)
        if name.isdigit():
            return int(name)
        parts = []
        if tokens and tokens[0] == "[":
            while tokens.pop(0) in "[,":
                if tokens[0] == "]":
                    tokens.pop(0)
                    break
                parts.append(shape())
        return name, parts

    found = shape()
    assert not tokens, text
    return found


def integer(rng, bits, signed):
    least = -(2 ** (bits - 1)) if signed else 0
    most = least + 2**bits - 1
    kind = rng.randrange(3)
    if kind == 0:
        return rng.choice([least, least + 1, most - 1, most, 0, 1, most // 2])
    if kind == 1:  # every magnitude is as likely
        value = rng.getrandbits(rng.randint(1, bits - signed))
        return -value if signed and rng.random() < 0.5 else value
    return rng.randint(least, most)


def floating(rng, code):
    special = [0.0, -0.0, 1.0, -1.5, float("inf"), float("-inf"), float("nan"), 2.0**-149, 2.0**-126, 3.4028234663852886e38]
    if code == "d":
        special += [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1]
    if rng.random() < 0.4:
        return rng.choice(special)
    value = struct.unpack("<" + code, rng.getrandbits(struct.calcsize(code) * 8).to_bytes(struct.calcsize(code), "little"))[0]
    return value if value == value else float("nan")


def character(rng):
    limit = rng.choice([0x80, 0x100, 0x800, 0x10000, 0x110000])
    code = rng.randrange(limit)
    return chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"


def distinct(rng, shape):
    """Values that a set or dict of C++ keeps apart: no NaN, which is equal to nothing or to everything."""
    made = [make(rng, shape) for _ in range(rng.randrange(6))]
    return [value for value in made if "nan" not in repr(value).lower()]


def big(rng):
    bits = rng.choice([3, 30, 31, 62, 63, 64, 65, 128, 400])
    return rng.choice([1, -1]) * rng.choice([2**bits, 2**bits - 1, rng.getrandbits(bits)])


def make_decimal(rng):
    if rng.random() < 0.25:
        return decimal.Decimal(rng.choice(["NaN", "-NaN7", "sNaN", "Infinity", "-Infinity", "-0", "0E+9", "0.00", "1E+999999999"]))
    return decimal.Decimal((rng.randrange(2), [rng.randrange(10) for _ in range(rng.randrange(1, 40))], rng.randint(-400, 400)))


def span(rng, microseconds, nanoseconds=1000):
    """A timedelta of whole units that a count of 64 bits has room for."""
    longest = min(999999999 * 86400 * 10**6 // microseconds, 2**63 - 1)
    if nanoseconds < 1000:  # units of less than a microsecond
        longest = (2**63 - 1) // (1000 // nanoseconds)
    return timedelta(microseconds=max(min(big(rng), longest), -longest) * microseconds)


def moment(rng, zone):
    first, last = datetime(1, 1, 1), datetime.max
    if rng.random() < 0.1:
        return rng.choice([first, last, datetime(1970, 1, 1), datetime(2000, 2, 29)]).replace(tzinfo=zone)
    return (first + rng.random() * (last - first)).replace(tzinfo=zone)


def make_path(rng):
    names = [bytes(rng.choice([rng.randrange(1, 256), 97]) for _ in range(rng.randrange(1, 5))) for _ in range(rng.randrange(4))]
    return pathlib.Path((b"/" * rng.randrange(2) + b"/".join(names)).decode("utf-8", "surrogateescape"))


def make_entry(rng):
    values = [make(rng, parse(shape)) for shape in ("int32", "float64", "optional[str]", "list[decimal]")]
    return Entry(*values, make_entry(rng) if rng.random() < 0.5 else None)


single = {
    "bigint": big,
    "fraction": lambda rng: fractions.Fraction(big(rng), big(rng) or 1),
    "decimal": make_decimal,
    "uuid": lambda rng: uuid.UUID(int=rng.getrandbits(128)),
    "char32": character,
    "path": make_path,
    "timedelta": lambda rng: rng.choice([timedelta.min, timedelta.max, rng.random() * timedelta.max, -rng.random() * timedelta.max]),
    "moment": lambda rng: moment(rng, timezone.utc),
    "local": lambda rng: moment(rng, None),
    "date": lambda rng: moment(rng, None).date(),
    "time": lambda rng: moment(rng, None).time(),
    "shade": lambda rng: rng.choice(list(Shade)),
    "rights": lambda rng: Rights(rng.randrange(8)),
    "entry": make_entry,
}


def make(rng, shape):
    """One random value."""
    name, parts = shape
    if name in single:
        return single[name](rng)
    if name == "complex":
        return complex(make(rng, parts[0]), make(rng, parts[0]))
    if name == "span":
        return span(rng, *parts)
    if name == "none":
        return None
    if name == "bool":
        return rng.random() < 0.5
    if name.startswith(("int", "uint")):
        return integer(rng, int(name.lstrip("uint")), name[0] == "i")
    if name.startswith("float"):
        return floating(rng, "f" if name == "float32" else "d")
    if name == "str":
        return "".join(character(rng) for _ in range(rng.choice([0, 1, 2, 8, 30])))
    if name == "char":
        return chr(rng.randrange(128))
    if name == "bytes":
        return bytes(rng.getrandbits(8) for _ in range(parts[0] if parts else rng.choice([0, 1, 30])))
    if name == "list":
        return [make(rng, parts[0]) for _ in range(rng.randrange(6))]
    if name == "array":
        return [make(rng, parts[0]) for _ in range(parts[1])]
    if name == "set":
        return set(distinct(rng, parts[0]))
    if name == "dict":
        return {key: make(rng, parts[1]) for key in distinct(rng, parts[0])}
    if name == "tuple":
        return tuple(make(rng, part) for part in parts)
    if name == "optional":
        return None if rng.random() < 0.25 else make(rng, parts[0])
    assert name == "variant", name
    return make(rng, rng.choice(parts))


def values(text, seed, count):
    """A list of random values; the same text and seed give the same ones."""
    rng = random.Random(seed)
    shape = parse(text)
    return [make(rng, shape) for _ in range(count)]


def canonical(value):
    """A value with its types and the bits of its floats, such that equal means the same."""
    name = type(value).__name__
    if name == "float":
        return name, struct.pack("<d", value)
    if name == "complex":
        return name, struct.pack("<dd", value.real, value.imag)
    if name == "Decimal":
        return name, str(value)
    if name == "Entry":
        return name, [canonical(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if name in ("datetime", "time"):
        return name, repr(value)
    if name in ("list", "tuple"):
        return name, [canonical(item) for item in value]
    if name == "set":
        return name, sorted(map(repr, map(canonical, value)))
    if name == "dict":
        return name, sorted(repr((canonical(key), canonical(item))) for key, item in value.items())
    return name, value


def difference(sent, returned):
    """What differs first, or an empty text."""
    assert len(sent) == len(returned)
    for before, after in zip(sent, returned):
        if canonical(before) != canonical(after):
            return "sent %r, got %r" % (before, after)
        if "nan" not in repr(before).lower() and before != after:
            return "%r is not equal to %r" % (before, after)
    return ""
