# SPDX-License-Identifier: MIT
"""Type parameters: those of TypeVar(...), of `class C[T]`, `def f[T]` and `type X[T]`, and what takes their place."""

import ast

from pyhost.generate import context as contexts
from pyhost.generate.algebra import ANY, PARAMETERS
from pyhost.generate.model import TypeVariable, Unsupported


class Generics:
    def __init__(self, resolver):
        self.resolver = resolver
        self.known, self.active = {}, []

    def declared(self, found, call):
        """The type of T after T = TypeVar("T"), and of others of its kind, where `call` is the path of what is called."""
        if call != "typing.TypeVar":
            return Unsupported(found.name, PARAMETERS[call])
        if found.path not in self.known:
            if found.path in self.active:  # its bound mentions it
                return TypeVariable(found.name)
            self.active.append(found.path)
            try:
                self.known[found.path] = self.type_variable(found)
            finally:
                self.active.pop()
        return self.known[found.path]

    def type_variable(self, found):
        call, context = found.binding.value, contexts.of_definition(found)
        named = {keyword.arg: self.resolver.type_of(keyword.value, context) for keyword in call.keywords if keyword.arg in ("bound", "default")}
        return TypeVariable(found.name, tuple(self.resolver.type_of(node, context) for node in call.args[1:]), **named)

    def parameters(self, node, context):
        """{name: type} of what a class, function or `type` statement declares in brackets; their bounds stand in `context`."""
        declared = {}
        for parameter in getattr(node, "type_params", ()):
            declared[parameter.name] = self.parameter(parameter, context.declaring(declared))
        return declared

    def parameter(self, node, context):
        kind = "typing." + type(node).__name__
        if kind != "typing.TypeVar":
            return Unsupported(node.name, PARAMETERS[kind])
        context = context.declaring({node.name: TypeVariable(node.name)})
        default = getattr(node, "default_value", None)
        default = self.resolver.type_of(default, context) if default else None
        if isinstance(node.bound, ast.Tuple):
            return TypeVariable(node.name, tuple(self.resolver.type_of(one, context) for one in node.bound.elts), None, default)
        return TypeVariable(node.name, (), self.resolver.type_of(node.bound, context) if node.bound else None, default)

    def mapping(self, parameters, arguments, context):
        """{name of a parameter: type}, from arguments in brackets; what is not given is its default, or Any."""
        given = [self.resolver.type_of(argument, context) for argument in arguments or ()]
        return mapping(parameters, given)


def mapping(parameters, types):
    names = [getattr(parameter, "name", None) or parameter.text for parameter in parameters]
    defaults = [getattr(parameter, "default", None) or ANY for parameter in parameters]
    return dict(zip(names, list(types) + defaults[len(types):]))
