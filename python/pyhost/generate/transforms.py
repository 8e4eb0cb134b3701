# SPDX-License-Identifier: MIT
"""Classes that a decorator, base or metaclass treats as dataclasses (PEP 681): those of attrs and models of pydantic."""

import ast
import dataclasses

from pyhost.generate import constants, definitions as kinds, scope as scopes
from pyhost.generate.algebra import ANY
from pyhost.generate.definitions import dotted
from pyhost.generate.members import init_of
from pyhost.generate.model import Field
from pyhost.generate.qualifiers import unwrap
from pyhost.generate.records import annotated

TRANSFORM = "typing.dataclass_transform"
ATTRS = ("attr.", "attrs.")  # whose parameters have no underscores before them


@dataclasses.dataclass(frozen=True)
class Transform:
    """Whether parameters are keywords, the functions that tell of a field, and whether the names are those of attrs."""
    is_keyword: bool
    specifiers: frozenset
    is_of_attrs: bool


class Transforms:
    def __init__(self, records):
        self.records, self.resolver, self.definitions = records, records.resolver, records.definitions

    def init(self, found, context):
        """[the __init__ that is written for a class], or []."""
        transform, options = self.of_class(found)
        if transform is None or "__init__" in context.scope.names or options.get("init") is False or self.inherits_init(found):
            return []
        assigned = [context.scope.primary(name) for name in context.scope.names]
        if any(one.kind == scopes.ASSIGNMENT and self.is_specified(one.value, context.scope, transform) for one in assigned):
            return []  # a field without an annotation: it has a parameter of which nothing is known
        return [init_of(self.fields(found, context).values(), found.binding.line)]

    def of_class(self, found, seen=frozenset()):
        """(the Transform of a class or None, the options that the class states)."""
        node = found.binding.node
        for decorator in node.decorator_list:
            is_call = isinstance(decorator, ast.Call)
            function = self.definition(decorator.func if is_call else decorator, found.scope)
            transform = self.of_function(function)
            if transform:
                return transform, stated(decorator.keywords if is_call else [])
        return self.of_bases(found, seen), stated(node.keywords)

    def of_bases(self, found, seen):
        """That of the metaclass, or of a base or its metaclass."""
        for one in found.binding.node.keywords:
            metaclass = self.definition(one.value, found.scope) if one.arg == "metaclass" else None
            if metaclass and metaclass.kind == kinds.CLASS:
                return self.written(metaclass.binding.node, metaclass)
        for _, base in self.records.class_bases(found):
            if base.path not in seen:
                transform = self.written(base.binding.node, base) or self.of_bases(base, seen | {found.path})
                if transform:
                    return transform
        return None

    def of_function(self, found):
        """That of a function, which one of its overloads has."""
        if found.kind != kinds.FUNCTION:
            return None
        nodes = [one.node for one in found.scope.names[found.name] if one.kind == scopes.FUNCTION]
        return next(filter(None, (self.written(node, found) for node in nodes)), None)

    def written(self, node, found):
        """The Transform that the decorators of a function or class state."""
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and self.definition(decorator.func, found.scope).path == TRANSFORM:
                given = {one.arg: one.value for one in decorator.keywords}
                specifiers = getattr(given.get("field_specifiers"), "elts", [])
                paths = frozenset(self.definition(one, found.scope).path for one in specifiers)
                return Transform(constant(given.get("kw_only_default")) is True, paths, found.path.startswith(ATTRS))
        return None

    def inherits_init(self, found):
        """Whether a base has an __init__ of its own, other than the one that carries the transform and whose __init__ takes anything."""
        for _, base in self.records.class_bases(found):
            node = base.binding.node
            if any(one.arg == "metaclass" for one in node.keywords) or self.written(node, base):
                return False
            if "__init__" in base.scope.of_class(node).names:
                return not node.decorator_list
        return False

    def fields(self, found, context, seen=frozenset()):
        """{name: Field}, with those of bases first."""
        collected = {}
        for node, base in reversed(list(self.records.class_bases(found))):
            if base.path not in seen and self.of_class(base)[0]:
                inherited = self.fields(base, self.records.context_of(base), seen | {found.path})
                self.records.inherit(collected, inherited, node, base, context)
        transform, options = self.of_class(found)
        is_keyword = options.get("kw_only", transform.is_keyword)
        for name, binding in annotated(context.scope):
            annotation, qualifiers = unwrap(binding.node.annotation, context.scope, self.definitions)
            is_private = name.startswith("_") and not transform.is_of_attrs and (binding.value is not None or is_keyword)
            if "ClassVar" not in qualifiers and not is_private:
                collected[name] = self.field(name, binding, annotation, context, transform, is_keyword)
        return collected

    def field(self, name, binding, annotation, context, transform, is_keyword):
        meaning = self.resolver.type_of(annotation, context) if annotation else ANY
        value, options = binding.value, {}
        is_specified = self.is_specified(value, context.scope, transform)
        if is_specified:
            options = {one.arg: one.value for one in value.keywords}
            value = options.get("default", value.args[0] if value.args else None)
        factory = options.get("default_factory", options.get("factory"))
        is_required = isinstance(value, ast.Constant) and value.value is ... and (is_specified or not context.scope.source.is_stub)
        is_given = value is not None and not is_required
        default = self.records.made_by(factory, context) if factory else self.resolver.enums.default(value, context.scope) if is_given else None
        called = constant(options.get("alias")) or (name.lstrip("_") if transform.is_of_attrs else name)
        is_in_init = constant(options.get("init")) is not False
        is_keyword = constant(options["kw_only"]) if "kw_only" in options else is_keyword
        return Field(called, meaning, default, True, is_in_init, binding.line, bool(is_keyword))

    def is_specified(self, value, scope, transform):
        return isinstance(value, ast.Call) and self.definition(value.func, scope).path in transform.specifiers

    def definition(self, node, scope):
        parts = dotted(node)
        return self.definitions.through_names(self.definitions.find(scope, parts)) if parts else kinds.Definition(kinds.ABSENT)


def constant(node):
    """The value of a constant, else None."""
    found = constants.default(node) if node is not None else None
    return found.value if found and found.is_known else None


def stated(keywords):
    return {one.arg: constant(one.value) for one in keywords}
