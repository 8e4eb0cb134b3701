# SPDX-License-Identifier: MIT
"""Classes as typed handles: constructors, methods, attributes, and what C++ has operators for."""

from pyhost.generate import model
from pyhost.generate.emit import layout, names
from pyhost.generate.emit.functions import Functions, Target
from pyhost.generate.emit.records import Declaration, macro
from pyhost.generate.emit.types import ANY, OBJECT, Unsuitable

# Special methods and what they are in C++: the name, with the parameters of the method.
OPERATORS = {"__call__": "operator()", "__getitem__": "operator[]", "__len__": "size", "__contains__": "contains", "__setitem__": "set_item",
             "__delitem__": "del_item", "__str__": "str", "__repr__": "repr", "__hash__": "hash", "__bool__": "truth", "__int__": "to_int",
             "__float__": "to_float", "__index__": "index", "__next__": "next", "__fspath__": "path",
             "__add__": "operator+", "__sub__": "operator-", "__mul__": "operator*", "__truediv__": "operator/", "__mod__": "operator%",
             "__or__": "operator|", "__and__": "operator&", "__xor__": "operator^", "__lshift__": "operator<<", "__rshift__": "operator>>",
             "__neg__": "operator-", "__pos__": "operator+", "__invert__": "operator~",
             "__eq__": "operator==", "__lt__": "operator<", "__le__": "operator<=", "__gt__": "operator>", "__ge__": "operator>="}
INHERITED = frozenset(["self", "get", "set", "has_value"])


class Classes:
    def __init__(self, types, report):
        self.types, self.report = types, report
        self.functions = Functions(types, report)

    def of(self, class_, name, path, module, base):
        """(the declaration of the class, the bodies of its members). `base`: its C++ name, where the headers have one."""
        self.class_, self.name, self.path, self.base = class_, name, path, base or "pyhost::instance"
        self.module, self.in_module = module, class_.path[len(module) + 1:]
        self.before, self.members, self.hidden, self.bodies = [], [], [], []
        self.includes, self.needs, self.taken = {"<pyhost/bindings/instance.hpp>"}, set(), set()
        for member in class_.members:
            if isinstance(member, model.Attribute):
                self.attribute(member)
            elif member.name == "__init__":
                self.constructor(member)
            else:
                self.method(member)
        return Declaration(self.declaration(), self.includes, self.needs), self.bodies

    def declaration(self):
        head = layout.comment(self.class_.documentation.split("\n") + [""] if self.class_.documentation else [])
        lines = [*self.before, *head, "/// Python: class %s" % self.class_.name, "class %s : public %s {" % (self.name, self.base), "public:",
                 "    explicit %s(pyhost::no_object_t none) noexcept : %s{none} {}" % (self.name, self.base),
                 "    explicit %s(pyhost::ref<pyhost::object> self) noexcept : %s{std::move(self)} {}" % (self.name, self.base)]
        for member in self.members:
            lines += ["", *layout.indented(member)] if member[0].startswith("///") else layout.indented(member)
        if self.hidden:
            lines += ["", "private:", *layout.indented(self.hidden)]
        lines.append("};")
        return lines if self.class_.kind == model.PROTOCOL else lines + macro("PYHOST_CLASS", [self.name, layout.literal(self.path)])

    def target(self, member):
        kind = member.kind
        return Target(self.module, "%s.%s" % (self.in_module, member.name), member.parameters, self.name, kind)

    def free(self, name, parameters=()):
        """The name, or another one where a member of it has the same parameters."""
        while (name, parameters) in self.taken:
            name += "_"
        self.taken.add((name, parameters))
        return name

    def add(self, made, prefix=""):
        made.name = self.free(made.name, made.key[1])
        self.before += [*made.before, ""] if made.before else []
        self.includes |= made.includes
        self.needs |= made.needs - {self.class_.path}
        self.members.append(made.member(prefix))
        self.bodies.append(made.definition(self.name))

    def constructor(self, member):
        target = Target(self.module, self.in_module, member.parameters, self.name, model.FUNCTION)
        for index, made in enumerate(self.functions.of(member, target)):
            given = [one.declared(False) for one in made.parameters.all()]
            made.body = [line.replace("pyhost::function<void(", "pyhost::function<%s(" % OBJECT) for line in made.body]
            made.body = ["return " + line if line.startswith("call(") else line for line in made.body]
            made.includes |= {"<pyhost/convert/object.hpp>"}
            self.before += [*made.before, ""] if made.before else []
            self.includes |= made.includes
            self.needs |= made.needs - {self.class_.path}
            made.result, made.name, made.is_const = "", self.name, False
            is_single = len([one for one in made.parameters.all() if not one.default]) <= 1
            self.members.append(made.member("explicit " if is_single else ""))
            self.hidden += layout.call("static %s made(" % OBJECT, given, ");", 1)
            head = layout.call("inline %s::%s(" % (self.name, self.name), given, ")")
            passed = ", ".join(one.name for one in made.parameters.all())
            self.bodies.append([*head, "    : %s{made(%s)}" % (self.base, passed), "{", "}"])
            made.result, made.name = OBJECT, "made"
            self.bodies.append(made.definition(self.name))

    def method(self, member):
        if member.name in ("__iter__", "__enter__"):
            return self.iteration(member) if member.name == "__iter__" else self.context(member)
        if member.name.startswith("__") and member.name not in OPERATORS:
            return None
        if member.name == "__eq__" and self.is_of_any(member):
            return None  # every class has it
        for made in self.functions.of(member, self.target(member)):
            made.name = OPERATORS.get(member.name) or self.unclashed(made.name)
            prefix = "static " if member.kind in (model.STATIC_METHOD, model.CLASS_METHOD) else ""
            nodiscard = "[[nodiscard]] " if made.name.startswith("operator") and made.result != "void" and made.name != "operator()" else ""
            self.add(made, prefix + nodiscard)
        return None

    def is_of_any(self, member):
        return all(getattr(one.type, "path", "") == "builtins.object" for signature in member.signatures for one in signature.parameters)

    def unclashed(self, name):
        return name + "_" if name == self.name or name in INHERITED else name

    def item_of(self, member):
        """The type of what iteration, or `with`, gives."""
        result = member.signatures[0].result
        return result.arguments[0] if getattr(result, "arguments", ()) else model.Named("typing.Any")

    def value_or_object(self, type_, member):
        try:
            return self.types.result(type_)
        except Unsuitable as why:
            self.report.result(self.target(member), member.line, str(why))
            return ANY

    def iteration(self, member):
        item = self.value_or_object(self.item_of(member), member)
        self.includes |= item.includes | {"<pyhost/bindings/instance_items.hpp>"}
        items = "pyhost::instance_items<%s>" % item.text
        self.members.append(["/// The items, in a loop that needs no GIL.", "[[nodiscard]] %s begin() const;" % items])
        self.members.append(["[[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }"])
        self.bodies.append(["inline %s %s::begin() const" % (items, self.name), "{", "    return %s{self()};" % items, "}"])

    def context(self, member):
        value = self.value_or_object(member.signatures[0].result, member)
        self.includes |= value.includes | {"<pyhost/bindings/entered.hpp>"}
        entered = "pyhost::entered<%s>" % value.text
        self.members.append(["/// Python's `with`, to the end of the scope that keeps what this gives.", "%s enter() const;" % entered])
        self.bodies.append(["inline %s %s::enter() const" % (entered, self.name), "{", "    return %s{self()};" % entered, "}"])

    def attribute(self, member):
        name = self.free(self.unclashed(names.identifier(member.name)))
        self.types.hint = "%s_%s_type" % (self.name, name)
        try:
            cpp = self.types.value(member.type)
        except Unsuitable as why:
            self.report.attribute(self.class_.path, member, str(why))
            cpp = ANY
        self.includes |= cpp.includes
        comment = layout.comment(member.documentation.split("\n")) if member.documentation else []
        literal = layout.literal(member.name)
        self.members.append([*comment, "[[nodiscard]] %s %s() const;" % (cpp.text, name)])
        self.bodies.append(["inline %s %s::%s() const" % (cpp.text, self.name, name), "{",
                            "    return instance::get<%s>(%s);" % (cpp.text, literal), "}"])
        if member.is_writable and not member.is_of_class:
            parameter = "%s value" % (cpp.text if cpp.text in ("double", "bool", "std::int64_t") else "const %s&" % cpp.text)
            self.members.append(["void %s(%s) const;" % (name, parameter)])
            self.bodies.append(["inline void %s::%s(%s) const" % (self.name, name, parameter), "{",
                                "    instance::set(%s, value);" % literal, "}"])
