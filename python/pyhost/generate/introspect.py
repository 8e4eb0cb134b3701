# SPDX-License-Identifier: MIT
"""Stubs of modules that have neither source nor stubs, as extension modules: made by importing them and asking for signatures."""

import ast
import importlib
import inspect
import keyword

STARS = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
ANYTHING = "*args, **kwargs"
PLAIN = (int, float, complex, bool, str, bytes)


def stub_of(name):
    """The text of a stub. Raises what importing the module raises."""
    module = importlib.import_module(name)
    public = getattr(module, "__all__", None) or [one for one in vars(module) if not one.startswith("_")]
    lines = ["import typing", ""]
    for one in sorted(public):
        value = getattr(module, one, None)
        if is_name(one) and not inspect.ismodule(value) and getattr(value, "__module__", name) in (name, None, "builtins"):
            lines += declaration(one, value)
    return "\n".join(lines) + "\n"


def is_name(text):
    return text.isidentifier() and not keyword.iskeyword(text)


def declaration(name, value):
    if inspect.isclass(value):
        return class_of(name, value)
    if callable(value):
        return function(name, value)
    return ["%s: %s" % (name, type(value).__name__ if isinstance(value, PLAIN) else "typing.Any")]


def class_of(name, value):
    lines = ["class %s:" % name] + documentation(value, 1)
    for one, member in sorted(vars(value).items()):
        if one.startswith("_") and one not in ("__len__", "__getitem__", "__iter__", "__call__", "__enter__", "__exit__", "__contains__"):
            continue
        if isinstance(member, (staticmethod, classmethod)):
            lines += ["    @%s" % type(member).__name__, *indented(function(one, getattr(value, one), "cls" if isinstance(member, classmethod) else ""))]
        elif inspect.isroutine(member):
            lines += indented(function(one, member, "self"))
        elif inspect.isdatadescriptor(member):
            lines += ["    @property", "    def %s(self) -> typing.Any: ..." % one]
    lines += indented(function("__init__", value, "self")) if value.__init__ is not object.__init__ or value.__new__ is not object.__new__ else []
    return lines + (["    ..."] if len(lines) == 1 else [])


def function(name, value, first=""):
    """`first` is what a method is called on; the signature of a bound one does not have it."""
    result = "None" if name == "__init__" else "typing.Any"
    return ["def %s(%s) -> %s:" % (name, parameters(value, first), result), *documentation(value, 1), "    ..."]


def parameters(value, first):
    try:
        listed = list(inspect.signature(value).parameters.values())
    except (TypeError, ValueError):  # it does not tell
        return ", ".join(filter(None, [first, ANYTHING]))
    if listed and first and listed[0].name in ("self", "cls", "type", "$self", "$type") and listed[0].default is inspect.Parameter.empty:
        listed = listed[1:]
    texts, kinds = [first] if first else [], [one.kind for one in listed]
    for index, one in enumerate(listed):
        if one.kind == one.KEYWORD_ONLY and one.VAR_POSITIONAL not in kinds and one.KEYWORD_ONLY not in kinds[:index]:
            texts.append("*")
        texts.append(STARS.get(one.kind, "") + one.name + default(one))
        if one.kind == one.POSITIONAL_ONLY and one.POSITIONAL_ONLY not in kinds[index + 1:]:
            texts.append("/")
    return ", ".join(texts)


def default(parameter):
    if parameter.default is parameter.empty:
        return ""
    try:
        ast.literal_eval(repr(parameter.default))
    except (ValueError, SyntaxError):
        return "=..."
    return "=" + repr(parameter.default)


def documentation(value, depth):
    text = inspect.getdoc(value)
    return ["    " * depth + repr(text)] if text else []


def indented(lines):
    return ["    " + line for line in lines]
