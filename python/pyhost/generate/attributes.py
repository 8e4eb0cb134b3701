# SPDX-License-Identifier: MIT
"""Attributes of classes and variables of modules."""

import ast
import inspect

from pyhost.generate import constants, scope as scopes
from pyhost.generate.algebra import ANY
from pyhost.generate.model import Attribute
from pyhost.generate.qualifiers import unwrap


class Attributes:
    def __init__(self, resolver, functions):
        self.resolver, self.functions = resolver, functions

    def variable(self, name, binding, context, is_of_class=False):
        """The Attribute of an annotated name, or of one that is assigned a literal constant; else None."""
        if binding.kind == scopes.ANNOTATION:
            return self.annotated(name, binding, context)
        kind = constants.inferred(binding.value)
        if kind == ANY:
            return None
        value = constants.default(binding.value) if name.isupper() else None
        return Attribute(name, kind, not name.isupper(), inspect.cleandoc(binding.documentation), value, is_of_class, binding.line)

    def annotated(self, name, binding, context):
        annotation, qualifiers = unwrap(binding.node.annotation, context.scope, self.resolver.definitions)
        is_constant = "Final" in qualifiers or name.isupper()
        found = constants.default(binding.value)
        value = found if is_constant and found and found.is_known else None
        meaning = self.resolver.type_of(annotation, context) if annotation else constants.inferred(binding.value)
        return Attribute(name, meaning, not is_constant and "ReadOnly" not in qualifiers, inspect.cleandoc(binding.documentation), value,
                         "ClassVar" in qualifiers, binding.line)

    def property(self, name, bindings, context):
        """The Attribute of a property, from all its accessors; None when the definitions are methods."""
        decorations = [(binding.node, self.functions.decoration(binding.node, context)) for binding in bindings]
        getters = [node for node, one in decorations if one.is_property]
        if not getters:
            return None
        node = getters[-1]
        signature = self.functions.signature(node, context, True, self.functions.decoration(node, context))
        is_writable = any(one.accessor == "setter" for _, one in decorations)
        return Attribute(name, signature.result, is_writable, ast.get_docstring(node) or "", line=node.lineno)

    def set_in_constructor(self, node, context):
        """{name: Attribute} of `self.x: T = ...`, `self.x = parameter` and `self.x = 3` in an __init__."""
        context = context.declaring(self.resolver.generics.parameters(node, context))
        positional = node.args.posonlyargs + node.args.args
        if not positional:
            return {}
        annotations = {one.arg: one.annotation for one in positional[1:] + node.args.kwonlyargs if one.annotation}
        found = {}
        for statement in statements(node.body):
            target, annotation = assigned(statement, positional[0].arg, annotations)
            if target is None or target.attr.startswith("_"):
                continue
            if annotation is None:
                kind = constants.inferred(statement.value)
                if kind != ANY:
                    found.setdefault(target.attr, Attribute(target.attr, kind, True, line=statement.lineno))
            else:
                inner, qualifiers = unwrap(annotation, context.scope, self.resolver.definitions)
                meaning = self.resolver.type_of(inner, context) if inner else constants.inferred(statement.value)
                found.setdefault(target.attr, Attribute(target.attr, meaning, "Final" not in qualifiers, line=statement.lineno))
        return found


def assigned(statement, own_name, annotations):
    """(`self.x`, its annotation if it has one) of a statement that assigns an attribute, else (None, None)."""
    if isinstance(statement, ast.AnnAssign):
        target, annotation = statement.target, statement.annotation
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, annotation = statement.targets[0], annotations.get(getattr(statement.value, "id", ""))
    else:
        return None, None
    is_own = isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == own_name
    return (target, annotation) if is_own else (None, None)


def statements(body):
    """All statements of a function, without those of functions and classes in it."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from statements(getattr(statement, part, []))
            for handler in getattr(statement, "handlers", []):
                yield from statements(handler.body)
