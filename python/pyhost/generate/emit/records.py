# SPDX-License-Identifier: MIT
"""Enums, Literals and records: values that C++ has as enum classes and aggregates."""

from pyhost.generate import model
from pyhost.generate.emit import layout, names, python_text
from pyhost.generate.emit.made import Declaration
from pyhost.generate.emit.parameters import constant
from pyhost.generate.emit.types import ANY, Unsuitable


def class_comment(class_, module):
    lines = [*class_.documentation.split("\n"), ""] if class_.documentation else []
    article = {model.DATACLASS: ", a dataclass", model.NAMED_TUPLE: ", a NamedTuple", model.TYPED_DICT: ", a TypedDict",
               model.PROTOCOL: ", a Protocol"}.get(class_.kind, "")
    return layout.comment([*lines, "Python: class %s%s" % (class_.path[len(module) + 1:], article)])


def macro(name, arguments):
    return layout.call(name + "(", arguments, ")")


def listed(entries, name):
    """PYHOST_ENUM: the enumerators, with their names in Python where those are others."""
    return macro("PYHOST_ENUM", [name] + [cpp if cpp == python else "%s = %s" % (cpp, layout.literal(python)) for cpp, python in entries])


def enum(class_, name, path, module):
    taken, entries, lines = set(), [], []
    is_text = any(isinstance(default.value, str) for _, default in class_.values)
    for index, (python, default) in enumerate(class_.values):
        cpp = names.without_clash(names.identifier(python), taken)
        is_number = default.is_known and isinstance(default.value, int) and not is_text and -2 ** 63 <= default.value < 2 ** 63
        value = " = %d" % default.value if is_number else " = %d" % 2 ** index if class_.kind == model.FLAG and index < 63 else ""
        entries.append((cpp, python))
        lines.append(cpp + value + ",")
    head = [*class_comment(class_, module), "enum class %s : std::int64_t {" % name]
    made = [*head, *layout.indented(lines), "};", *listed(entries, name), *macro("PYHOST_CLASS", [name, layout.literal(path)])]
    if class_.kind == model.FLAG:
        made += flag_operators(name)
    return Declaration(made, {"<cstdint>", "<pyhost/convert/enum.hpp>"})


def flag_operators(name):
    made = []
    for sign in "|&":
        made += ["[[nodiscard]] constexpr %s operator%s(%s a, %s b) noexcept" % (name, sign, name, name), "{",
                 "    return static_cast<%s>(static_cast<std::int64_t>(a) %s static_cast<std::int64_t>(b));" % (name, sign), "}"]
    return made


def literal(type_, name):
    """The enum class of a Literal of text or of numbers."""
    taken, entries, lines = set(), [], []
    is_text = isinstance(type_.values[0], str)
    for value in type_.values:
        cpp = names.without_clash(names.enumerator(value), taken)
        entries.append((cpp, value if is_text else cpp))
        lines.append(cpp + ("," if is_text else " = %d," % value))
    path = "builtins.str" if is_text else "builtins.int"
    made = ["/// Python: %s" % python_text.of_type(type_), "enum class %s : std::int64_t {" % name, *layout.indented(lines), "};",
            *listed(entries, name), *macro("PYHOST_CLASS", [name, layout.literal(path)])]
    return Declaration(made, {"<cstdint>", "<pyhost/convert/literal.hpp>"})


def arguments_of(text):
    """Those of a template, outermost."""
    found, depth, begin = [], 0, text.index("<") + 1
    for at, c in enumerate(text[begin:-1] + ",", begin):
        if c == "," and depth == 0:
            found.append(text[begin:at].strip())
            begin = at + 1
        depth += (c in "<(") - (c in ">)")
    return found


class Records:
    def __init__(self, types, report, equality):
        self.types, self.report, self.equality = types, report, equality

    def field(self, field, class_, taken):
        """(its name, its declaration, whether it may be missing, the type, what else it includes)."""
        self.types.hint = "%s_%s" % (names.part(class_.name), names.part(field.name))
        try:
            cpp = self.types.value(field.type)
            circle = cpp.needs & self.types.circles.of(class_.path, True) - {class_.path}
            if circle or class_.path in cpp.needs and not field.is_required:
                raise Unsuitable("%s is made of %s" % (", ".join(sorted(circle)) or class_.path, class_.path))
        except Unsuitable as why:
            self.report.field(class_, field, str(why))
            cpp = ANY
        name = names.without_clash(names.identifier(field.name), taken)
        initial = constant(field.default, cpp, field.type, self.types.enums) if field.default is not None else None
        if not field.is_required or field.default is not None and initial is None:
            return name, "pyhost::or_default<%s> %s{};" % (cpp.text, name), True, cpp, {"<pyhost/convert/or_default.hpp>"}
        if initial is not None:
            return name, layout.member("%s %s" % (cpp.text, name), initial), True, cpp, set()
        return name, "%s %s%s;" % (cpp.text, name, self.initial(cpp.text)), False, cpp, set()

    def initial(self, text):
        """The value of a field before it is read, for which no class of Python is called: an instance then has no object."""
        if text in self.types.instances:
            return "{pyhost::no_object}"
        items = arguments_of(text) if text.startswith(("std::variant<", "std::tuple<", "std::pair<")) else []
        initials = [one + self.initial(one) for one in items[:1] if text.startswith("std::variant<")] or [one + self.initial(one) for one in items]
        return "{%s}" % ", ".join(initials) if any("pyhost::no_object" in one for one in initials) else "{}"

    def of(self, members, path):
        class_, name = members.class_, members.name
        self.types.within.append(class_.path)
        taken = set()
        fields = [self.field(field, class_, taken) for field in class_.fields]
        self.types.within.pop()
        members.add_all()
        includes = {"<pyhost/convert/record.hpp>"}.union(members.includes, *(cpp.includes | more for *_, cpp, more in fields))
        includes |= {"<pyhost/bindings/record_object.hpp>"} if members.lines else set()
        needs = set().union(*(cpp.needs for _, _, _, cpp, _ in fields)) - {class_.path}
        lines = [*members.before, *class_comment(class_, members.module), "struct %s {" % name,
                 *layout.indented([line for _, line, *_ in fields])]
        if self.equality.of_record(class_, [cpp.text for *_, cpp, _ in fields]):
            lines += ["", "    [[nodiscard]] bool operator==(const %s&) const = default;" % name]
        lines += [""] * bool(fields and members.lines) + [*layout.indented(members.lines), "};"]
        named = [(cpp, field.name) for field, (cpp, *_) in zip(class_.fields, fields)]
        entries = [cpp if cpp == python else "%s = %s" % (cpp, layout.literal(python)) for cpp, python in named]
        if fields:
            lines += macro("PYHOST_FIELDS", [name] + entries)
        defaults = [entry for entry, (_, _, is_optional, *_) in zip(entries, fields) if is_optional]
        if defaults:
            lines += macro("PYHOST_DEFAULTS", [name] + defaults)
        if class_.kind != model.TYPED_DICT:
            lines += macro("PYHOST_CLASS", [name, layout.literal(path)])
        return Declaration(lines, includes, needs)
