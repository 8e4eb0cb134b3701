# SPDX-License-Identifier: MIT
"""Types of Python as types of TypeScript: of arguments, as the bridge reads them, and of results, as it writes them."""

import json

from pyhost.generate import model
from pyhost.generate.algebra import ANY, NONE, substitute, union, variables
from pyhost.generate.emit import python_text
from pyhost.generate.emit.overloads import walked
from pyhost.generate.emit.types import is_any
from pyhost.generate.emit.typescript_text import RESERVED, comment, key, of_instance
from pyhost.generate.generics import mapping
from pyhost.generate.known import canonical

ARGUMENT, RESULT = "Input", ""  # the two sides of a value, by what is behind the name of its interface

PLAIN = {"builtins.int": "number", "builtins.float": "number", "builtins.bool": "boolean", "builtins.str": "string", "builtins.None": "null",
         "typing.NoReturn": "never",
         **dict.fromkeys(("builtins.bytes", "builtins.bytearray", "builtins.memoryview"), "Uint8Array"),
         **dict.fromkeys(("datetime.datetime", "datetime.date", "datetime.time", "uuid.UUID", "decimal.Decimal", "pathlib.Path",
                          "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"), "string"),
         **dict.fromkeys(("numpy.ndarray", "numpy.typing.NDArray"), "Numbers")}
SETS = frozenset(("builtins.set", "builtins.frozenset", "collections.abc.Set", "collections.abc.MutableSet"))
LISTS = SETS.union(["builtins.list"], ("collections.abc." + name for name in ("Sequence", "MutableSequence", "Iterable", "Collection")))
DICTS = frozenset(("builtins.dict", "collections.abc.Mapping", "collections.abc.MutableMapping", "collections.OrderedDict"))
TEXTS = ("builtins.str", "enum.StrEnum")
RECORDS = (model.DATACLASS, model.TYPED_DICT, model.NAMED_TUPLE)

# What the bridge reads and does not write: json/detail/other_values.hpp has what it does.
UNWRITTEN = {**dict.fromkeys(SETS, "the bridge writes no sets; a list has its items"),
             "decimal.Decimal": "the bridge writes no Decimals; float() and str() give what it writes"}
NO_NUMBERS = frozenset("numpy." + name for name in (
    "bool bool_ bytes_ clongdouble complex128 complex64 complexfloating datetime64 object_ str_ timedelta64 void").split())
MOST_INSTANCES = 4  # of one generic class in each other: one that has itself with other arguments has no end


class Types:
    """What becomes `unknown` has a reason, but for what Python says nothing of. That of fields goes to the report."""

    def __init__(self, program, report):
        self.program, self.report = program, report
        self.interfaces, self.names = {}, dict.fromkeys(RESERVED)  # (class with arguments, side): its lines; name: whose it is
        self.within, self.reasons = [], []  # classes whose fields are being spelled; why something became unknown

    def told(self, of, side):
        """(the type, [why something of it is unknown])"""
        before, self.reasons = self.reasons, []
        text, reasons = self.type(of, side), self.reasons
        self.reasons = before
        return text, list(dict.fromkeys(reasons))

    def unknown(self, why):
        self.reasons.append(why)
        return "unknown"

    def type(self, of, side):
        if isinstance(of, model.Named):
            return self.named(of, side)
        if isinstance(of, model.Union):
            return self.union(of.members, side)
        if isinstance(of, model.Literal):
            return self.constants(of.values, "a Literal of bytes has no form in JSON")
        if isinstance(of, (model.Alias, model.NewType)):
            return self.type(of.target, side)
        if isinstance(of, model.TypeVariable):
            return self.union(of.constraints or [of.bound or of.default or ANY], side)
        return self.unknown(of.reason if isinstance(of, model.Unsupported) else "functions have no form in JSON")

    def union(self, members, side):
        parts = dict.fromkeys(self.type(one, side) for one in members)
        return "unknown" if "unknown" in parts else " | ".join(parts)

    def constants(self, values, otherwise):
        is_known = all(isinstance(one, (str, int)) for one in values)
        return " | ".join(json.dumps(one, ensure_ascii=False) for one in values) if is_known else self.unknown(otherwise)

    def named(self, of, side):
        path = canonical(of.path)
        if is_any(of):
            return "unknown"
        if side == RESULT and self.unwritten(of):
            return self.unknown(self.unwritten(of))
        if path in PLAIN:
            return PLAIN[path]
        if path in LISTS:
            return self.array(self.type(of.arguments[0], side) if of.arguments else "unknown")
        if path == "builtins.tuple":
            return self.tuple(of.arguments, side)
        if path in DICTS:
            return "Record<string, %s>" % (self.type(of.arguments[1], side) if len(of.arguments) == 2 else "unknown")
        return self.of_class(of, side)

    @staticmethod
    def array(item):
        return ("(%s)[]" if " | " in item else "%s[]") % item

    def tuple(self, arguments, side):
        if len(arguments) == 2 and arguments[1] == model.Named("builtins.ellipsis") or not arguments:
            return self.array(self.type(arguments[0], side) if arguments else "unknown")
        return "[%s]" % ", ".join(self.type(one, side) for one in arguments)

    def unwritten(self, of):
        """Why the bridge does not write values of a type that it reads, or that it writes others; else empty."""
        path = canonical(of.path)
        if path in DICTS and len(of.arguments) == 2 and not self.is_text(of.arguments[0]):
            return "the bridge writes no keys but str, and those of %s are others" % python_text.of_type(of)
        if PLAIN.get(path) == "Numbers" and any(getattr(one, "path", "") in NO_NUMBERS for one in walked(of.arguments)):
            return "the items of %s are no numbers" % python_text.of_type(of)
        return UNWRITTEN.get(path, "")

    def is_text(self, of):
        """Whether all values of a type are of str; true of one that may be anything."""
        if isinstance(of, model.Union):
            return all(map(self.is_text, of.members))
        if isinstance(of, model.Literal):
            return isinstance(of.values[0], str)
        if isinstance(of, (model.Alias, model.NewType)):
            return self.is_text(of.target)
        if isinstance(of, model.TypeVariable):
            return all(map(self.is_text, of.constraints or [of.bound or of.default or ANY]))
        return isinstance(of, model.Named) and (is_any(of) or self.is_text_class(of.path, frozenset()))

    def is_text_class(self, path, seen):
        class_ = None if path in TEXTS or path in seen else self.program.class_of(path)
        bases = [getattr(one, "path", "") for one in class_.bases] if class_ else []
        return path in TEXTS or any(self.is_text_class(one, seen | {path}) for one in bases)

    # --- classes ---

    def of_class(self, of, side):
        class_ = self.program.class_of(of.path)
        if class_ is not None and class_.kind == model.ENUM and class_.values:
            values = [default.value if default.is_known else None for _, default in class_.values]
            return self.constants(values, "the values of %s are not all constants of text or numbers" % class_.name)
        if class_ is None or class_.kind not in RECORDS and not class_.model_fields:
            return self.unknown("there is no type of TypeScript for %s" % python_text.of_type(of))
        of = self.instance(class_, of)
        is_root = any(one.name_in_results is None for one in class_.model_fields)
        has_name = not is_root and not (class_.kind == model.NAMED_TUPLE and side == RESULT)
        if not has_name and of in self.within or [one.path for one in self.within].count(of.path) > MOST_INSTANCES:
            return self.unknown("it holds itself with ever other types" if has_name else "%s holds itself, and has no name" % class_.name)
        if not has_name:
            parts = self.types_of_fields(class_, of, side)
            return parts[0] if is_root else "[%s]" % ", ".join(parts)
        return self.interface(class_, of, side)

    @staticmethod
    def instance(class_, of):
        """The class with arguments that stand by themselves, or with none where they say nothing."""
        open_ended = {one.name: one.bound or one.default or ANY for one in variables(of.arguments) if isinstance(one, model.TypeVariable)}
        arguments = tuple(substitute(one, open_ended) for one in of.arguments)
        return model.Named(class_.path, () if all(map(is_any, arguments)) else arguments)

    @staticmethod
    def fields(class_, of):
        """[(a Field, its type with the arguments of the class in their places)]"""
        taken = mapping(class_.type_parameters, of.arguments) if of.arguments else {}
        return [(one, substitute(one.type, taken)) for one in class_.model_fields or class_.fields]

    def field(self, class_, field, of, side):
        """The type of a field; what of it is unknown is reported once, however many interfaces have it."""
        text, reasons = self.told(of, side)
        for why in reasons:
            if (class_.path, field.line, field.name, why) not in self.report.fallbacks:
                self.report.field(class_, field, why)
        return text

    def types_of_fields(self, class_, of, side):
        self.within.append(of)
        made = [self.field(class_, one, type_, side) for one, type_ in self.fields(class_, of)]
        self.within.pop()
        return made

    def interface(self, class_, of, side):
        """The name of the interface. Where arguments are other than results they are two."""
        side = side if self.differs(of, set()) else RESULT
        at = (of, side)
        if at not in self.interfaces:
            name = of_instance(class_.name, of.arguments) + side
            while self.names.setdefault(name, at) != at:
                name += "_"
            self.interfaces[at] = [name]
            lines = comment(class_.documentation, "") + ["export interface %s {" % name]
            self.within.append(of)
            for one, type_ in self.fields(class_, of):
                name = one.name_in_results if side == RESULT and one.name_in_results is not None else one.name
                if name and (side == RESULT or one.is_in_init):
                    may_lack = not one.is_required or side == ARGUMENT and one.default is not None
                    type_ = union((type_, NONE)) if side == RESULT and is_none_by_default(one) else type_
                    lines.append("  %s%s: %s;" % (key(name), "?" if may_lack else "", self.field(class_, one, type_, side)))
            self.within.pop()
            self.interfaces[at] += lines + ["}"]
        return self.interfaces[at][0]

    @staticmethod
    def is_one_sided(field):
        """Whether arguments may leave a field out, or must not give it, or give it by another name than results."""
        return field.default is not None or not field.is_in_init or field.name_in_results not in (None, field.name)

    def differs(self, of, seen):
        """Whether a record, or one in it, is another thing in arguments than in results: it has a field that is, or one that the bridge does
        not write, or it is a NamedTuple, which results have as a list."""
        class_ = None if is_any(of) else self.program.class_of(of.path)
        of = self.instance(class_, of) if class_ else of
        if class_ is None or of in seen or [one.path for one in seen].count(of.path) > MOST_INSTANCES:
            return False
        seen.add(of)
        fields = self.fields(class_, of)
        if class_.kind == model.NAMED_TUPLE or any(self.is_one_sided(one) for one, _ in fields):
            return True
        mentioned = [one for one in walked(type_ for _, type_ in fields) if isinstance(one, model.Named)]
        return any(self.unwritten(one) or self.differs(one, seen) for one in mentioned)


def is_none_by_default(field):
    """Whether a field is None where nothing is given for it, which its type need not say."""
    return field.is_none_by_default or field.default is not None and field.default.is_known and field.default.value is None
