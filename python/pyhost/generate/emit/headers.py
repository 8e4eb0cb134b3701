# SPDX-License-Identifier: MIT
"""The headers for modules: what they declare, and what that needs of other modules."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import classes, layout, names, python_text, records
from pyhost.generate.emit.circles import Circles
from pyhost.generate.emit.equality import Equality
from pyhost.generate.emit.functions import Functions
from pyhost.generate.emit.inherited import Inherited, is_plain
from pyhost.generate.emit.item import ENUMS, LIMIT, RECORDS, Item
from pyhost.generate.emit.known_types import SCALARS
from pyhost.generate.emit.made import Target
from pyhost.generate.emit.members import Members
from pyhost.generate.emit.parameters import reference
from pyhost.generate.emit.types import ANY, Cpp, Types, Unsuitable


class Headers:
    """Everything that is generated for `modules`, in order."""

    def __init__(self, program, modules, report):
        self.program, self.report = program, report
        self.items, self.functions, self.literals, self.waiting = {}, {}, {}, []
        self.inherited, self.equality = Inherited(program), Equality(program.class_of)
        self.uses = {}  # of a module: the paths of what its header mentions
        self.types = Types(self.declared, self.literal_name, self.callable_of, Circles(self.fields_of))
        self.includes = {}
        self.member_names = set()  # of classes
        self.asked = [program.module(name) for name in modules]
        self.taken = {}  # names of each module in C++
        self.called = {module.name: self.names_of(module) for module in self.asked}
        for module in self.asked:
            self.want(module)
        for module in self.asked:
            self.add_module(module)
        while self.waiting:
            self.fill(self.waiting.pop(0))

    @property
    def hiding(self):
        """Names that hide others of other namespaces."""
        last = {item.name: names.namespace(item.module).rpartition("::")[2] for item in self.items.values()}
        return self.member_names | {name for name, namespace in last.items() if name == namespace}

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
            if class_.kind in ENUMS and not 0 < len(class_.values) <= LIMIT:  # a base for enums, or more than PYHOST_ENUM takes
                class_ = dataclasses.replace(class_, kind=model.CLASS)
            path = class_.path
        if path not in self.items:
            module = self.module_of(path)
            made = self.items[path] = Item(path, module, self.name_of(module, path[len(module) + 1:]), class_)
            if made.is_class:
                self.types.instances.add(made.qualified)
            elif class_.kind in ENUMS:
                self.types.enums.add(made.qualified)
            self.waiting.append(made)
        return self.items[path]

    def names_of(self, module):
        """{name in Python: name in C++} of what a module declares."""
        taken = self.taken.setdefault(module.name, set())
        return {one.name: names.without_clash(names.identifier(one.name), taken) for one in module.declarations}

    def enter(self, module):
        """Types are spelled for this module from now on."""
        declared = self.program.module(module).declarations if module in self.called else ()
        self.types.module, self.types.taken = module, self.taken[module]
        self.types.type_names = {self.called[module][one.name] for one in declared if isinstance(one, (model.Class, model.TypeAlias))}

    def name_of(self, module, in_module):
        declared = self.called.get(module, {}).get(in_module)
        taken = self.taken.setdefault(module, set())
        return declared or names.without_clash(names.identifier(in_module.replace(".", "_")), taken)

    def declared(self, path):
        item = self.item(path)
        return None if item is None else (self.used(item).qualified, item.class_.kind)

    def callable_of(self, path):
        """The Callable that a Protocol with nothing but a plain __call__ is, else None."""
        class_ = None if path in SCALARS or is_plain(model.Named(path)) else self.program.class_of(path)
        calls = [one for one in class_.members if isinstance(one, model.Function)] if class_ and class_.kind == model.PROTOCOL else []
        is_call = len(calls) == 1 == len(class_.members) and calls[0].name == "__call__" and len(calls[0].signatures) == 1 if calls else False
        if not is_call or class_.bases or class_.type_parameters:
            return None
        signature = calls[0].signatures[0]
        if any(one.kind not in (model.POSITIONAL, model.POSITIONAL_ONLY) for one in signature.parameters):
            return None
        result = model.Named("collections.abc.Awaitable", (signature.result,)) if signature.is_async else signature.result
        return model.Callable(tuple(one.type for one in signature.parameters), result)

    def fields_of(self, path):
        """The fields of a record; nothing for what is none here."""
        if path in SCALARS or is_plain(model.Named(path)):
            return ()
        class_ = self.program.class_of(path)
        return class_.fields if class_ and class_.kind in RECORDS else ()

    def used(self, item):
        self.uses.setdefault(self.types.module, set()).add(item.path)
        return item

    def want(self, module):
        for one in module.declarations:
            if isinstance(one, model.Class):
                self.want_class(one.path)
            elif isinstance(one, model.TypeAlias) and isinstance(one.type, model.Named) and not is_plain(one.type):
                self.want_class(one.type.path)

    def want_class(self, path):
        """A class with its members, the public classes in it, and what it inherits."""
        item = self.item(path)
        if item is None or item.is_wanted:
            return
        item.is_wanted = True
        for inner in self.program.classes_in(item.path):
            self.want_class(inner)
        base = self.base_of(item.class_) if item.is_class else None
        if base is not None:
            self.want_class(base.path)

    def literal_name(self, type_):
        """The enum of a Literal of text or numbers: it is called as its alias is, else as what it was first seen at."""
        target = type_.target if isinstance(type_, model.Alias) else type_
        if not isinstance(target, model.Literal) or type(target.values[0]) not in (str, int) or len(target.values) > LIMIT:
            return None
        module = self.module_of(type_.path) if isinstance(type_, model.Alias) else self.types.module
        key = (module, repr(target.values))
        if key not in self.literals:
            own = type_.path.rpartition(".")[2] if isinstance(type_, model.Alias) else ""
            name = self.name_of(module, own) if own else self.hinted(module, target)
            path = "Literal %s.%s" % (module, name)
            item = self.literals[key] = self.items[path] = Item(path, module, name)
            item.declaration = records.literal(target, name)
            self.types.enums.add(item.qualified)
        return Cpp(self.used(self.literals[key]).qualified)

    def hinted(self, module, literal):
        taken, kind = self.taken.setdefault(module, set()), "text" if isinstance(literal.values[0], str) else "number"
        return names.without_clash("%s_%s" % (self.types.hint, kind) if self.types.hint in taken else self.types.hint, taken)

    def add_module(self, module):
        self.enter(module.name)
        for name, line in module.untyped:
            self.report.untyped_variable(module.name, name, line)
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
        target = Target(module, function.name, function.parameters, called=self.called[module][function.name])
        for made in Functions(self.types, self.report).of(function, target):
            self.includes[module] |= made.includes
            lines.append(made.inline())

    def add_variable(self, module, one, lines):
        name = self.called[module][one.name]
        self.types.hint = names.part(one.name) + "_type"
        try:
            cpp = self.types.value(one.type)
        except Unsuitable as why:
            self.report.attribute(module, one, str(why))
            cpp = ANY
        self.includes[module] |= cpp.includes | {"<pyhost/bindings/variable.hpp>"}
        text = "%s: %s" % (one.name, python_text.of_type(one.type))
        comment = [*one.documentation.split("\n"), ""] if one.documentation else []
        if one.value is not None:
            text += " = " + python_text.of_default(one.value)
        literals = "%s, %s" % (layout.literal(module), layout.literal(one.name))
        lines.append([*layout.comment([*comment, "Python: %s, as it is now." % text]), "[[nodiscard]] inline %s %s()" % (cpp.text, name), "{",
                      "    return pyhost::module_variable<%s>(%s);" % (cpp.text, literals), "}"])
        if one.is_writable:
            lines[-1] += ["inline void %s(%s value)" % (name, reference(cpp.text, self.types.enums)), "{",
                          "    pyhost::set_module_variable(%s, value);" % literals, "}"]

    def add_alias(self, module, one, lines):
        name = self.types.hint = self.called[module][one.name]
        try:
            cpp = self.types.value(one.type)
        except Unsuitable as why:
            self.report.attribute(module, one, str(why))
            return
        self.includes[module] |= cpp.includes
        if cpp.text != names.BEGIN + names.namespace(module) + names.END + name:
            lines.append(["using %s = %s;" % (name, cpp.text)])

    def fill(self, item):
        """Spells a class out, which may ask for others."""
        self.enter(item.module)
        class_ = item.class_
        in_module = item.path[len(item.module) + 1:]
        path = "%s%s%s" % (item.module, ":" if "." in in_module else ".", in_module)
        if class_.kind in ENUMS:
            item.declaration = records.enum(class_, item.name, path, item.module)
            for member in class_.members if item.is_wanted else ():
                target = Target(item.module, "%s.%s" % (in_module, member.name), None)
                self.report.left_out(target, member.line, "an enum of C++ has no members")
            return
        shown = self.shown(item)
        members = Members(self.types, self.report, shown, item.name, item.module)
        if class_.kind in RECORDS:
            item.declaration = records.Records(self.types, self.report, self.equality).of(members, path)
        else:
            base = self.base_of(class_)
            for other in self.other_bases(class_, base):
                members.add_conversion(other.qualified)
            item.declaration = classes.of(members, path, base and base.qualified)
            item.base = base.path if base else ""
        item.bodies = members.bodies
        for name, declaration in members.late.items():
            path = "Options %s.%s" % (item.module, name)
            self.items[path] = Item(path, item.module, name, declaration=declaration)
        self.member_names |= {name for name, _ in members.taken if name != item.name}

    def shown(self, item):
        """The class with the members that it has in C++."""
        if not item.is_wanted:
            return dataclasses.replace(item.class_, members=[], documentation="")
        if item.is_record:
            return self.inherited.of_record(item.class_)
        base = self.base_of(item.class_)
        return self.inherited.of_class(item.class_, base and base.class_)

    def other_bases(self, class_, first):
        """The classes that it derives from in Python, but neither it nor its base in C++."""
        found, around = [], self.chain_of(first)
        for base in class_.bases if first is not None and self.items[class_.path].is_wanted else ():
            item = self.item(base.path) if isinstance(base, model.Named) and not is_plain(base) else None
            if item is not None and item.is_class and item not in found and item.path not in around | {class_.path}:
                found.append(self.used(item))
        return found

    def chain_of(self, item):
        """The paths of a class and of its bases in C++."""
        found = set()
        while item is not None and item.path not in found:
            found.add(item.path)
            item = self.base_of(item.class_)
        return found

    def base_of(self, class_):
        for base in class_.bases:
            item = self.item(base.path) if isinstance(base, model.Named) and not is_plain(base) else None
            if item is not None and item.is_class and item.path != class_.path:
                return self.used(item)
        return None
