# SPDX-License-Identifier: MIT
"""The typed client of a bridge in TypeScript: what a front end may give to the commands, and what it has of them."""

import collections

from pyhost.generate import model
from pyhost.generate.algebra import ANY, NONE
from pyhost.generate.emit import python_text
from pyhost.generate.emit.types import is_any
from pyhost.generate.emit.typescript_text import comment, key
from pyhost.generate.emit.typescript_types import ARGUMENT, RESULT, Types
from pyhost.generate.errors import Repeated
from pyhost.generate.known import canonical

AWAITED = frozenset(("collections.abc.Awaitable", "collections.abc.Coroutine"))
STREAMS = frozenset("collections.abc." + name for name in ("Iterator", "Generator", "AsyncIterator", "AsyncGenerator"))
ITERABLES = frozenset(("collections.abc.Iterable", "collections.abc.AsyncIterable"))  # a stream where the function is a generator

CLIENT = """
type Rest<Args, Options> = {} extends Args ? [args?: Args, options?: Options] : [args: Args, options?: Options];

/** The commands of the host. */
export class Host {
  constructor(readonly bridge: Bridge) {}

  /** Calls a command. The promise is rejected with a CommandError. */
  invoke<Name extends keyof Calls>(command: Name, ...[args, options]: Rest<Calls[Name]['args'], CallOptions>): Promise<Calls[Name]['result']> {
    return this.bridge.invoke(command, args, options);
  }

  /** The items of a command, as fast as they are read; leaving the loop cancels it. */
  stream<Name extends keyof Streams>(
    command: Name,
    ...[args, options]: Rest<Streams[Name]['args'], StreamOptions>
  ): AsyncGenerator<Streams[Name]['item'], Streams[Name]['result'], void> {
    return this.bridge.stream(command, args, options);
  }
}
"""


Target = collections.namedtuple("Target", "module name")  # whose signature is reported


class Client:
    """`job` is the name of the parameter that the app gives; `bridge` is where pyhost.js is, as the client imports it."""

    def __init__(self, program, report, job="job", bridge="./pyhost.js"):
        self.types, self.report, self.job, self.bridge = Types(program, report), report, job, bridge
        self.commands, self.calls, self.streams = {}, [], []  # name: the function's; lines

    def add(self, command, function, module, name):
        """A command, and the model.Function that it calls, by its name in the module. Raises Repeated."""
        target = Target(module, name)
        if command in self.commands:
            raise Repeated("the command %s is both %s.%s and %s.%s; say with --command NAME=MODULE:FUNCTION which commands there are, each "
                           "by another name" % (command, *self.commands[command], *target))
        self.commands[command] = target
        signatures = [self.signature(one, function.is_generator, target) for one in function.signatures]
        arguments = " | ".join(dict.fromkeys(one[0] for one in signatures))
        items = list(dict.fromkeys(one[1] for one in signatures if one[1] is not None))
        result = " | ".join(dict.fromkeys(one[2] for one in signatures))
        lines = comment(function.documentation, "  ")
        if items:
            self.streams += lines + ["  %s: { args: %s; item: %s; result: %s };" % (key(command), arguments, " | ".join(items), result)]
        else:
            self.calls += lines + ["  %s: { args: %s; result: %s };" % (key(command), arguments, result)]

    def signature(self, of, is_generator, target):
        """(arguments, item or None, result)"""
        item, result = given(of.result, is_generator)
        parts, is_open, texts, fallbacks = [], False, [], []

        def told(what, type_, side):
            text, reasons = self.types.told(type_, side)
            texts.append(text)
            fallbacks.extend((what, why) for why in reasons)
            return text

        for one in of.parameters:
            if one.kind == model.KEYWORDS:
                is_open = True
            elif one.kind != model.VARIADIC and one.name != self.job:
                parts.append("%s%s: %s" % (key(one.name), "?" if one.default is not None else "", told(one.name, one.type, ARGUMENT)))
        item, result = item and told("item", item, RESULT), told("result", result, RESULT)
        arguments = "{ %s }" % "; ".join(parts) if parts else "{}" if is_open else "Record<string, never>"
        arguments += " & Record<string, unknown>" if is_open else ""
        self.report.signature(target, of, fallbacks, any("unknown" in one for one in texts))
        return arguments, item, result

    def text(self, modules, version):
        bridge = self.bridge.replace("\\", "\\\\").replace("'", "\\'")
        lines = ["// Made by pyhost %s from %s: python -m pyhost generate --typescript. Changes here are lost." % (version, ", ".join(modules)),
                 "import type { Bridge, CallOptions, StreamOptions } from '%s';" % bridge, ""]
        body = [line for one in self.types.interfaces.values() for line in one[1:] + [""]]
        body += ["/** Commands with one result. */", "export interface Calls {", *self.calls, "}", "",
                 "/** Commands with items. */", "export interface Streams {", *self.streams, "}"]
        if any("Numbers" in line for line in body):
            body = ["/** An array of numpy. */", "export type Numbers = number[] | Numbers[];", ""] + body
        return "\n".join(lines + body) + "\n" + CLIENT


def path_of(of):
    return canonical(of.path) if isinstance(of, model.Named) else ""


def given(result, is_generator):
    """(the type of the items or None, that of the result), by what a function is and by its annotation."""
    if path_of(result) in AWAITED and result.arguments:
        result = result.arguments[-1]
    if path_of(result) in STREAMS or is_generator and path_of(result) in ITERABLES:
        return result.arguments[0] if result.arguments else ANY, result.arguments[2] if len(result.arguments) == 3 else NONE
    if not is_generator:
        return None, result
    if is_any(result):
        return ANY, ANY
    text = python_text.of_type(result)
    return model.Unsupported(text, "it is a generator, whose type %s is not" % text), ANY
