# SPDX-License-Identifier: MIT
"""Which overloads a function has in C++, and how a call that fits several of them finds one."""

import dataclasses
import re

from pyhost.generate import model
from pyhost.generate.emit.types import ANY, OBJECT

NUMBERS = frozenset(["bool", "std::int64_t", "double"])
TEXTS = frozenset(["std::string", "std::string_view", "std::filesystem::path", "pyhost::text_or_path"])
ANYTHING = ("pyhost::argument", "pyhost::or_default<", "std::optional<", "std::variant<")
ONLY_BOOL = "std::same_as<bool> auto"


def constrained(signature):
    """One signature for each type that a TypeVar is constrained to."""
    variables = [one for one in walked([p.type for p in signature.parameters] + [signature.result])
                 if isinstance(one, model.TypeVariable) and one.constraints]
    if not variables:
        return [signature]
    first = variables[0]
    made = []
    for constraint in first.constraints:
        parameters = tuple(dataclasses.replace(p, type=replaced(p.type, first.name, constraint)) for p in signature.parameters)
        made += constrained(dataclasses.replace(signature, parameters=parameters, result=replaced(signature.result, first.name, constraint)))
    return made


def walked(types):
    for one in types:
        yield one
        if isinstance(one, model.Named):
            yield from walked(one.arguments)
        elif isinstance(one, model.Union):
            yield from walked(one.members)
        elif isinstance(one, model.Callable):
            yield from walked([*(one.parameters or ()), one.result])
        elif isinstance(one, (model.Alias, model.NewType)):
            yield from walked([one.target])


def replaced(type_, name, by):
    """The type with a variable replaced."""
    def of(one):
        return replaced(one, name, by)

    if isinstance(type_, model.TypeVariable):
        return by if type_.name == name else type_
    if isinstance(type_, model.Named):
        return dataclasses.replace(type_, arguments=tuple(map(of, type_.arguments)))
    if isinstance(type_, model.Union):
        members = tuple(dict.fromkeys(map(of, type_.members)))
        return model.Union(members) if len(members) > 1 else members[0]
    if isinstance(type_, model.Callable):
        return model.Callable(None if type_.parameters is None else tuple(map(of, type_.parameters)), of(type_.result))
    return type_


def without_ambiguity(overloads, enums):
    """In Python the first that fits is called. So in C++ one is weak which fits where an earlier one does, and bool is nothing else."""
    for one in overloads:
        for at, parameter in enumerate(one.parameters.positional):
            if parameter.type == "bool" and not parameter.default and any(has_another(other, at) for other in overloads):
                one.parameters.positional[at] = dataclasses.replace(parameter, type=ONLY_BOOL)
                one.includes.add("<concepts>")
    for index, one in enumerate(overloads):
        one.is_weak = any(not other.is_weak and may_meet(one, other, enums) for other in overloads[:index])


def gives_object(made, result):
    """Makes an overload give an object where another one of the same parameters has another result, and what tells them apart in Python
    became objects; True if it does."""
    is_lost = any("pyhost::argument" in one.type for one in made.parameters.all())
    if not is_lost or made.result in (result, OBJECT) or made.attribute:
        return False
    kinds = re.compile(r"(pyhost::(?:function|method)<)%s\(" % re.escape(made.result))
    if not any(kinds.search(line) for line in made.body):
        return False
    made.body = [kinds.sub(lambda found: "%s%s(" % (found.group(1), OBJECT), line) for line in made.body]
    made.body = ["return " + line if line.startswith("call(") else line for line in made.body]
    made.result = OBJECT
    made.includes |= ANY.includes
    return True


def has_another(overload, at):
    """Whether an overload takes something else than bool at a place."""
    positional = overload.parameters.positional
    return at < len(positional) and positional[at].type not in ("bool", ONLY_BOOL)


def may_meet(a, b, enums):
    """Whether there are arguments that both take."""
    a, b = a.parameters.all(), b.parameters.all()
    count = max(len([one for one in each if not one.default]) for each in (a, b))
    return count <= min(len(a), len(b)) and all(kind(x.type, enums) & kind(y.type, enums) for x, y in zip(a[:count], b))


def kind(type_, enums):
    """Which kinds of arguments a parameter of the type takes, where its conversion is no better than that of another type."""
    plain = type_.replace("const ", "").rstrip("&")
    if plain in NUMBERS:
        return {"number"}
    if plain == ONLY_BOOL:
        return {plain}
    if plain in TEXTS:
        return {"text"}
    if plain in enums:
        return {plain}
    return {"text", "other", *enums} if plain.startswith(ANYTHING) else {"other"}
