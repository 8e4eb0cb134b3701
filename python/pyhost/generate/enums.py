# SPDX-License-Identifier: MIT
"""The members of enums and their values."""

import ast

from pyhost.generate import constants, scope as scopes
from pyhost.generate.definitions import CLASS, dotted
from pyhost.generate.errors import Undefined
from pyhost.generate.functional import argument
from pyhost.generate.model import FLAG, Default, Member

COUNTED = ("enum.Enum", "enum.IntEnum")  # whose functional form counts from one


class Enums:
    def __init__(self, definitions, calls):
        self.definitions, self.calls = definitions, calls

    def default(self, node, scope):
        """The Default of an expression, of which `Color.RED` is one too, or None where there is none."""
        parts = dotted(node) or []
        owner = self.definitions.find(scope, parts[:-1]) if len(parts) > 1 else None
        if owner is None or owner.kind != CLASS or not self.calls.enum_kind(owner.path):
            return constants.default(node)
        inner = owner.scope.of_class(owner.binding.node)
        values = dict(self.values(inner))
        if parts[-1] not in values:
            return constants.UNKNOWN
        return Default(True, Member(owner.path, parts[-1], not inner.source.is_stub and self.are_different(values, inner)))

    def are_different(self, values, inner):
        """Whether the members of an enum are sure to be no other names for each other: all their values are known."""
        return all(value.is_known for value in values.values())

    def values(self, inner):
        """[(name, Default)] of the scope of an enum's class; other names for a member are left out."""
        found = {}
        for name in inner.names:
            node = self.member(name, inner)
            if node is None or isinstance(node, ast.Name) and node.id in found:
                continue
            value = self.value(node, inner, found)
            if not (value.is_known and any(other.is_known and other.value == value.value for other in found.values())):
                found[name] = value
        return list(found.items()) or self.annotated(inner)

    def names(self, inner):
        """All names of members, the other names for one included."""
        return {name for name in inner.names if self.member(name, inner) is not None} or {name for name, _ in self.annotated(inner)}

    def member(self, name, inner):
        """What is assigned to a member, or None for a name that is no member."""
        binding = inner.primary(name)
        if name.startswith("_") or binding.kind != scopes.ASSIGNMENT or isinstance(binding.value, ast.Lambda):
            return None
        return None if self.called(binding.value, inner) in ("enum.nonmember", "builtins.property") else binding.value

    def called(self, node, inner):
        parts = dotted(node.func) if isinstance(node, ast.Call) else None
        return self.definitions.find(inner, parts).path if parts else ""

    def value(self, node, inner, found):
        if self.called(node, inner) == "enum.member" and len(node.args) == 1:
            node = node.args[0]
        return self.counted(inner, found) if self.called(node, inner) == "enum.auto" else constants.folded(node, found)

    def counted(self, inner, found):
        """What auto() gives behind the values that are found: one more, or the next power of two."""
        values = [one.value for one in found.values()]
        bases = {self.definitions.find(inner.owner, dotted(base)).path for base in inner.node.bases if dotted(base)}
        if bases & {"enum.StrEnum", "builtins.str"}:
            return constants.UNKNOWN
        if "_generate_next_value_" in inner.names or not all(one.is_known and type(one.value) is int for one in found.values()):
            return constants.UNKNOWN
        if self.calls.enum_kind(inner.path) == FLAG:
            return Default(True, 1 << max([0, *values]).bit_length())
        return Default(True, values[-1] + 1 if values else 1)

    @staticmethod
    def annotated(inner):
        """Stubs of old declared members as `RED: int`."""
        names = [name for name in inner.names if not name.startswith("_") and inner.primary(name).kind == scopes.ANNOTATION]
        return [(name, constants.UNKNOWN) for name in names] if inner.source.is_stub else []


def functional(call, path):
    """The members of `Enum("Color", "RED GREEN")`, where `path` is that of what is called."""
    listed = argument(call, 1, "names")
    try:
        names = ast.literal_eval(listed)
    except (ValueError, TypeError, SyntaxError):
        return of_nodes(listed)
    if isinstance(names, dict):
        return [(name, Default(True, value)) for name, value in names.items()]
    names = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    if names and not isinstance(names[0], str):
        return [(name, Default(True, value)) for name, value in names]
    start = next((constants.default(one.value) for one in call.keywords if one.arg == "start"), Default(True, 1))
    is_counted = path in COUNTED and start.is_known
    return [(name, Default(True, start.value + at) if is_counted else constants.UNKNOWN) for at, name in enumerate(names)]


def of_nodes(listed):
    """Members whose values are expressions: `[("RED", auto())]`, `{"RED": auto()}`."""
    if not isinstance(listed, (ast.Dict, ast.List, ast.Tuple)):
        raise Undefined("the members of the enum are not written out")
    pairs = zip(listed.keys, listed.values) if isinstance(listed, ast.Dict) else [pair.elts for pair in listed.elts]
    return [(ast.literal_eval(name), constants.default(value)) for name, value in pairs]
