# SPDX-License-Identifier: MIT
"""Assignments of calls that declare: TypeVar("T"), NewType(...), NamedTuple("P", [...]), TypedDict(...), Enum("X", "A B")."""

import ast

from pyhost.generate import definitions as kinds
from pyhost.generate.definitions import dotted
from pyhost.generate.model import ENUM, FLAG, NAMED_TUPLE, TYPED_DICT

ENUMS = {"enum.Enum": ENUM, "enum.IntEnum": ENUM, "enum.StrEnum": ENUM, "enum.ReprEnum": ENUM, "enum.Flag": FLAG, "enum.IntFlag": FLAG}
RECORDS = {"typing.NamedTuple": NAMED_TUPLE, "collections.namedtuple": NAMED_TUPLE, "typing.TypedDict": TYPED_DICT}


def argument(call, position, *keywords):
    """An argument of a call, by its position or by one of its names, or None."""
    if len(call.args) > position:
        return call.args[position]
    return next((one.value for one in call.keywords if one.arg in keywords), None)


class Calls:
    def __init__(self, definitions):
        self.definitions = definitions

    def path(self, found):
        """The path of what a value's call calls, or empty."""
        return self.called(found.binding.value, found.scope) if found.kind == kinds.VALUE else ""

    def called(self, node, scope):
        parts = dotted(node.func) if isinstance(node, ast.Call) else None
        return self.definitions.find(scope, parts).path if parts else ""

    def class_kind(self, found):
        """The kind of the class that a call makes, or None."""
        path = self.path(found)
        if not path or not found.binding.value.args:
            return None
        return RECORDS.get(path) or self.enum_kind(path)

    def enum_kind(self, path, seen=frozenset()):
        """ENUM or FLAG for the path of a class that is an enum, else None."""
        if path in ENUMS:
            return ENUMS[path]
        found = self.definitions.locate(path)
        if found.kind != kinds.CLASS or path in seen:
            return None
        bases = [self.definitions.find(found.scope, dotted(base)) for base in found.binding.node.bases if dotted(base)]
        return next(filter(None, (self.enum_kind(base.path, seen | {path}) for base in bases)), None)
