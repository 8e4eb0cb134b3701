# SPDX-License-Identifier: MIT
"""The members of classes and records: methods, attributes, and what C++ has operators for."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout, names, python_text
from pyhost.generate.emit.functions import Functions
from pyhost.generate.emit.made import Declaration, Target
from pyhost.generate.emit.parameters import reference
from pyhost.generate.emit.types import ANY, Unsuitable

# Special methods and what they are in C++: the name, with the parameters of the method.
OPERATORS = {"__call__": "operator()", "__getitem__": "operator[]", "__len__": "size", "__contains__": "contains", "__setitem__": "set_item",
             "__delitem__": "del_item", "__str__": "str", "__repr__": "repr", "__hash__": "hash", "__bool__": "truth", "__int__": "to_int",
             "__float__": "to_float", "__index__": "index", "__next__": "next", "__fspath__": "path",
             "__add__": "operator+", "__sub__": "operator-", "__mul__": "operator*", "__truediv__": "operator/", "__mod__": "operator%",
             "__or__": "operator|", "__and__": "operator&", "__xor__": "operator^", "__lshift__": "operator<<", "__rshift__": "operator>>",
             "__neg__": "operator-", "__pos__": "operator+", "__invert__": "operator~",
             "__eq__": "operator==", "__lt__": "operator<", "__le__": "operator<=", "__gt__": "operator>", "__ge__": "operator>="}
CALLED_FOR_ITS_EFFECT = frozenset(["__call__", "__setitem__", "__delitem__", "__next__"])
UNARY = frozenset(["__neg__", "__pos__", "__invert__"])
PASSED_OVER = frozenset(["__exit__", "__ne__", "__new__"])  # part of __enter__, of __eq__, of __init__
INHERITED = {model.CLASS: ("self", "has_value"), model.PROTOCOL: ("self", "has_value")}
ENTERED = {"__iter__": ("begin", "end"), "__enter__": ("enter",)}


class Members:
    """Those of one class. `self`: the object of Python, as a member function spells it."""

    def __init__(self, types, report, class_, name, module):
        self.types, self.report, self.class_, self.name, self.module = types, report, class_, name, module
        self.functions = Functions(types, report)
        self.is_record = class_.kind not in INHERITED
        self.self = "pyhost::object_of(*this)" if self.is_record else "self()"
        self.before, self.lines, self.bodies, self.includes = [], [], [], set()
        self.late = {}  # {name: declaration} of aggregates of options that come behind other classes
        self.reserved = {name, *INHERITED.get(class_.kind, ())} | {names.identifier(one.name) for one in class_.fields}
        for member in class_.members:
            self.reserved |= set(ENTERED.get(member.name, ()) if not self.is_record else ())
        self.plain = {self.called(member) for member in class_.members if not member.name.startswith("__")}
        self.taken = set()

    def add_all(self):
        for member in self.class_.members:
            if isinstance(member, model.Attribute):
                self.attribute(member)
            elif member.name == "__init__":
                if not self.is_record:
                    self.constructor(member)
            elif member.name in ENTERED and not self.is_record:
                self.entered(member)
            elif not member.name.startswith("__") or member.name in OPERATORS:
                self.method(member)
            elif member.name not in PASSED_OVER:
                self.report.left_out(self.target(member), member.line, "a special method that has no counterpart here")

    def add_conversion(self, other):
        """To a class of Python that is no base in C++."""
        self.add_declaration(["/// Python derives it from this class too.", "operator %s() const;" % other])
        self.bodies.append(["inline %s::operator %s() const" % (self.name, other), "{", "    return %s{pyhost::from_object, self()};" % other, "}"])

    def called(self, member):
        """The name in C++ of what has a name of its own in Python."""
        name = names.identifier(member.name)
        while name in self.reserved:
            name += "_"
        return name

    def target(self, member):
        path = "%s.%s" % (self.class_.path[len(self.module) + 1:], member.name)
        name = OPERATORS.get(member.name) or self.called(member)
        if member.name in OPERATORS and name in self.plain:
            name += "_"
        parameters = member.parameters if self.class_.kind != model.PROTOCOL else None  # its objects are of other classes
        fields = frozenset(names.identifier(one.name) for one in self.class_.fields)
        return Target(self.module, path, parameters, self.name, member.kind, name, self.self, fields)

    def add_declaration(self, lines):
        self.lines += ["", *lines] if self.lines else lines

    def add(self, made, prefix):
        while made.key in self.taken:
            made.name += "_"
        self.taken.add(made.key)
        self.add_options(made)
        self.add_declaration(made.member(prefix))
        self.bodies.append(made.definition(self.name))

    def add_options(self, made):
        name = made.parameters.options_name
        self.includes |= made.includes | ({"<type_traits>"} if made.is_deferred else set())
        if made.needs:
            self.late[name] = Declaration(made.before, needs=made.needs)
        self.before += [*(["struct %s;" % name] if made.needs else made.before), ""] if made.before else []

    def constructor(self, member):
        target = Target(self.module, self.class_.path[len(self.module) + 1:], member.parameters, self.name, model.FUNCTION, self.name)
        for made in self.functions.of(member, target):
            parameters = made.parameters.all()
            required = [one for one in parameters if not one.default]
            made.body = [line.replace("pyhost::function<void(", "pyhost::function<%s(" % self.name) for line in made.body]
            made.body = ["*this = " + line if line.startswith("call(") else line for line in made.body]
            made.result, made.is_const, made.initial = "", False, " : %s{pyhost::no_object}" % self.name
            if parameters and not required and parameters[0].is_late and not made.is_weak:
                self.without_arguments(made)
                made.parameters = made.parameters.with_first()
            self.add(made, "explicit " if parameters and len(required) <= 1 else "")

    def without_arguments(self, made):
        """A constructor of its own: the default of a definition may not make one of another constructor."""
        key = (self.name, ())
        if key in self.taken:
            return
        self.taken.add(key)
        self.add_declaration([*made.documentation, "%s();" % self.name])
        passed = [one.default_value() for one in made.parameters.all()]
        self.bodies.append(["inline %s::%s()" % (self.name, self.name), *layout.call("    : %s(" % self.name, passed, ")"), "{", "}"])

    def method(self, member):
        if member.name == "__eq__":
            member = self.compared_with_itself(member)
        is_static = member.kind in (model.STATIC_METHOD, model.CLASS_METHOD)
        if is_static and member.name in OPERATORS:  # which C++ calls on an object
            member, is_static = dataclasses.replace(member, kind=model.METHOD, parameters=None), False
        reads = member.name in OPERATORS and member.name not in CALLED_FOR_ITS_EFFECT
        for made in self.functions.of(member, self.target(member)):
            if self.is_possible(member, made):
                self.add(made, ("[[nodiscard]] " if reads and made.result != "void" else "") + ("static " if is_static else ""))

    def is_possible(self, member, made):
        """Whether an operator has as many operands as C++ gives it; they have no defaults there."""
        if made.name not in OPERATORS.values() or not made.name.startswith("operator") or made.name == "operator()":
            return True
        if len(made.parameters.all()) != (0 if member.name in UNARY else 1):
            self.report.left_out(self.target(member), member.line, "an operator of C++ takes no such parameters")
            return False
        made.parameters.positional = [dataclasses.replace(one, default="") for one in made.parameters.positional]
        return True

    def compared_with_itself(self, member):
        """`==` with an object of any type would be ambiguous where both sides are of the class."""
        own = model.Named(self.class_.path)
        made = [dataclasses.replace(signature, parameters=tuple(
            dataclasses.replace(one, type=own) if getattr(one.type, "path", "") in ("builtins.object", "typing.Any") else one
            for one in signature.parameters)) for signature in member.signatures]
        return dataclasses.replace(member, signatures=made)

    def value_or_object(self, type_, member, is_result=True):
        try:
            return self.types.result(type_) if is_result else self.types.value(type_)
        except Unsuitable as why:
            self.report.result(self.target(member), member.line, str(why))
            return ANY

    def entered(self, member):
        result = member.signatures[0].result
        if member.name == "__enter__":
            value = self.value_or_object(result, member)
            self.includes |= value.includes | {"<pyhost/bindings/entered.hpp>"}
            comment = "Python's `with`, to the end of the scope that keeps what this gives."
            return self.add_plain(comment, "pyhost::entered<%s>" % value.text, "enter")
        arguments = getattr(result, "arguments", ())
        item = self.value_or_object(arguments[0] if arguments else model.Named("typing.Any"), member)
        self.includes |= item.includes | {"<pyhost/bindings/instance_items.hpp>"}
        self.add_plain("The items, in a loop that needs no GIL.", "pyhost::instance_items<%s>" % item.text, "begin")
        self.lines.append("[[nodiscard]] pyhost::iteration_end end() const noexcept { return {}; }")
        return None

    def add_plain(self, comment, type_, name):
        """A member that makes a value of the object."""
        self.add_declaration(["/// " + comment, "[[nodiscard]] %s %s() const;" % (type_, name)])
        self.bodies.append(["inline %s %s::%s() const" % (type_, self.name, name), "{", "    return %s{self()};" % type_, "}"])

    def attribute(self, member):
        name = self.called(member)
        self.types.hint = "%s_%s_type" % (self.name, name)
        try:
            cpp = self.types.value(member.type)
        except Unsuitable as why:
            self.report.attribute(self.class_.path, member, str(why))
            cpp = ANY
        self.includes |= cpp.includes
        self.taken.add((name, ()))
        comment = layout.comment([*member.documentation.split("\n"), ""] if member.documentation else [])
        comment.append("/// Python: %s: %s" % (member.name, python_text.of_type(member.type)))
        literal = layout.literal(member.name)
        self.add_declaration([*comment, "[[nodiscard]] %s %s() const;" % (cpp.text, name)])
        head = "inline %s %s::%s() const" % (cpp.text, self.name, name)
        self.bodies.append([head, "{", "    return pyhost::attribute_of<%s>(*this, %s);" % (cpp.text, literal), "}"])
        if member.is_writable and not member.is_of_class and not self.is_record:
            self.add_setter(name, cpp, literal)

    def add_setter(self, name, cpp, literal):
        parameter = reference(cpp.text, self.types.enums) + " value"
        self.lines.append("void %s(%s) const;" % (name, parameter))
        head = "inline void %s::%s(%s) const" % (self.name, name, parameter)
        self.bodies.append([head, "{", "    pyhost::set_attribute(*this, %s, value);" % literal, "}"])
