# SPDX-License-Identifier: MIT
"""A parcel depot: what main.cpp converts from and to."""

import dataclasses
import enum
import ipaddress
import typing


class Address(typing.NamedTuple):
    street: str
    town: str


@dataclasses.dataclass
class Parcel:
    code: str
    grams: int
    to: Address
    fragile: bool = False
    note: typing.Optional[str] = None


class Slip(typing.TypedDict):
    code: str
    grams: int
    to: Address


class State(enum.Enum):
    WAITING = "waiting"
    SENT = "sent"


class Floor(enum.IntEnum):
    CELLAR = -1
    GROUND = 0


class Size(str, enum.Enum):  # from 3.11 on: enum.StrEnum
    SMALL = "S"
    LARGE = "L"


class Marks(enum.Flag):
    FRAGILE = 1
    HEAVY = 2


ada = Parcel("A-1", 900, Address("Main Street 1", "Ulm"))
scanner = ipaddress.IPv4Address("10.0.0.7")


def slip(code: str) -> Slip:
    return {"code": code, "grams": 300, "to": Address("Side Street 2", "Bonn")}


def weigh(parcel):
    return parcel.grams / 1000


def told(member):
    return "%s %s" % (type(member).__name__, member.value)


def turned(rows):
    return [list(column) for column in zip(*rows)]


def neighbour(address):
    return address + 1


def try_with(callback, *arguments):
    try:
        return callback(*arguments)
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)
