# SPDX-License-Identifier: MIT
"""Classes: their kind, bases, type parameters, and what they hold."""

import ast

from pyhost.generate import definitions as kinds, enums, functional_fields, scope as scopes
from pyhost.generate.algebra import variables
from pyhost.generate.definitions import dotted
from pyhost.generate.forms import arguments
from pyhost.generate.functional import RECORDS
from pyhost.generate.members import Members, init_of
from pyhost.generate.model import CLASS, DATACLASS, ENUM, FLAG, NAMED_TUPLE, PROTOCOL, TYPED_DICT, Class, Function, Named
from pyhost.generate.models import Models
from pyhost.generate.records import Records
from pyhost.generate.transforms import Transforms

SILENT = ("typing.Generic", "typing.Protocol", "typing.NamedTuple", "typing.TypedDict", "builtins.object")  # bases that the kind tells
HARMLESS = frozenset([  # decorators and metaclasses that leave the constructor as it is
    "typing.final", "typing.runtime_checkable", "typing.type_check_only", "typing.deprecated", "warnings.deprecated", "abc.ABCMeta",
    "functools.total_ordering", "dataclasses.dataclass", "builtins.type"])
FORMS = {"typing.NamedTuple": NAMED_TUPLE, "typing.TypedDict": TYPED_DICT, "typing.Protocol": PROTOCOL}


def abstract_names(node):
    """The names of the abstract methods and properties that a class defines."""
    functions = [one for one in node.body if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {one.name for one in functions if any((dotted(made) or [""])[-1].startswith("abstract") for made in one.decorator_list)}


class Classes:
    """`report` takes a scope, a line, a name and an error of a member that cannot be read."""

    def __init__(self, resolver, functions, attributes, report):
        self.resolver, self.definitions, self.calls = resolver, resolver.definitions, resolver.calls
        self.members = Members(functions, attributes, report)
        self.records = Records(resolver, self.type_parameters)
        self.transforms = Transforms(self.records)
        self.models = Models(self.transforms)

    def build(self, found):
        """The Class of a definition."""
        if found.kind != kinds.CLASS:
            return self.of_call(found)
        node, context, kind = found.binding.node, self.records.context_of(found), self.kind(found)
        made = Class(found.path, kind, self.bases(found), self.type_parameters(found),
                     documentation=ast.get_docstring(node) or "", line=node.lineno, is_abstract=bool(self.abstract(found)),
                     is_changed=self.is_changed(found, context.scope))
        constructor = self.fill(made, found, context)
        taken = self.resolver.enums.names(context.scope) if made.kind in (ENUM, FLAG) else {one.name for one in made.fields}
        made.members = constructor + self.members.build(context, taken)
        return made

    def members_as(self, found, path):
        """The functions of a class where Self is another one, which derives from it."""
        context = self.records.around(found).inside(found.scope.of_class(found.binding.node), path)
        return [one for one in self.members.build(context, set()) if isinstance(one, Function)]

    def abstract(self, found, seen=frozenset()):
        """The names of what an object of the class would have to define."""
        inherited = set()
        for base in self.definitions.bases(found):
            if base.kind == kinds.CLASS and base.path not in seen:
                inherited |= self.abstract(base, seen | {found.path})
        return abstract_names(found.binding.node) | inherited - set(found.scope.of_class(found.binding.node).names)

    def is_changed(self, found, inner):
        node = found.binding.node
        makers = [getattr(one, "func", one) for one in node.decorator_list] + [one.value for one in node.keywords if one.arg == "metaclass"]
        assigned = [inner.primary(name) for name in ("__init__", "__new__") if name in inner.names]
        return any(self.base_path(one, found) not in HARMLESS for one in makers) or "__init_subclass__" in inner.names or any(
            one.kind != scopes.FUNCTION for one in assigned)

    def fill(self, made, found, context):
        """Adds the fields and values of a kind; returns [the __init__ that a decorator or metaclass writes] for a plain class, else []."""
        if made.kind in (ENUM, FLAG):
            made.values = self.resolver.enums.values(context.scope)
        elif made.kind == NAMED_TUPLE:
            made.fields = self.named_tuple(found, context)
        elif made.kind == TYPED_DICT:
            made.fields = list(self.records.typed_dict(found, context).values())
        elif self.records.dataclass_options(found) is not None and self.makes_init(found, context.scope):
            collected = self.records.dataclass(found, context)
            if collected.temporary or not collected.fields:  # an aggregate of nothing would have nothing to be made of
                return [init_of(collected.fields.values(), made.line)]
            made.kind, made.fields = DATACLASS, list(collected.fields.values())
            made.writes_equality = self.records.dataclass_options(found).get("eq") is not False
            made.has_equality = made.writes_equality and all(one.is_compared for one in made.fields)
        elif made.kind == CLASS:
            made.model_fields = self.models.fields(found, context)
            return self.transforms.init(found, context)
        return []

    def makes_init(self, found, inner):
        return "__init__" not in inner.names and self.records.dataclass_options(found).get("init") is not False

    def named_tuple(self, found, context):
        """The fields in the class, or those of a call among its bases."""
        for base in found.binding.node.bases:
            path = self.calls.called(base, found.scope)
            if path in RECORDS:
                return functional_fields.fields(base, path, NAMED_TUPLE, context, self.records)
        return self.records.named_tuple(context)

    def of_call(self, found):
        """The Class of an assignment such as `Color = Enum("Color", "RED GREEN")`."""
        kind, path, call = self.calls.class_kind(found), self.calls.path(found), found.binding.value
        if kind in (ENUM, FLAG):
            return Class(found.path, kind, (Named(path),), values=enums.functional(call, path), line=found.binding.line)
        fields = functional_fields.fields(call, path, kind, self.records.around(found), self.records)
        return Class(found.path, kind, fields=fields, line=found.binding.line)

    def kind(self, found, seen=frozenset()):
        for base in found.binding.node.bases:
            called = self.calls.called(base, found.scope)
            path = self.base_path(base, found)
            kind = RECORDS.get(called) or FORMS.get(path) or self.calls.enum_kind(path)
            if kind:
                return kind
        for _, base in self.records.class_bases(found):
            if base.path not in seen and self.kind(base, seen | {found.path}) == TYPED_DICT:
                return TYPED_DICT
        return CLASS

    def base_path(self, node, found):
        parts = dotted(node.value if isinstance(node, ast.Subscript) else node)
        return self.definitions.through_names(self.definitions.find(found.scope, parts)).path if parts else ""

    def bases(self, found):
        context = self.records.around(found)
        return tuple(self.resolver.type_of(base, context) for base in found.binding.node.bases
                     if self.base_path(base, found) not in SILENT and self.calls.called(base, found.scope) not in RECORDS)

    def type_parameters(self, found):
        """Those that the class declares in brackets, or in Generic[...] or Protocol[...], else the variables of its bases."""
        context = self.records.around(found)
        declared = self.resolver.generics.parameters(found.binding.node, context)
        if declared:
            return tuple(declared.values())
        for base in found.binding.node.bases:
            if isinstance(base, ast.Subscript) and self.base_path(base, found) in ("typing.Generic", "typing.Protocol"):
                return tuple(variables(self.resolver.type_of(one, context) for one in arguments(base)))
        return tuple(variables(self.bases(found)))
