# SPDX-License-Identifier: MIT
"""What the public names of a module declare."""

import ast
import dataclasses
import inspect

from pyhost.generate import context as contexts, definitions as kinds, scope as scopes
from pyhost.generate.algebra import parts_of
from pyhost.generate.errors import Undefined
from pyhost.generate.forms import PARAMETER_KINDS
from pyhost.generate.model import FUNCTION, METHOD, Alias, Named, TypeAlias, Union, Unsupported
from pyhost.generate.resolve import aliased


class Declarations:
    """`class_of` gives the Class of a path."""

    def __init__(self, resolver, functions, attributes, class_of):
        self.resolver, self.definitions, self.calls = resolver, resolver.definitions, resolver.calls
        self.functions, self.attributes, self.class_of = functions, attributes, class_of

    def declaration(self, scope, name):
        """The declaration that a public name of a module stands for, or None for modules, type variables and values of no known type."""
        found = self.definitions.member(scope.module, name, stops=False)
        if found.kind == kinds.ABSENT:
            raise Undefined(found.reason)
        made = self.of_definition(found, name, scope.module + "." + name)
        if made and found.scope is not scope:  # its line is that of the import, which is in this file
            binding = scope.primary(name)
            made = dataclasses.replace(made, line=binding.line if binding else 0)
        return made

    def of_definition(self, found, name, path):
        if found.kind == kinds.CLASS or found.kind == kinds.VALUE and self.calls.class_kind(found):
            return self.class_of(found.path) if found.path == path else TypeAlias(name, Named(found.path), line=found.binding.line)
        if found.kind == kinds.FUNCTION:
            return self.function(name, found)
        if found.kind == kinds.ALIAS:
            return self.alias(name, found)
        return self.value(name, found, path) if found.kind == kinds.VALUE else None

    def function(self, name, found):
        bindings = [one for one in found.scope.names[found.name] if one.kind == scopes.FUNCTION]
        return self.functions.build(name, bindings, contexts.of_definition(found), FUNCTION)

    def value(self, name, found, path):
        call = self.calls.path(found)
        if call in PARAMETER_KINDS:
            return None
        if call in ("typing.NewType", "typing.TypeAliasType"):
            return self.alias(name, found)
        variable = self.attributes.variable(name, found.binding, contexts.of_definition(found)) if not is_alias_by_name(found) else None
        target = aliased(found)
        return variable or (self.alias_or_name(name, found, target, path) if target is not None else None)

    def alias_or_name(self, name, found, target, path):
        """What `name = target` declares: another name of a function or class, a bound method, or a type."""
        other = self.definitions.through_names(found)
        if other.kind in (kinds.FUNCTION, kinds.CLASS):
            made = self.of_definition(other, name, path)
            return made and dataclasses.replace(made, line=found.binding.line)
        bound = self.bound_method(name, found, target)
        if bound or isinstance(target, ast.Constant) and not is_alias_by_name(found):
            return bound
        made = self.alias(name, found)
        return made if is_alias_by_name(found) or not is_no_type(made.type) else None

    def alias(self, name, found):
        meaning = self.resolver.of_value(found, ast.Name(found.name), None, contexts.of_definition(found))
        return TypeAlias(name, meaning, inspect.cleandoc(found.binding.documentation), found.binding.line)

    def bound_method(self, name, found, target):
        """The Function of `seed = _inst.seed`, where `_inst` is an object of a known class."""
        owner = self.definitions.of_name(found.scope, target.value.id) if is_attribute_of_name(target) else None
        class_path = self.class_of_value(owner) if owner and owner.kind == kinds.VALUE else ""
        located = self.definitions.locate(class_path) if class_path else None
        method = self.definitions.in_class(located, target.attr) if located and located.kind == kinds.CLASS else None
        if method is None or method.kind != kinds.FUNCTION:
            return None
        bindings = [one for one in method.scope.names[method.name] if one.kind == scopes.FUNCTION]
        return dataclasses.replace(self.functions.build(name, bindings, contexts.of_definition(method), METHOD), kind=FUNCTION)

    def class_of_value(self, owner):
        """The path of the class that a variable's annotation names, or that is called for its value."""
        context = contexts.of_definition(owner)
        if isinstance(owner.binding.node, ast.AnnAssign):
            meaning = self.resolver.type_of(owner.binding.node.annotation, context)
            return meaning.path if isinstance(meaning, Named) else ""
        return self.calls.path(owner)


def is_alias_by_name(found):
    """Whether it says of itself that it is an alias: `X: TypeAlias = ...`, `type X = ...`."""
    return found.kind == kinds.ALIAS or isinstance(found.binding.node, ast.AnnAssign) and aliased(found) is not None


def is_attribute_of_name(node):
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)


def is_no_type(meaning):
    """Whether what looked like a type was another expression, `flags = A | B` or `first = table[0]`."""
    meaning = meaning.target if isinstance(meaning, Alias) else meaning
    return isinstance(meaning, Unsupported) or isinstance(meaning, Union) and all(isinstance(one, Unsupported) for one in parts_of(meaning))
