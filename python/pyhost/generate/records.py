# SPDX-License-Identifier: MIT
"""The fields of dataclasses, NamedTuples and TypedDicts, with those of their bases first."""

import ast
import dataclasses

from pyhost.generate import constants, context as contexts, definitions as kinds, scope as scopes
from pyhost.generate.algebra import ANY, substitute
from pyhost.generate.definitions import dotted
from pyhost.generate.forms import arguments
from pyhost.generate.generics import mapping
from pyhost.generate.model import Default, Field
from pyhost.generate.qualifiers import unwrap

EMPTY = frozenset(["builtins.list", "builtins.set", "builtins.frozenset", "builtins.tuple", "collections.deque"])


@dataclasses.dataclass
class Fields:
    """Those of one dataclass by name; `temporary` are the InitVars among them, which are parameters of __init__ only."""
    fields: dict = dataclasses.field(default_factory=dict)
    temporary: set = dataclasses.field(default_factory=set)


class Records:
    """`parameters_of` gives the type parameters of a class's definition."""

    def __init__(self, resolver, parameters_of):
        self.resolver, self.definitions, self.parameters_of = resolver, resolver.definitions, parameters_of

    def dataclass_options(self, found):
        """The keywords of @dataclass, or None for a class that has no such decorator."""
        for decorator in found.binding.node.decorator_list:
            is_call = isinstance(decorator, ast.Call)
            parts = dotted(decorator.func if is_call else decorator)
            if parts and self.definitions.find(found.scope, parts).path == "dataclasses.dataclass":
                return {one.arg: constants.default(one.value).value for one in decorator.keywords} if is_call else {}
        return None

    def dataclass(self, found, context, seen=frozenset()):
        """The Fields of a dataclass."""
        collected = Fields()
        for node, base in reversed(list(self.class_bases(found))):
            if base.path not in seen and self.dataclass_options(base) is not None:
                inherited = self.dataclass(base, self.context_of(base), seen | {found.path})
                self.inherit(collected.fields, inherited.fields, node, base, context)
                collected.temporary |= inherited.temporary
        is_keyword = bool(self.dataclass_options(found).get("kw_only"))
        for name, binding in annotated(context.scope):
            annotation, qualifiers = unwrap(binding.node.annotation, context.scope, self.definitions)
            if self.path(annotation, context) == "dataclasses.KW_ONLY":
                is_keyword = True
            elif "ClassVar" not in qualifiers:
                collected.fields[name] = self.dataclass_field(name, binding, annotation, context, is_keyword)
                (collected.temporary.add if "InitVar" in qualifiers else collected.temporary.discard)(name)
        return collected

    def dataclass_field(self, name, binding, annotation, context, is_keyword):
        meaning = self.resolver.type_of(annotation, context) if annotation else constants.inferred(binding.value)
        value, options = binding.value, {}
        if isinstance(value, ast.Call) and self.path(value.func, context) == "dataclasses.field":
            options = {one.arg: one.value for one in value.keywords}
            value = options.get("default")
        default = self.made_by(options["default_factory"], context) if "default_factory" in options else self.resolver.enums.default(value, context.scope)
        is_in_init = constants.default(options.get("init", ast.Constant(True))).value is not False
        is_keyword = constants.default(options.get("kw_only", ast.Constant(is_keyword))).value
        is_compared = constants.default(options.get("compare", ast.Constant(True))).value is not False
        return Field(name, meaning, default, True, is_in_init, binding.line, bool(is_keyword), is_compared)

    def made_by(self, factory, context):
        """The Default of a factory, which is known where it makes something empty."""
        path = self.path(factory, context)
        return Default(True, {}) if path == "builtins.dict" else Default(True, []) if path in EMPTY else constants.UNKNOWN

    def named_tuple(self, context):
        types = {name: self.resolver.type_of(binding.node.annotation, context) for name, binding in annotated(context.scope)}
        return [Field(name, types[name], self.resolver.enums.default(binding.value, context.scope), line=binding.line) for name, binding in annotated(context.scope)]

    def typed_dict(self, found, context, seen=frozenset()):
        """{name: Field}; the bases are TypedDicts as well."""
        fields, total = {}, is_total(found.binding.node.keywords)
        for node, base in self.class_bases(found):
            if base.path not in seen:
                self.inherit(fields, self.typed_dict(base, self.context_of(base), seen | {found.path}), node, base, context)
        for name, binding in annotated(context.scope):
            fields[name] = self.key(name, binding.node.annotation, context, total, binding.line)
        return fields

    def key(self, name, annotation, context, total, line):
        inner, qualifiers = unwrap(annotation, context.scope, self.definitions)
        is_required = "Required" in qualifiers or total and "NotRequired" not in qualifiers
        return Field(name, self.resolver.type_of(inner, context) if inner else ANY, None, is_required, line=line)

    def inherit(self, fields, inherited, node, base, context):
        """Adds the fields of a base, with its type parameters as the class gives them."""
        given = [self.resolver.type_of(one, context) for one in arguments(node)] if isinstance(node, ast.Subscript) else []
        taken = mapping(self.parameters_of(base), given)
        for name, one in inherited.items():
            fields[name] = dataclasses.replace(one, type=substitute(one.type, taken) if given else one.type)

    def class_bases(self, found):
        """(expression, definition) of the bases that are classes of the program."""
        for node in found.binding.node.bases:
            parts = dotted(node.value if isinstance(node, ast.Subscript) else node)
            base = self.definitions.through_names(self.definitions.find(found.scope, parts)) if parts else None
            if base and base.kind == kinds.CLASS:
                yield node, base

    def path(self, node, context):
        parts = dotted(node)
        return self.definitions.find(context.scope, parts).path if parts else ""

    def around(self, found):
        """Where the bases of a class stand: around it, with its type parameters."""
        context = contexts.of_definition(found)
        return context.declaring(self.resolver.generics.parameters(found.binding.node, context))

    def context_of(self, found):
        """Where the members of a class stand."""
        return self.around(found).inside(found.scope.of_class(found.binding.node), found.path)


def annotated(scope):
    for name in scope.names:
        binding = next((one for one in scope.names[name] if one.kind == scopes.ANNOTATION), None)
        if binding:
            yield name, binding


def is_total(keywords):
    return not any(one.arg == "total" and constants.default(one.value).value is False for one in keywords)
