# SPDX-License-Identifier: MIT
"""From an annotation to a type of the model: strings, imports, aliases and special forms resolved."""

import ast

from pyhost.generate import context as contexts, definitions as kinds, forms
from pyhost.generate.algebra import NONE, is_parameter, substitute, union, variables
from pyhost.generate.definitions import dotted
from pyhost.generate.enums import Enums
from pyhost.generate.functional import Calls, argument
from pyhost.generate.generics import Generics
from pyhost.generate.model import Alias, Literal, Named, NewType, Union, Unsupported

# What these stubs of numpy make of protocols and generics stands for what becomes an array.
OPAQUE = frozenset("numpy._typing." + name for name in ("_array_like", "_dtype_like", "_nested_sequence"))


class Resolver:
    """`definitions` finds names. What cannot be resolved is an Unsupported at its place, with the reason."""

    def __init__(self, definitions):
        self.definitions = definitions
        self.generics = Generics(self)
        self.calls = Calls(definitions)
        self.enums = Enums(definitions, self.calls)
        self.active = []  # the aliases that are being expanded
        self.targets = {}

    def type_of(self, node, context):
        if isinstance(node, ast.Constant):
            return self.of_constant(node, context)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return union((self.type_of(node.left, context), self.type_of(node.right, context)))
        if isinstance(node, ast.Subscript):
            return self.of_name(node.value, node, forms.arguments(node), context)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.of_name(node, node, None, context)
        if isinstance(node, ast.Starred):
            return unsupported(node, forms.UNPACKED)
        return unsupported(node, "it is a list of types, for a ParamSpec" if isinstance(node, ast.List) else "it is not a type")

    def of_constant(self, node, context):
        if node.value is None:
            return NONE
        if not isinstance(node.value, str):
            return unsupported(node, "it is not a type")
        inner = parsed(node.value)
        return self.type_of(inner, context) if inner else Unsupported(node.value, "the string is not an expression")

    def of_name(self, name, node, arguments, context):
        """The type of a dotted name; `node` is the whole expression with its arguments, which are None where there are no brackets."""
        parts = dotted(name)
        if parts is None:
            return unsupported(node, "it is not a type")
        if parts[-1] in ("args", "kwargs") and len(parts) > 1:
            owner = self.type_of(name.value, context)
            if is_parameter(owner):
                return unsupported(node, owner.reason)
        if parts[0] in context.parameters:
            return context.parameters[parts[0]] if len(parts) == 1 else unsupported(node, "attributes of type parameters have no type here")
        return self.of_definition(self.definitions.find(context.scope, parts), node, arguments, context)

    def of_definition(self, found, node, arguments, context):
        if found.kind == kinds.ABSENT:
            return unsupported(node, found.reason)
        if found.kind in (kinds.MODULE, kinds.FUNCTION):
            return unsupported(node, "%s is a %s, not a type" % (found.path, found.kind))
        if found.kind == kinds.KNOWN:
            return self.of_known(found.path, node, arguments, context)
        if found.kind == kinds.CLASS:
            return self.named(found.path, arguments, context)
        return self.of_value(found, node, arguments, context)

    def of_known(self, path, node, arguments, context):
        special = forms.FORMS.get(path)
        if special:
            return special(self, node, arguments, context)
        behind = self.definitions.locate(path)
        if behind.kind == kinds.FUNCTION and behind.scope.source.is_stub:  # code makes some forms of typing from functions
            return unsupported(node, "%s is a function, not a type" % path)
        return self.named(path, arguments, context)

    def named(self, path, arguments, context):
        return Named(path, tuple(self.type_of(argument, context) for argument in arguments or ()))

    def of_value(self, found, node, arguments, context):
        """An assignment, which may declare a type in many ways, or a `type` statement."""
        if self.calls.class_kind(found):
            return self.named(found.path, arguments, context)
        call = self.calls.path(found)
        if call == "typing.NewType":
            return NewType(found.path, self.type_of(argument(found.binding.value, 1, "tp"), contexts.of_definition(found)))
        if call in forms.PARAMETER_KINDS:
            return self.generics.declared(found, call)
        target = argument(found.binding.value, 1, "value") if call == "typing.TypeAliasType" else aliased(found)
        if target is None:
            return unsupported(node, "%s is a variable, not a type" % found.path)
        return self.of_alias(found, target, node, arguments, context)

    def of_alias(self, found, target, node, arguments, context):
        if found.scope.module in OPAQUE and not found.path.endswith(".NDArray"):
            return Named(found.path)
        if found.path in self.active:
            return unsupported(node, "the alias %s is recursive" % found.path)
        around = contexts.of_definition(found)
        parameters = self.generics.parameters(found.binding.node, around)
        self.active.append(found.path)
        try:
            parts = dotted(target)
            if parts and parts[0] not in parameters:  # another name for a class, a form or an alias, perhaps generic
                return self.of_definition(self.definitions.find(found.scope, parts), node, arguments, context)
            result = self.target(found.path, target, around.declaring(parameters))
        finally:
            self.active.pop()
        names = list(parameters.values()) or variables((result,))
        if names:
            return substitute(result, self.generics.mapping(names, arguments, context))
        return Alias(found.path, result) if deserves_name(result) else result

    def target(self, path, node, context):
        if len(self.active) > 1:
            return self.type_of(node, context)
        if path not in self.targets:
            self.targets[path] = self.type_of(node, context)
        return self.targets[path]


def aliased(found):
    """The expression that an alias stands for, or None when the binding is no alias."""
    node = found.binding.node
    if found.kind == kinds.ALIAS:
        return node.value
    if not isinstance(node, ast.AnnAssign):
        return node.value if looks_like_type(node.value) else None
    return node.value if (dotted(node.annotation) or [""])[-1] == "TypeAlias" else None


def looks_like_type(node):
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.BitOr) and looks_like_type(node.left) and looks_like_type(node.right)
    if isinstance(node, ast.Subscript):
        return dotted(node.value) is not None
    return dotted(node) is not None or isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str))


def deserves_name(target):
    """A Literal or a Union has no name of its own; an optional type needs none."""
    return isinstance(target, Literal) or isinstance(target, Union) and len([one for one in target.members if one != NONE]) > 1


def parsed(text):
    try:
        return ast.parse("(%s\n)" % text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


def unsupported(node, reason):
    return Unsupported(ast.unparse(node), reason)


