# SPDX-License-Identifier: MIT
"""The typed client of a bridge in TypeScript: what a front end may give to the commands, and what it has of them."""

import json
import re

from pyhost.generate import model
from pyhost.generate.algebra import ANY, NONE
from pyhost.generate.known import canonical

ARGUMENT, RESULT = "Input", ""  # the two sides of a value, by what is behind the name of its interface

PLAIN = {"builtins.int": "number", "builtins.float": "number", "builtins.bool": "boolean", "builtins.str": "string", "builtins.None": "null",
         **dict.fromkeys(("builtins.bytes", "builtins.bytearray", "builtins.memoryview"), "Uint8Array"),
         **dict.fromkeys(("datetime.datetime", "datetime.date", "datetime.time", "uuid.UUID", "decimal.Decimal", "pathlib.Path",
                          "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"), "string"),
         **dict.fromkeys(("numpy.ndarray", "numpy.typing.NDArray"), "Numbers")}
LISTS = frozenset(["builtins.list", "builtins.set", "builtins.frozenset"] +
                  ["collections.abc." + name for name in ("Sequence", "MutableSequence", "Iterable", "Collection", "Set", "MutableSet")])
DICTS = frozenset(("builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping", "collections.OrderedDict"))
STREAMS = frozenset("collections.abc." + name for name in ("Iterator", "Generator", "AsyncIterator", "AsyncGenerator"))
ITERABLES = frozenset(("collections.abc.Iterable", "collections.abc.AsyncIterable"))  # a stream where the function is a generator
AWAITED = frozenset(("collections.abc.Awaitable", "collections.abc.Coroutine"))
RECORDS = (model.DATACLASS, model.TYPED_DICT, model.NAMED_TUPLE)

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


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def comment(text, indent):
    lines = [line.rstrip().replace("*/", "*\\/") for line in text.split("\n")] if text else []
    if len(lines) < 2:
        return ["%s/** %s */" % (indent, lines[0])] if lines else []
    return [indent + "/**"] + [(indent + " * " + line).rstrip() for line in lines] + [indent + " */"]


class Client:
    """`job` is the name of the parameter that the app gives."""

    def __init__(self, program, job="job"):
        self.program, self.job = program, job
        self.interfaces, self.names = {}, {}  # (path, side): lines; name: path
        self.calls, self.streams = [], []

    # --- types ---

    def type(self, of, side):
        if isinstance(of, model.Named):
            return self.named(of, side)
        if isinstance(of, model.Union):
            parts = dict.fromkeys(self.type(one, side) for one in of.members)
            return "unknown" if "unknown" in parts else " | ".join(parts)
        if isinstance(of, model.Literal):
            known = [one for one in of.values if isinstance(one, (str, int))]
            return " | ".join(json.dumps(one, ensure_ascii=False) for one in known) if len(known) == len(of.values) else "unknown"
        if isinstance(of, (model.Alias, model.NewType)):
            return self.type(of.target, side)
        if isinstance(of, model.TypeVariable) and (of.bound or of.default):
            return self.type(of.bound or of.default, side)
        return "unknown"

    def named(self, of, side):
        path = canonical(of.path)
        if path in PLAIN:
            return PLAIN[path]
        if path in LISTS:
            return self.array(self.type(of.arguments[0], side) if of.arguments else "unknown")
        if path == "builtins.tuple":
            return self.tuple(of.arguments, side)
        if path in DICTS:
            return "Record<string, %s>" % (self.type(of.arguments[1], side) if len(of.arguments) == 2 else "unknown")
        return self.of_class(path, side)

    @staticmethod
    def array(item):
        return ("(%s)[]" if " | " in item else "%s[]") % item

    def tuple(self, arguments, side):
        if len(arguments) == 2 and arguments[1] == model.Named("builtins.ellipsis") or not arguments:
            return self.array(self.type(arguments[0], side) if arguments else "unknown")
        return "[%s]" % ", ".join(self.type(one, side) for one in arguments)

    def of_class(self, path, side):
        class_ = None if path in ("builtins.object", "typing.Any") else self.program.class_of(path)
        if class_ is None:
            return "unknown"
        if class_.kind == model.ENUM and class_.values:
            values = [default.value for _, default in class_.values if default.is_known and isinstance(default.value, (str, int))]
            return " | ".join(json.dumps(one, ensure_ascii=False) for one in values) if len(values) == len(class_.values) else "unknown"
        if class_.kind == model.NAMED_TUPLE and side == RESULT:
            return "[%s]" % ", ".join(self.type(one.type, side) for one in class_.fields)
        return self.interface(class_, side) if class_.kind in RECORDS or class_.fields else "unknown"

    def interface(self, class_, side):
        """Arguments may leave out what results always have: then they are two interfaces."""
        side = side if self.has_optional(class_, set()) else RESULT
        at = (class_.path, side)
        if at not in self.interfaces:
            name = class_.name + side
            while self.names.setdefault(name, class_.path) != class_.path:
                name += "_"
            self.interfaces[at] = [name]
            lines = comment(class_.documentation, "") + ["export interface %s {" % name]
            for one in class_.fields:
                if side == RESULT or one.is_in_init:
                    may_lack = not one.is_required or side == ARGUMENT and one.default is not None
                    lines.append("  %s%s: %s;" % (key(one.name), "?" if may_lack else "", self.type(one.type, side)))
            self.interfaces[at] += lines + ["}"]
        return self.interfaces[at][0]

    def has_optional(self, class_, seen):
        """Whether a record, or one in it, has a field that arguments may leave out, or is a NamedTuple, which results have as a list."""
        if class_ is None or class_.path in seen:
            return False
        seen.add(class_.path)
        if class_.kind == model.NAMED_TUPLE or any(one.default is not None for one in class_.fields):
            return True
        return any(self.has_optional(self.program.class_of(path), seen) for one in class_.fields for path in paths_in(one.type))

    # --- commands ---

    def add(self, command, function):
        """A command, and the model.Function that it calls."""
        signatures = [self.signature(one, function.is_generator) for one in function.signatures]
        arguments = " | ".join(dict.fromkeys(one[0] for one in signatures))
        items = list(dict.fromkeys(one[1] for one in signatures if one[1] is not None))
        result = " | ".join(dict.fromkeys(one[2] for one in signatures))
        lines = comment(function.documentation, "  ")
        if items:
            self.streams += lines + ["  %s: { args: %s; item: %s; result: %s };" % (key(command), arguments, " | ".join(items), result)]
        else:
            self.calls += lines + ["  %s: { args: %s; result: %s };" % (key(command), arguments, result)]

    def signature(self, of, is_generator):
        """(arguments, item or None, result)"""
        parts, is_open = [], False
        for one in of.parameters:
            if one.kind == model.KEYWORDS:
                is_open = True
            elif one.kind != model.VARIADIC and one.name != self.job:
                parts.append("%s%s: %s" % (key(one.name), "?" if one.default is not None else "", self.type(one.type, ARGUMENT)))
        arguments = "{ %s }" % "; ".join(parts) if parts else "{}" if is_open else "Record<string, never>"
        arguments += " & Record<string, unknown>" if is_open else ""
        item, result = given(of.result, is_generator)
        return arguments, None if item is None else self.type(item, RESULT), self.type(result, RESULT)

    def text(self, modules, version):
        lines = ["// Made by pyhost %s from %s: python -m pyhost generate --typescript. Changes here are lost." % (version, ", ".join(modules)),
                 "import type { Bridge, CallOptions, StreamOptions } from './pyhost.js';", ""]
        body = [line for one in self.interfaces.values() for line in one[1:] + [""]]
        body += ["/** Commands with one result. */", "export interface Calls {", *self.calls, "}", "",
                 "/** Commands with items. */", "export interface Streams {", *self.streams, "}"]
        if any("Numbers" in line for line in body):
            body = ["/** An array of numpy. */", "export type Numbers = number[] | Numbers[];", ""] + body
        return "\n".join(lines + body) + "\n" + CLIENT


def paths_in(of):
    """The classes that a type mentions."""
    if isinstance(of, model.Named):
        return [canonical(of.path)] + [path for one in of.arguments for path in paths_in(one)]
    if isinstance(of, model.Union):
        return [path for one in of.members for path in paths_in(one)]
    return paths_in(of.target) if isinstance(of, (model.Alias, model.NewType)) else []


def path_of(of):
    return canonical(of.path) if isinstance(of, model.Named) else ""


def given(result, is_generator):
    """(the type of the items or None, that of the result), by what a function is and by its annotation."""
    if path_of(result) in AWAITED and result.arguments:
        result = result.arguments[-1]
    if path_of(result) in STREAMS or is_generator and path_of(result) in ITERABLES:
        return result.arguments[0] if result.arguments else ANY, result.arguments[2] if len(result.arguments) == 3 else NONE
    return (ANY, ANY) if is_generator else (None, result)
