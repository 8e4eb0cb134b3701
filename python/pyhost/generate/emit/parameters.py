# SPDX-License-Identifier: MIT
"""The parameters of one signature: as C++ declares them, and as they are passed on."""

import dataclasses
import re

from pyhost.generate import model
from pyhost.generate.emit import collections, layout, names
from pyhost.generate.emit.collections import WRAPPED
from pyhost.generate.emit.itself import taken_alone, without
from pyhost.generate.emit.types import ANY, ARGUMENT, OBJECT, TEXT_OR_PATH, Unsuitable, is_any, members_of

VIEWS = {"span": "<span>", "string_view": "<string_view>", TEXT_OR_PATH: "<pyhost/bindings/text_or_path.hpp>"}
SMALL = frozenset(["std::int64_t", "double", "bool", ARGUMENT, TEXT_OR_PATH, "std::chrono::microseconds", "std::chrono::year_month_day"])
CONTAINERS = ("std::vector<", "std::map<", "std::span<", "std::deque<", "std::set<")
MAP_OF_ANY = tuple(before + "std::map<std::string, %s>" % OBJECT for before in ("", "std::optional<"))
LIMIT = 2 ** 63
ALL, EARLY, LATE, NONE = (False, True), (False,), (True,), ()  # which defaults a list of parameters has: by whether they are late


@dataclasses.dataclass
class Parameter:
    """One of the C++ function: `type name = default`. A default is late that is made of classes which are complete only where members are
    defined, or that stands before such a one."""
    type: str
    name: str
    default: str = ""
    is_late: bool = False

    def declared(self, defaults=ALL):
        return "%s %s%s" % (self.type, self.name, " = " + self.default if self.default and self.is_late in defaults else "")

    @property
    def plain(self):
        return re.sub("^const (.*)&$", r"\1", self.type)

    def default_value(self):
        """The default, of a type that is told."""
        return self.plain + "{}" if self.default == "{}" else self.default

    def deferred(self):
        """With a late default that depends on the template around it, so that C++ looks at it in calls only."""
        if not self.is_late or self.default != "{}":
            return self
        return dataclasses.replace(self, default="std::conditional_t<true, %s, pyhost_late>{}" % self.plain)


@dataclasses.dataclass
class Parameters:
    """All of a signature, with the aggregate for those that have to be named."""
    positional: list = dataclasses.field(default_factory=list)
    options_name: str = ""
    options: list = dataclasses.field(default_factory=list)  # lines of the aggregate
    rest: list = dataclasses.field(default_factory=list)  # *args and **kwargs
    told: list = dataclasses.field(default_factory=list)
    passed: list = dataclasses.field(default_factory=list)
    includes: set = dataclasses.field(default_factory=set)
    needs: set = dataclasses.field(default_factory=set)  # of the aggregate
    fallbacks: list = dataclasses.field(default_factory=list)  # (what, why)

    def all(self):
        """In their order. In C++ no default stands before a parameter that has none."""
        made, may_default, is_late = [], True, False
        for one in reversed(self.positional + self.rest):
            may_default, is_late = may_default and bool(one.default), is_late or one.is_late
            made.append(dataclasses.replace(one, default=one.default if may_default else "", is_late=is_late))
        return made[::-1]

    def with_first(self):
        """The same where the first of them has to be given."""
        one, *others = self.positional or self.rest
        changed = [dataclasses.replace(one, default=""), *others]
        return dataclasses.replace(self, **{"positional" if self.positional else "rest": changed})


def constant(default, cpp, type_, enums):
    """The default as an expression of C++, or None where only Python has it. `enums`: the C++ names of those."""
    value = default.value
    if not default.is_known:
        return None
    if value is None:
        return "{}" if cpp.text.startswith(("std::optional<", "std::shared_ptr<", "std::monostate")) else None
    plain = cpp.text[len("std::optional<"):-1] if cpp.text.startswith("std::optional<") else cpp.text
    if isinstance(value, model.Member):
        return member_constant(value, plain, type_) if plain in enums else None
    if isinstance(value, bool):
        return str(value).lower() if plain == "bool" else None
    if isinstance(value, int):
        return str(value) if plain in ("std::int64_t", "double") and -LIMIT < value < LIMIT else None
    if isinstance(value, float):
        return repr(value) if plain == "double" and value - value == 0 else None
    if isinstance(value, str):
        return text_constant(value, plain, type_)
    return "{}" if value in ((), [], {}) and plain.startswith(CONTAINERS) else None


def member_constant(value, plain, type_):
    """The enumerator, where nothing else of the enum may be called so."""
    is_of_type = any(getattr(one, "path", "") == value.path for one in members_of(type_))
    is_plain = names.identifier(value.name) == value.name and not value.name.endswith("_")
    return "%s::%s" % (plain, value.name) if is_of_type and is_plain else None


def text_constant(value, plain, type_):
    if plain in ("std::string", "std::string_view", TEXT_OR_PATH):
        return layout.literal(value) if "\0" not in value else None
    if "<" in plain:
        return None  # of which of several types it is
    literals = [one for one in members_of(type_) if isinstance(one, model.Literal)]
    return "%s::%s" % (plain, names.enumerator(value)) if any(value in one.values for one in literals) else None


def reference(declared, enums):
    """How a parameter takes a value of a type."""
    plain = declared[declared.index("<") + 1:-1] if declared.startswith(WRAPPED) else declared
    is_value = plain in SMALL or plain.startswith(("std::span<", "std::string_view")) or plain in enums
    return declared if is_value else "const %s&" % declared


class Builder:
    """Makes Parameters of signatures. `is_async`: arguments wait, so they are owned."""

    def __init__(self, types, owner, is_async, target):
        self.types, self.owner, self.is_async, self.target = types, owner, is_async, target
        self.made = Parameters()
        around = {target.owner, "instance"} if target.owner else set()  # no parameter hides the class, or the base of all
        self.taken = {"call", "bound", "self"} | around | types.type_names | target.fields
        self.by_name = False  # one before it may be left out
        self.alone = None  # what a constructor may take alone

    def spelled(self, parameter):
        self.types.hint = "%s_%s" % (self.owner, names.identifier(parameter.name))
        self.types.is_given = True
        try:
            if is_any(parameter.type):
                return ANY
            return self.types.value(without(parameter.type, self.target.class_path) if parameter is self.alone else parameter.type)
        except Unsuitable as why:
            self.made.fallbacks.append((parameter.name, str(why)))
            return ANY
        finally:
            self.types.is_given = False

    def type_of(self, parameter):
        """The owning type, and the one that the C++ function declares."""
        cpp = self.spelled(parameter)
        self.made.includes |= cpp.includes
        if cpp.text == OBJECT and not self.is_async:
            self.made.includes.add("<pyhost/bindings/argument.hpp>")
            return cpp, ARGUMENT
        if cpp.text.startswith(MAP_OF_ANY) and not self.is_async:  # a map is made for the call, of values of any types
            self.made.includes.add("<pyhost/bindings/argument.hpp>")
            return cpp, cpp.text.replace(OBJECT, ARGUMENT)
        is_of_itself = self.target.is_constructor and self.target.class_path in cpp.needs  # a span would look at whether the class is a range
        if cpp.view and not self.is_async and not is_of_itself:
            self.made.includes.add(next(header for part, header in VIEWS.items() if part in cpp.view))
            return cpp, cpp.view
        return cpp, cpp.text

    def of(self, signature):
        keywords = [parameter for parameter in signature.parameters if parameter.kind == model.KEYWORD]
        self.alone = taken_alone(signature) if self.target.is_constructor else None
        for parameter in signature.parameters:
            if parameter.kind in (model.POSITIONAL, model.POSITIONAL_ONLY):
                self.add_positional(parameter)
            elif parameter.kind == model.VARIADIC:
                self.add_rest(parameter, "std::vector<%s>", "pyhost::unpack", ["<vector>", "<pyhost/convert/sequence.hpp>"])
        if keywords:
            self.add_options(keywords)
        for parameter in signature.parameters:
            if parameter.kind == model.KEYWORDS:
                self.add_rest(parameter, "std::map<std::string, %s>", "pyhost::unpack_named",
                              ["<map>", "<string>", "<pyhost/convert/mapping.hpp>", "<pyhost/convert/text.hpp>"])
        return self.made

    def add_positional(self, parameter):
        cpp, declared = self.type_of(parameter)
        name = names.without_clash(names.identifier(parameter.name), self.taken)
        default = parameter.default
        expression = constant(default, dataclasses.replace(cpp, text=declared), parameter.type, self.types.enums) if default is not None else ""
        if default is not None and expression is None:
            declared, expression = self.left_to_python(declared), "{}"
            self.by_name |= parameter.kind == model.POSITIONAL
        told, passed = self.passing(parameter.type, declared, name)
        if self.by_name and parameter.kind == model.POSITIONAL:
            told, passed = 'pyhost::named<"%s", %s>' % (parameter.name, told), "{%s}" % passed
        self.made.positional.append(Parameter(self.reference(declared), name, expression, self.is_late(cpp)))
        self.made.told.append(told)
        self.made.passed.append(passed)

    def is_late(self, cpp):
        """Whether a value of the type can be made only behind the class that is being declared."""
        return bool(cpp.needs - {self.target.class_path})

    def left_to_python(self, declared):
        self.made.includes.add("<pyhost/or_default.hpp>")
        return "pyhost::or_default<%s>" % declared

    def passing(self, type_, declared, name):
        """What function<> is told of a parameter, and what it is given."""
        passed = "std::move(%s)" % name if self.is_async and declared not in SMALL else name
        told, include = collections.told(type_, declared, self.reference)
        self.made.includes |= {include} if include else set()
        return told, "{%s}" % passed if include and not declared.startswith(WRAPPED) else passed

    def reference(self, declared):
        return declared if self.is_async else reference(declared, self.types.enums)

    def add_rest(self, parameter, container, unpack, includes):
        cpp, declared = self.type_of(parameter)
        inner = ARGUMENT if declared == ARGUMENT else cpp.text
        type_ = container % inner
        name = names.without_clash(names.identifier(parameter.name), self.taken)
        self.made.includes |= set(includes)
        self.made.rest.append(Parameter(self.reference(type_), name, "{}", self.is_late(cpp)))
        if unpack == "pyhost::unpack":
            self.made.positional.append(self.made.rest.pop())
        self.made.told.append("%s<%s>" % (unpack, self.reference(type_)))
        self.made.passed.append("{%s}" % ("std::move(%s)" % name if self.is_async else name))

    def add_options(self, keywords):
        self.made.options_name = names.without_clash("%s_options" % self.owner, self.types.taken)
        taken, has_required = set(), False
        for parameter in keywords:
            cpp = self.spelled(parameter)
            self.made.includes |= cpp.includes
            self.made.needs |= cpp.needs
            name = names.without_clash(names.identifier(parameter.name), taken)
            declared, initial, passed = cpp.text, "", "options.%s" % name
            if parameter.default is None:
                declared, passed, has_required = "pyhost::required<%s>" % cpp.text, passed + ".value()", True
                self.made.includes.add("<pyhost/bindings/required.hpp>")
            else:
                initial = constant(parameter.default, cpp, parameter.type, self.types.enums)
                declared = self.left_to_python(cpp.text) if initial is None else cpp.text
                initial = initial or "{}"  # without one, designated initialisers before it are a warning
            told = declared if parameter.default is not None else cpp.text
            moves = self.is_async and parameter.default is not None and told not in SMALL and told not in self.types.enums
            told, include = collections.told(parameter.type, told, self.reference)
            self.made.includes |= {include} if include else set()
            self.made.options.append(layout.member("%s %s" % (declared, name), initial))
            self.made.told.append('pyhost::named<"%s", %s>' % (parameter.name, told))
            self.made.passed.append(("{std::move(%s)}" if moves else "{%s}") % passed)
        name, default = names.without_clash("options", self.taken), "" if has_required else "{}"
        options = Parameter(self.made.options_name, name, default, bool(self.made.needs))
        for index, passed in enumerate(self.made.passed):
            self.made.passed[index] = re.sub(r"^(\{|\{std::move\()options\.", r"\1%s." % options.name, passed)
        self.made.rest.append(options)
