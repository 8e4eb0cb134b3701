# SPDX-License-Identifier: MIT
"""Constructors that could be called with a value of their own class alone. C++ has its copies for that; to see whether such a value converts
to a union, it would look at the constructors of the class, and so at the same union again."""

from pyhost.generate import model
from pyhost.generate.algebra import NONE
from pyhost.generate.emit.types import Unsuitable


def taken_alone(signature):
    """The parameter that gets the argument of a call with one, or None where more have to be given."""
    required = [one for one in signature.parameters if one.default is None and one.kind not in (model.VARIADIC, model.KEYWORDS)]
    first = next(iter(signature.parameters), None)
    is_possible = len(required) <= 1 and first is not None and first.kind in (model.POSITIONAL, model.POSITIONAL_ONLY)
    return first if is_possible and required in ([], [first]) else None


def without(type_, path):
    """A type without the class of that path. Raises Unsuitable where it is that class, or None beside it."""
    members = list(alternatives(type_))
    others = [one for one in members if getattr(one, "path", "") != path]
    if len(others) == len(members):
        return type_
    if others in ([], [NONE]):
        raise Unsuitable("the constructor of %s would take %s from itself" % (path, path))
    return model.Union(tuple(others)) if len(others) > 1 else others[0]


def alternatives(type_):
    """The members of a union, with those of the unions in it, and of what bounds a type variable."""
    if isinstance(type_, model.Alias) and isinstance(type_.target, (model.Alias, model.Union, model.Named)):
        yield from alternatives(type_.target)
    elif isinstance(type_, model.Union):
        for one in type_.members:
            yield from alternatives(one)
    elif isinstance(type_, model.TypeVariable) and type_.bound is not None:
        yield from alternatives(type_.bound)
    else:
        yield type_
