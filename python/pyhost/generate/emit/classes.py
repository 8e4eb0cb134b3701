# SPDX-License-Identifier: MIT
"""Classes as typed handles."""

from pyhost.generate import model
from pyhost.generate.emit import layout
from pyhost.generate.emit.made import Declaration
from pyhost.generate.emit.records import class_comment, macro

INSTANCE = "pyhost::instance"


def of(members, path, base):
    """The declaration of a class. `base`: its C++ name, where the headers have one."""
    members.add_all()
    class_, name = members.class_, members.name
    lines = [*members.before, *class_comment(class_, members.module), "class %s : public %s {" % (name, base or INSTANCE), "public:",
             *handles(members, base or INSTANCE), *(of_any_class(name) if class_.kind == model.PROTOCOL else [])]
    lines += ["", *layout.indented(members.lines)] if members.lines else []
    lines.append("};")
    if class_.kind != model.PROTOCOL:
        lines += macro("PYHOST_CLASS", [name, layout.literal(path)])
    taken = {"<pyhost/bindings/record_object.hpp>"} if class_.kind == model.PROTOCOL else set()
    return Declaration(lines, members.includes | {"<pyhost/bindings/instance.hpp>"} | taken)


def of_any_class(name):
    """The constructor from objects of other classes, which Python asks for no base either."""
    return ["", "    /// An object of any class that has these members.",
            "    %s(const pyhost::instance& other) : %s{pyhost::from_object, other.self()} {}" % (name, name),
            "    template <class T>", "        requires requires(const T& record) { pyhost::object_of(record); }",
            "    %s(const T& record) : %s{pyhost::from_object, pyhost::object_of(record)} {}" % (name, name)]


def handles(members, base):
    """The constructors that take no object and one. A base may have others, which C++ looks at too: what they take must be complete there."""
    lines, name = [], members.name
    for explicit, parameter, passed in (("explicit ", "pyhost::no_object_t none", "none"),
                                        ("", "pyhost::from_object_t tag, pyhost::ref<pyhost::object> self", "tag, std::move(self)")):
        head, initial = "%s(%s) noexcept" % (name, parameter), ": %s{%s}" % (base, passed)
        lines.append("    %s%s%s" % (explicit, head, " %s {}" % initial if base == INSTANCE else ";"))
        if base != INSTANCE:
            members.bodies.append(["inline %s::%s" % (name, head), "    " + initial, "{", "}"])
    return lines
