# SPDX-License-Identifier: MIT
"""Functions and methods: their declarations, and bodies that call Python through typed functions."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout, names, python_text
from pyhost.generate.emit.known_types import ASYNC_ITERABLES, AWAITABLES, STEPPED
from pyhost.generate.emit.made import Made
from pyhost.generate.emit.overloads import constrained, gives_object, without_ambiguity
from pyhost.generate.emit.parameters import Builder
from pyhost.generate.emit.types import ANY, ARGUMENT, OBJECT, Unsuitable


NEVER = model.Named("typing.NoReturn")
MANAGER = "contextlib.AbstractContextManager"  # what @contextmanager makes


class Functions:
    def __init__(self, types, report):
        self.types, self.report = types, report

    def of(self, function, target):
        """The overloads of a function; two that are the same in C++ are one."""
        made = []
        owner = "_".join(filter(None, (target.owner, names.part(function.name.strip("_")))))
        for signature in (one for signature in function.signatures for one in constrained(signature)):
            one = self.signature(signature, target, owner + ("_%d" % (len(made) + 1) if made else ""))
            same = next((other for other in made if other.key == one.key), None)
            if same is not None:
                if gives_object(same, one.result):
                    self.report.result(target, signature.line, "overloads that C++ cannot tell apart give others")
                continue
            documentation = function.documentation if not made else ""
            one.documentation = documented(documentation, python_text.of_signature(function.name, signature))
            made.append(one)
        without_ambiguity(made, self.types.enums)
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
        if path == MANAGER and arguments:
            value = self.types.result(arguments[0])
            inner = dataclasses.replace(ANY, includes=ANY.includes | value.includes | {"<pyhost/bindings/entered.hpp>"})
            return "pyhost::function", inner, "pyhost::entered<%s>" % value.text
        inner = self.types.result(type_)
        return "pyhost::function", inner, inner.text

    def signature(self, signature, target, owner):
        is_async = signature.is_async or getattr(signature.result, "path", "") in ASYNC_ITERABLES | AWAITABLES
        parameters = Builder(self.types, owner, is_async, target).of(signature)  # first, since Literals are called as what they are first seen at
        self.types.hint = owner + "_result"
        fallbacks = []
        try:
            how, inner, result = self.result_of(signature, target)
        except Unsuitable as why:
            fallbacks.append(("result", str(why)))
            how, inner, result = "pyhost::function", ANY, OBJECT
            if signature.is_async:
                how, result = "pyhost::async_function", "pyhost::future<%s>" % OBJECT
        has_object = any(kind in text for kind in (OBJECT, ARGUMENT) for text in [result, *parameters.told])
        self.report.signature(target, signature, fallbacks + parameters.fallbacks, has_object)
        includes = set(inner.includes) | parameters.includes | headers_of(how, target)
        before = options_lines(parameters, target)
        name = target.called or names.identifier(target.name.rpartition(".")[2])
        body = self.body(how, inner, parameters, target, is_async, result if result.startswith("pyhost::entered<") else "")
        made = Made(before, [], result, name, parameters, target.is_method, body, includes, parameters.needs)
        if signature.result == NEVER and not signature.is_async:
            made.attribute = "[[noreturn]] "
            made.includes.add("<stdexcept>")
            body.append('throw std::logic_error("%s.%s: it is declared NoReturn, and has returned");' % (target.module, target.name))
        return made

    def body(self, how, inner, parameters, target, is_async, entered):
        give, end = "" if inner.text == "void" and not is_async else "return ", ");"
        if entered:
            give, end = "return %s{" % entered, ")};"
        is_bound = target.is_method and how != "pyhost::function"
        is_plain_method = target.is_method and not is_bound
        braced = "bound.of(%s)" % target.self if is_bound else target.literals()
        kind = "pyhost::method" if is_plain_method else how
        lines = ["const pyhost::gil_guard gil;"] if is_bound else []
        if is_bound:
            lines = ["static const pyhost::bound_method bound{%s};" % target.literals(), *lines]
        before = "%s%s<%s(" % ("const " if is_bound else "static const ", kind, inner.text)
        lines += layout.statement(before, parameters.told, ")> call", braced)
        return lines + layout.call("%scall(" % give, ([target.self] if is_plain_method else []) + parameters.passed, end, 1)


def headers_of(how, target):
    if how == "pyhost::function":
        return {"<pyhost/method.hpp>" if target.is_method else "<pyhost/function.hpp>"}
    found = {"pyhost::generator_function": "<pyhost/generator_function.hpp>", "pyhost::async_function": "<pyhost/async/async_function.hpp>",
             "pyhost::async_stream": "<pyhost/async/async_stream.hpp>"}[how]
    return {found, "<pyhost/bindings/bound_method.hpp>"} if target.is_method else {found}


def options_lines(parameters, target):
    if not parameters.options:
        return []
    return ["/// Keyword arguments of %s." % target.name, "struct %s {" % parameters.options_name,
            *layout.indented(parameters.options), "};"]


def documented(documentation, signature):
    lines = documentation.split("\n") if documentation else []
    return layout.comment(lines + ([""] if lines else []) + ["Python: " + signature])
