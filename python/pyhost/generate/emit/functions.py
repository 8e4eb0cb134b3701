# SPDX-License-Identifier: MIT
"""Functions and methods: their declarations, and bodies that call Python through typed functions."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout, names, python_text
from pyhost.generate.emit.known_types import ASYNC_ITERABLES, AWAITABLES, STEPPED
from pyhost.generate.emit.parameters import Builder
from pyhost.generate.emit.types import ANY, OBJECT, Unsuitable, is_any


@dataclasses.dataclass
class Made:
    """One overload in C++. `before`: lines of the aggregate of its options."""
    before: list
    documentation: list
    result: str
    name: str
    parameters: object
    is_const: bool
    body: list
    includes: set
    needs: set

    @property
    def key(self):
        """What tells overloads apart."""
        return self.name, tuple(one.type for one in self.parameters.all())

    def inline(self):
        """The whole of a free function."""
        head = layout.call("inline %s %s(" % (self.result, self.name), [one.declared() for one in self.parameters.all()], ")")
        return [*self.before, *([""] if self.before else []), *self.documentation, *head, "{", *layout.indented(self.body), "}"]

    def member(self, prefix=""):
        """The declaration in a class."""
        after = ") const;" if self.is_const else ");"
        result = self.result + " " if self.result else ""
        return [*self.documentation, *layout.call(prefix + result + self.name + "(", [one.declared() for one in self.parameters.all()], after, 1)]

    def definition(self, owner, initialiser=""):
        """The body of a member, outside of its class."""
        arguments = [one.declared(False) for one in self.parameters.all()]
        result = self.result + " " if self.result else ""
        head = layout.call("inline %s%s::%s(" % (result, owner, self.name), arguments, ")" + (" const" if self.is_const else "") + initialiser)
        return [*head, "{", *layout.indented(self.body), "}"]


@dataclasses.dataclass
class Target:
    """What is called: its module, its name in it, the text that its parameters are compared with, and of which class it is."""
    module: str
    name: str
    parameters: "str | None"
    owner: str = ""  # the C++ class
    kind: str = model.FUNCTION

    @property
    def is_method(self):
        return self.kind == model.METHOD

    def literals(self):
        texts = [layout.literal(self.module), layout.literal(self.name)]
        return texts + ([layout.literal(self.parameters)] if self.parameters is not None else [])


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


class Functions:
    def __init__(self, types, report):
        self.types, self.report = types, report

    def of(self, function, target, documentation=None):
        """The overloads of a function; two that are the same in C++ are one."""
        made, keys = [], set()
        signatures = [one for signature in function.signatures for one in constrained(signature)]
        for index, signature in enumerate(signatures):
            owner = names.identifier(function.name) if not target.owner else "%s_%s" % (target.owner, names.identifier(function.name.strip("_")))
            one = self.signature(signature, target, owner + ("_%d" % (index + 1) if index else ""))
            if one.key in keys:
                continue
            keys.add(one.key)
            text = python_text.of_signature(function.name, signature)
            one.documentation = documented(function.documentation if documentation is None else documentation, text)
            made.append(one)
        return made

    def result_of(self, signature, target):
        """(how it is called, what it gives, what the C++ function returns)."""
        type_ = signature.result
        path, arguments = getattr(type_, "path", ""), getattr(type_, "arguments", ())
        if isinstance(type_, model.Named) and path in ASYNC_ITERABLES:
            item = self.types.value(arguments[0]) if arguments else ANY
            return "pyhost::async_stream", item, "pyhost::stream<%s>" % item.text
        if isinstance(type_, model.Named) and (path in AWAITABLES or signature.is_async):
            inner = self.types.result((arguments[-1] if arguments else model.Named("typing.Any")) if path in AWAITABLES else type_)
            return "pyhost::async_function", inner, "pyhost::future<%s>" % inner.text
        if signature.is_async:
            inner = self.types.result(type_)
            return "pyhost::async_function", inner, "pyhost::future<%s>" % inner.text
        if isinstance(type_, model.Named) and path in STEPPED:
            item = self.types.value(arguments[0]) if arguments else ANY
            return "pyhost::generator_function", item, "pyhost::generated<%s>" % item.text
        inner = self.types.result(type_)
        return "pyhost::function", inner, inner.text

    def signature(self, signature, target, owner):
        self.types.hint = owner + "_result"
        fallbacks = []
        try:
            how, inner, result = self.result_of(signature, target)
        except Unsuitable as why:
            fallbacks.append(("result", str(why)))
            how, inner, result = ("pyhost::async_function", ANY, "pyhost::future<%s>" % OBJECT) if signature.is_async else ("pyhost::function", ANY, OBJECT)
        is_async = how in ("pyhost::async_function", "pyhost::async_stream")
        parameters = Builder(self.types, owner, is_async).of(signature)
        self.report.signature(target, signature, fallbacks + parameters.fallbacks)
        includes = set(inner.includes) | parameters.includes | {header_of(how, target)}
        before = options_lines(parameters, target)
        name = names.identifier(target.name.rpartition(".")[2])
        body = self.body(how, inner, parameters, target, is_async)
        return Made(before, [], result, name, parameters, target.is_method, body, includes, parameters.needs)

    def body(self, how, inner, parameters, target, is_async):
        give = "" if inner.text == "void" and not is_async else "return "
        is_bound = target.is_method and how != "pyhost::function"
        called = [layout.literal(target.name.rpartition(".")[2])] if is_bound else target.literals()
        kind = "pyhost::method" if target.is_method and not is_bound else how
        static = "const " if is_bound else "static const "
        made = "self().get().attr(%s)" % called[0] if is_bound else ", ".join(called)
        lines = ["const pyhost::gil_guard gil;"] if is_bound else []
        lines += layout.call("%s%s<%s(" % (static, kind, inner.text), parameters.told, ")> call{%s};" % made, 1)
        return lines + layout.call("%scall(" % give, (["self()"] if target.is_method and not is_bound else []) + parameters.passed, ");", 1)


def header_of(how, target):
    if how == "pyhost::function":
        return "<pyhost/method.hpp>" if target.is_method else "<pyhost/function.hpp>"
    return {"pyhost::generator_function": "<pyhost/generator_function.hpp>", "pyhost::async_function": "<pyhost/async/async_function.hpp>",
            "pyhost::async_stream": "<pyhost/async/async_stream.hpp>"}[how]


def options_lines(parameters, target):
    if not parameters.options:
        return []
    return ["/// Keyword arguments of %s." % target.name, "struct %s {" % parameters.options_name,
            *layout.indented(parameters.options), "};"]


def documented(documentation, signature):
    lines = documentation.split("\n") if documentation else []
    return layout.comment(lines + ([""] if lines else []) + ["Python: " + signature])
