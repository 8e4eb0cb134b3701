# SPDX-License-Identifier: MIT
"""Classes as typed handles."""

from pyhost.generate import model
from pyhost.generate.emit import layout
from pyhost.generate.emit.records import Declaration, class_comment, macro


def of(members, path, base):
    """The declaration of a class. `base`: its C++ name, where the headers have one."""
    members.add_all()
    class_, name, base = members.class_, members.name, base or "pyhost::instance"
    lines = [*members.before, *class_comment(class_, members.module), "class %s : public %s {" % (name, base), "public:",
             "    explicit %s(pyhost::no_object_t none) noexcept : %s{none} {}" % (name, base),
             "    explicit %s(pyhost::ref<pyhost::object> self) noexcept : %s{std::move(self)} {}" % (name, base)]
    lines += ["", *layout.indented(members.lines)] if members.lines else []
    lines.append("};")
    if class_.kind != model.PROTOCOL:
        lines += macro("PYHOST_CLASS", [name, layout.literal(path)])
    return Declaration(lines, members.includes | {"<pyhost/bindings/instance.hpp>"}, members.needs)
