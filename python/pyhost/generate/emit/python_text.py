# SPDX-License-Identifier: MIT
"""Types and signatures as Python writes them, for documentation."""

from pyhost.generate import model


def of_type(type_):
    if isinstance(type_, model.Named):
        return of_named(type_)
    if isinstance(type_, model.Union):
        return " | ".join(map(of_type, type_.members))
    if isinstance(type_, model.Literal):
        return "Literal[%s]" % ", ".join(map(repr, type_.values))
    if isinstance(type_, model.Callable):
        parameters = "..." if type_.parameters is None else "[%s]" % ", ".join(map(of_type, type_.parameters))
        return "Callable[%s, %s]" % (parameters, of_type(type_.result))
    if isinstance(type_, (model.Alias, model.NewType)):
        return type_.path.rpartition(".")[2]
    return type_.name if isinstance(type_, model.TypeVariable) else type_.text


def of_named(type_):
    name = type_.path.rpartition(".")[2]
    if name == "ellipsis":
        return "..."
    return "%s[%s]" % (name, ", ".join(map(of_type, type_.arguments))) if type_.arguments else name


def of_default(default):
    return repr(default.value) if default.is_known else "..."


def of_parameter(parameter):
    stars = {model.VARIADIC: "*", model.KEYWORDS: "**"}.get(parameter.kind, "")
    text = "%s%s: %s" % (stars, parameter.name, of_type(parameter.type))
    return text if parameter.default is None else "%s = %s" % (text, of_default(parameter.default))


def of_signature(name, signature):
    parts, kinds = [], [parameter.kind for parameter in signature.parameters]
    for index, parameter in enumerate(signature.parameters):
        if parameter.kind == model.KEYWORD and model.VARIADIC not in kinds and model.KEYWORD not in kinds[:index]:
            parts.append("*")
        parts.append(of_parameter(parameter))
        if parameter.kind == model.POSITIONAL_ONLY and model.POSITIONAL_ONLY not in kinds[index + 1:]:
            parts.append("/")
    return "%s%s(%s) -> %s" % ("async " if signature.is_async else "", name, ", ".join(parts), of_type(signature.result))
