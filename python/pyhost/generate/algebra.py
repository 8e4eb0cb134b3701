# SPDX-License-Identifier: MIT
"""How types of the model combine: unions, literals, and the place of a type variable taken by a type."""

import dataclasses

from pyhost.generate.model import Alias, Callable, Literal, Named, NewType, TypeVariable, Union, Unsupported

ANY, NONE, OBJECT = Named("typing.Any"), Named("builtins.None"), Named("builtins.object")
VARIADIC = Named("builtins.ellipsis")
PARAMETERS = {  # what declares a parameter of generics that is not a type, and why it has no type here
    "typing.ParamSpec": "a ParamSpec stands for parameters of functions, not for a type",
    "typing.TypeVarTuple": "a TypeVarTuple stands for any number of types, not for one"}


def unique(items):
    """repr() tells True from 1, which compare equal."""
    return list({repr(item): item for item in items}.values())


def union(types):
    """One type for several: flat, each once; literals of one kind are one. A member that may be anything leaves the others their place."""
    flat = unique(one for each in types for one in (each.members if isinstance(each, Union) else (each,)))
    if any(isinstance(one, Alias) and isinstance(one.target, Union) for one in flat):
        flat = with_aliases_opened(flat)
    members = merged_literals(flat)
    return members[0] if len(members) == 1 else Union(tuple(members))


def with_aliases_opened(members):
    """The name of a union survives alone, and with None beside it; among others its members are what counts, which have no such names."""
    others = [one for one in members if one != NONE]
    if len(others) == 1:
        return others if NONE in others[0].target.members else members
    opened = []
    for one in members:
        is_union = isinstance(one, Alias) and isinstance(one.target, Union)
        opened += one.target.members if is_union else [one]
    return unique(opened)


def merged_literals(members):
    """The members with one Literal of each kind, at the place of the first."""
    merged = []
    for one in members:
        at = next((at for at, other in enumerate(merged) if kind(one) and kind(one) is kind(other)), None)
        if at is not None:
            merged[at] = Literal(tuple(unique(merged[at].values + one.values)))
        else:
            merged.append(one)
    return merged


def kind(one):
    """The Python type of the constants of a Literal; None for other types."""
    return type(one.values[0]) if isinstance(one, Literal) else None


def literal(parts):
    """The type of constants and of types among them: a Literal of each kind of constant."""
    return union(part if is_type(part) else Literal((part,)) for part in parts)


def is_type(value):
    return dataclasses.is_dataclass(value)


def parts_of(kind_of_type):
    """The types directly within a type."""
    if isinstance(kind_of_type, Named):
        return kind_of_type.arguments
    if isinstance(kind_of_type, Union):
        return kind_of_type.members
    if isinstance(kind_of_type, Callable):
        return (kind_of_type.parameters or ()) + (kind_of_type.result,)
    return (kind_of_type.target,) if isinstance(kind_of_type, (Alias, NewType)) else ()


def variables(types):
    """The type variables in types, each once, in order; what stands for an unsupported one as well."""
    found = []
    for one in types:
        found += [one] if isinstance(one, TypeVariable) or is_parameter(one) else variables(parts_of(one))
    return unique(found)


def is_parameter(one):
    return isinstance(one, Unsupported) and one.text.isidentifier() and one.reason in PARAMETERS.values()


def substitute(one, mapping):
    """A type with the variables of `mapping`, {name: type}, replaced."""
    if isinstance(one, TypeVariable) or is_parameter(one):
        return mapping.get(one.name if isinstance(one, TypeVariable) else one.text, one)
    if isinstance(one, Named):
        return Named(one.path, tuple(substitute(part, mapping) for part in one.arguments))
    if isinstance(one, Union):
        return union(substitute(part, mapping) for part in one.members)
    if isinstance(one, Callable):
        parameters = None if one.parameters is None else tuple(substitute(part, mapping) for part in one.parameters)
        return Callable(parameters, substitute(one.result, mapping))
    return one


def with_none(one):
    """An optional type, as a default of None makes it."""
    return one if may_be_none(one) else union((one, NONE))


def may_be_none(one):
    if isinstance(one, Alias):
        return may_be_none(one.target)
    return one in (ANY, OBJECT, NONE) or isinstance(one, (TypeVariable, Unsupported)) or isinstance(one, Union) and NONE in one.members
