# SPDX-License-Identifier: MIT
"""The headers for modules: what they declare, and what that needs of other modules."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout, names, python_text, records
from pyhost.generate.emit.classes import Classes
from pyhost.generate.emit.functions import Functions, Target
from pyhost.generate.emit.types import ANY, Cpp, Types, Unsuitable

RECORDS = (model.DATACLASS, model.NAMED_TUPLE, model.TYPED_DICT)
ENUMS = (model.ENUM, model.FLAG)
PLAIN_MODULES = frozenset(["builtins", "typing", "typing_extensions", "abc", "collections.abc", "collections", "types"])


@dataclasses.dataclass
class Item:
    """A class, enum or record of a header. One that only signatures need is a name without members, unless it is a value."""
    path: str
    module: str
    name: str
    class_: object = None
    is_wanted: bool = False
    base: str = ""
    declaration: object = None
    bodies: list = dataclasses.field(default_factory=list)

    @property
    def is_class(self):
        return self.class_ is not None and self.class_.kind in (model.CLASS, model.PROTOCOL)

    @property
    def is_record(self):
        return self.class_ is not None and self.class_.kind in RECORDS

    @property
    def qualified(self):
        return names.QUALIFIED + names.namespace(self.module) + "::" + self.name


class Headers:
    """Everything that is generated for `modules`, in order."""

    def __init__(self, program, modules, report):
        self.program, self.report = program, report
        self.items, self.functions, self.literals, self.waiting = {}, {}, {}, []
        self.uses = {}  # of a module: the paths of what its header mentions
        self.types = Types(self.declared, self.literal_name)
        self.includes = {}
        self.member_names = set()  # of classes
        self.asked = [program.module(name) for name in modules]
        for module in self.asked:
            self.want(module)
        for module in self.asked:
            self.add_module(module)
        while self.waiting:
            self.fill(self.waiting.pop(0))

    @property
    def hiding(self):
        """Names that hide others of other namespaces."""
        return self.member_names | {item.name for item in self.items.values() if item.name == names.namespace(item.module).rpartition("::")[2]}

    def module_of(self, path):
        """The module that defines a class, which may stand in another class."""
        module = path.rpartition(".")[0]
        while module and not self.program.modules_read.exists(module):
            module = module.rpartition(".")[0]
        return module or path.rpartition(".")[0]

    def item(self, path):
        """The Item of a class, or None."""
        if path not in self.items:
            class_ = self.program.class_of(path)
            if class_ is None:
                return None
            if class_.kind in ENUMS and not class_.values:  # a base for enums
                class_ = dataclasses.replace(class_, kind=model.CLASS)
            path = class_.path
        if path not in self.items:
            module = self.module_of(path)
            name = names.identifier(path[len(module) + 1:].replace(".", "_"))
            made = self.items[path] = Item(path, module, name, class_)
            if made.is_class:
                self.types.instances.add(made.qualified)
            elif class_.kind in ENUMS:
                self.types.enums.add(made.qualified)
            self.waiting.append(made)
        return self.items[path]

    def declared(self, path):
        item = self.item(path)
        return None if item is None else (self.used(item).qualified, item.class_.kind)

    def used(self, item):
        self.uses.setdefault(self.types.module, set()).add(item.path)
        return item

    def want(self, module):
        for one in module.declarations:
            if isinstance(one, model.Class):
                self.item(one.path).is_wanted = True
            elif isinstance(one, model.TypeAlias) and isinstance(one.type, model.Named):
                item = self.item(one.type.path) if one.type.path.rpartition(".")[0] not in PLAIN_MODULES else None
                if item is not None:
                    item.is_wanted = True

    def literal_name(self, type_):
        """The enum of a Literal of text or numbers: it is called as its alias is, else as what it was first seen at."""
        target = type_.target if isinstance(type_, model.Alias) else type_
        if not isinstance(target, model.Literal) or type(target.values[0]) not in (str, int) or len(target.values) > 256:
            return None
        module = self.module_of(type_.path) if isinstance(type_, model.Alias) else self.types.module
        key = (module, repr(target.values))
        if key not in self.literals:
            name = names.identifier(type_.path.rpartition(".")[2]) if isinstance(type_, model.Alias) else self.types.hint
            path = "Literal %s.%s" % (module, name)
            item = self.literals[key] = self.items[path] = Item(path, module, name)
            item.declaration = records.literal(target, name)
            self.types.enums.add(item.qualified)
        item = self.used(self.literals[key])
        return Cpp(item.qualified, needs=frozenset([item.path]))

    def add_module(self, module):
        self.types.module = module.name
        lines = self.functions.setdefault(module.name, [])
        self.includes.setdefault(module.name, set())
        for one in module.declarations:
            if isinstance(one, model.Function):
                self.add_function(module.name, one, lines)
            elif isinstance(one, model.Attribute):
                self.add_variable(module.name, one, lines)
            elif isinstance(one, model.TypeAlias):
                self.add_alias(module.name, one, lines)

    def add_function(self, module, function, lines):
        target = Target(module, function.name, function.parameters)
        for made in Functions(self.types, self.report).of(function, target):
            self.includes[module] |= made.includes
            lines.append(made.inline())

    def add_variable(self, module, one, lines):
        name = names.identifier(one.name)
        self.types.hint = name + "_type"
        try:
            cpp = self.types.value(one.type)
        except Unsuitable as why:
            self.report.attribute(module, one, str(why))
            cpp = ANY
        self.includes[module] |= cpp.includes | {"<pyhost/bindings/variable.hpp>"}
        text = "%s: %s" % (one.name, python_text.of_type(one.type))
        lines.append(["/// Python: %s, as it is now." % text, "[[nodiscard]] inline %s %s()" % (cpp.text, name), "{",
                      "    return pyhost::module_variable<%s>(%s, %s);" % (cpp.text, layout.literal(module), layout.literal(one.name)), "}"])

    def add_alias(self, module, one, lines):
        name = names.identifier(one.name)
        self.types.hint = name
        try:
            cpp = self.types.value(one.type)
        except Unsuitable as why:
            self.report.attribute(module, one, str(why))
            return
        self.includes[module] |= cpp.includes
        if cpp.text != names.QUALIFIED + names.namespace(module) + "::" + name:
            lines.append(["using %s = %s;" % (name, cpp.text)])

    def fill(self, item):
        """Spells a class out, which may ask for others."""
        self.types.module, class_ = item.module, item.class_
        in_module = item.path[len(item.module) + 1:]
        path = "%s%s%s" % (item.module, ":" if "." in in_module else ".", in_module)
        if class_.kind in ENUMS:
            item.declaration = records.enum(class_, item.name, path)
        elif class_.kind in RECORDS:
            item.declaration = records.Records(self.types, self.report).of(class_, item.name, path)
        else:
            base = self.base_of(class_)
            shown = class_ if item.is_wanted else dataclasses.replace(class_, members=[], documentation="")
            shown = self.with_constructor(shown) if item.is_wanted else shown
            classes = Classes(self.types, self.report)
            item.declaration, item.bodies = classes.of(shown, item.name, path, item.module, base and base.qualified)
            self.member_names |= {name for name, _ in classes.taken}
            item.base = base.path if base else ""

    def base_of(self, class_):
        for base in class_.bases:
            if isinstance(base, model.Named) and base.path.rpartition(".")[0] not in PLAIN_MODULES:
                item = self.item(base.path)
                if item is not None and item.is_class and item.path != class_.path:
                    return self.used(item)
        return None

    def with_constructor(self, class_):
        """With the constructor that it inherits, where it has none of its own."""
        if class_.kind == model.PROTOCOL or any(isinstance(one, model.Function) and one.name == "__init__" for one in class_.members):
            return class_
        seen, waiting = set(), list(class_.bases)
        while waiting:
            base = waiting.pop(0)
            found = self.program.class_of(base.path) if isinstance(base, model.Named) and base.path not in seen else None
            if found is None:
                continue
            seen.add(base.path)
            for one in found.members:
                if isinstance(one, model.Function) and one.name == "__init__":
                    return dataclasses.replace(class_, members=[dataclasses.replace(one, parameters=None), *class_.members])
            waiting += found.bases
        return class_
