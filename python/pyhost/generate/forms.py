# SPDX-License-Identifier: MIT
"""What the special forms of typing mean, with and without arguments."""

import ast

from pyhost.generate import definitions as kinds
from pyhost.generate.algebra import ANY, NONE, VARIADIC, is_parameter, literal, union
from pyhost.generate.definitions import dotted
from pyhost.generate.model import Alias, Callable, Literal, Named, TypeVariable, Union, Unsupported

UNPACKED = "unpacked types have no meaning here"
PARAMETER_KINDS = ("typing.TypeVar", "typing.ParamSpec", "typing.TypeVarTuple")


def arguments(node):
    """The expressions in the brackets of a Subscript."""
    inner = node.slice
    return list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]


def refused(reason):
    return lambda resolver, node, given, context: Unsupported(ast.unparse(node), reason)


def fixed(meaning):
    return lambda resolver, node, given, context: meaning


def first_argument(resolver, node, given, context):
    return resolver.type_of(given[0], context) if given else Unsupported(ast.unparse(node), "it has no arguments")


def optional(resolver, node, given, context):
    return union((resolver.type_of(given[0], context), NONE)) if given else Unsupported(ast.unparse(node), "Optional of what is not said")


def union_of(resolver, node, given, context):
    types = [resolver.type_of(one, context) for one in given or ()]
    return union(types) if types else Unsupported(ast.unparse(node), "Union of what is not said")


def tuple_of(resolver, node, given, context):
    """`tuple[A, ...]`, `tuple[A, B]`, and `tuple[()]`, which is not told from a tuple of anything."""
    return Named("builtins.tuple", tuple(VARIADIC if is_ellipsis(one) else resolver.type_of(one, context) for one in given or ()))


def is_ellipsis(node):
    return isinstance(node, ast.Constant) and node.value is ...


def callable_of(resolver, node, given, context):
    if given is None:
        return Callable(None, ANY)
    if len(given) != 2:
        return Unsupported(ast.unparse(node), "Callable takes a list of parameters and a result")
    parameters, result = given[0], resolver.type_of(given[1], context)
    if is_ellipsis(parameters):
        return Callable(None, result)
    if not isinstance(parameters, ast.List):
        what = resolver.type_of(parameters, context)
        return Unsupported(ast.unparse(node), what.reason if isinstance(what, Unsupported) else "its parameters are not a list")
    types = tuple(resolver.type_of(one, context) for one in parameters.elts)
    open_ended = [one for one in types if is_parameter(one) or getattr(one, "reason", "") == UNPACKED]
    return Unsupported(ast.unparse(node), open_ended[0].reason) if open_ended else Callable(types, result)


def literal_of(resolver, node, given, context):
    parts = [part for one in given or () for part in literal_parts(resolver, one, context)]
    return literal(parts) if parts else Unsupported(ast.unparse(node), "Literal of what is not said")


def literal_parts(resolver, node, context):
    """Constants and types: members of enums are the enum, other Literals and their aliases are what they hold."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return named_parts(resolver, node, context)
    if value is None:
        return [NONE]
    return [value if isinstance(value, (str, int, bytes, bool)) else Unsupported(ast.unparse(node), "Literal takes no such constant")]


def named_parts(resolver, node, context):
    parts = dotted(node)
    if parts and len(parts) > 1:
        owner = resolver.definitions.find(context.scope, parts[:-1])
        if owner.kind in (kinds.KNOWN, kinds.CLASS) or resolver.calls.class_kind(owner):
            return [Named(owner.path)]
    meaning = resolver.type_of(node, context)
    meaning = meaning.target if isinstance(meaning, Alias) else meaning
    members = meaning.members if isinstance(meaning, Union) else (meaning,)
    return [value for one in members for value in (one.values if isinstance(one, Literal) else (one,))]


def self_type(resolver, node, given, context):
    return Named(context.self_path) if context.self_path else Unsupported(ast.unparse(node), "Self stands outside of a class")


def not_here(name):
    return refused("%s has no meaning at this place" % name)


FORMS = {
    "typing.Optional": optional,
    "typing.Union": union_of,
    "builtins.tuple": tuple_of,
    "collections.abc.Callable": callable_of,
    "typing.Literal": literal_of,
    "typing.Annotated": first_argument,
    "typing.Self": self_type,
    "typing.TypeGuard": fixed(Named("builtins.bool")),
    "typing.TypeIs": fixed(Named("builtins.bool")),
    "typing.TypeForm": fixed(ANY),
    "typing.AnyStr": fixed(TypeVariable("AnyStr", (Named("builtins.str"), Named("builtins.bytes")))),
    "typing.Concatenate": refused("Concatenate stands for parameters of functions, not for a type"),
    "typing.Unpack": refused(UNPACKED),
    **{"typing." + name: not_here(name) for name in (
        "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Generic", "Protocol", "TypeAlias")},
    "dataclasses.InitVar": not_here("InitVar"),
}
