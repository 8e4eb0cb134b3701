# SPDX-License-Identifier: MIT
"""Types of Python as types of C++: for values, for parameters, for results."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import python_text
from pyhost.generate.emit.known_types import ARRAYS, AWAITABLES, CONTAINERS, ITEMS, ITERABLES, LISTS, MAPS, SCALARS, SETS

OBJECT = "pyhost::ref<pyhost::object>"
ARGUMENT = "pyhost::argument"
TEXT_OR_PATH = "pyhost::text_or_path"
MOST_MEMBERS = 16  # of a std::variant: each costs time to compile


class Unsuitable(Exception):
    """Why a type has no counterpart in C++; it becomes an object."""


@dataclasses.dataclass(frozen=True)
class Cpp:
    """A type of C++: what to include for it, which declared classes must be complete where its values are made, and what of it is an object
    without a type. `is_ordered`: has `<`, as keys need it; `view`: what a parameter refers to such values by."""
    text: str
    includes: frozenset = frozenset()
    needs: frozenset = frozenset()
    is_object: bool = False
    is_ordered: bool = True
    view: str = ""


def merged(text, *parts, **changes):
    return Cpp(text, frozenset().union(*(part.includes for part in parts), changes.pop("includes", ())),
               frozenset().union(*(part.needs for part in parts)), any(part.is_object for part in parts),
               changes.pop("is_ordered", all(part.is_ordered for part in parts)), **changes)


NONE = Cpp("std::monostate", frozenset(["<variant>", "<pyhost/convert/variant.hpp>"]))
ANY = Cpp(OBJECT, frozenset(["<pyhost/convert/object.hpp>"]), is_object=True, is_ordered=False)


def members_of(type_):
    """What a value may be, behind aliases."""
    while isinstance(type_, model.Alias):
        type_ = type_.target
    return type_.members if isinstance(type_, model.Union) else (type_,)


def is_none(type_):
    return type_ == model.Named("builtins.None")


def is_any(type_):
    return isinstance(type_, model.Named) and type_.path in ("typing.Any", "builtins.object")


class Types:
    """`declared(path)` gives (the qualified name, the kind) of a class that the headers have, or None; `literal_name(type)` the C++ type of a
    Literal that has a name; `callable_of(path)` what a Protocol is that asks for a call alone, or None; `circles`: the records that are made of each other."""

    def __init__(self, declared, literal_name, callable_of, circles):
        self.declared, self.literal_name, self.callable_of, self.circles = declared, literal_name, callable_of, circles
        self.is_given = False  # whether what is spelled goes to Python alone
        self.within = []  # paths of the records whose fields are being spelled
        self.enums, self.instances = set(), set()  # C++ names of those
        self.taken, self.type_names = set(), set()  # names of the namespace that is being filled, those of types in it
        self.module = self.hint = ""  # where a type is spelled that has no name of its own, and for what

    def value(self, type_):
        """What owns a value of the type. Raises Unsuitable."""
        if isinstance(type_, (model.Alias, model.NewType)):
            name = self.literal_name(type_) if isinstance(type_, model.Alias) else None
            return name or self.value(type_.target)
        if isinstance(type_, model.Union):
            return self.union(type_)
        if isinstance(type_, model.Literal):
            return self.literal(type_)
        if isinstance(type_, model.Callable):
            return self.callable(type_)
        if isinstance(type_, model.TypeVariable):
            return self.value(type_.bound) if type_.bound is not None else ANY
        if isinstance(type_, model.Unsupported):
            raise Unsuitable(type_.reason)
        return self.named(type_)

    def literal(self, type_):
        name = self.literal_name(type_)
        if name is not None:
            return name
        kind = type(type_.values[0])
        return self.named(model.Named("builtins." + kind.__name__))

    def union(self, type_):
        members = [member for member in type_.members if not is_none(member)]
        has_none = len(members) < len(type_.members)
        if any(is_any(member) for member in members):
            return ANY
        if len(members) > MOST_MEMBERS:  # before they are spelled, which would declare them
            raise Unsuitable("it is one of %d types" % len(members))
        values = list(dict.fromkeys(self.value(member) for member in members))
        if len({value.text for value in values}) == 1:
            inner = values[0]
        elif any(value.is_object for value in values):
            return ANY if all(not value.is_object or value.text == OBJECT for value in values) else self.variant(values)
        else:
            inner = self.variant(values)
        return self.optional(inner) if has_none else inner

    def variant(self, values):
        unique = {value.text: value for value in values}
        text = "std::variant<%s>" % ", ".join(unique)
        is_path = set(unique) == {"std::string", "std::filesystem::path"}  # "text" converts to both
        return merged(text, *unique.values(), includes=["<variant>", "<pyhost/convert/variant.hpp>"], view=TEXT_OR_PATH if is_path else "")

    def optional(self, inner):
        if inner.text.startswith("std::optional<") or inner.text == OBJECT:
            return inner
        circle = {one for path in self.within for one in self.circles.of(path, False)}
        if inner.needs & circle:  # records that are not complete yet
            pointer = merged("std::shared_ptr<%s>" % inner.text, inner, includes=["<memory>", "<pyhost/convert/pointer.hpp>"], is_ordered=False)
            return dataclasses.replace(pointer, needs=inner.needs - circle)
        return merged("std::optional<%s>" % inner.text, inner, includes=["<optional>", "<pyhost/convert/optional.hpp>"],
                      view="std::optional<%s>" % TEXT_OR_PATH if inner.view == TEXT_OR_PATH else "")

    def callable(self, type_):
        if type_.parameters is None:
            return ANY
        result = self.called(type_.result)
        is_given, self.is_given = self.is_given, False  # its parameters come from Python
        try:
            parameters = [self.value(parameter) for parameter in type_.parameters]
        finally:
            self.is_given = is_given
        text = "std::function<%s(%s)>" % (result.text, ", ".join(parameter.text for parameter in parameters))
        return merged(text, result, *parameters, includes=["<functional>", "<pyhost/convert/callable.hpp>"], is_ordered=False)

    def called(self, type_):
        """The result of a callable; of one that Python is given and awaits it is a coroutine of C++."""
        if self.is_given and isinstance(type_, model.Named) and type_.path in AWAITABLES and type_.arguments:
            inner = self.result(type_.arguments[-1])
            return merged("pyhost::task<%s>" % inner.text, inner, includes=["<pyhost/async/awaitable.hpp>", "<pyhost/async/task.hpp>"], is_ordered=False)
        return self.result(type_)

    def result(self, type_):
        if is_none(type_) or type_ == model.Named("typing.NoReturn"):
            return Cpp("void")
        return self.value(type_)

    def named(self, type_):
        path, arguments = type_.path, type_.arguments
        if path in SCALARS:
            text, includes, view, is_ordered = SCALARS[path]
            return Cpp(text, frozenset(includes), view=view, is_ordered=is_ordered)
        if path == "builtins.tuple":
            return self.tuple(arguments)
        if path in ARRAYS:
            return self.array(arguments)
        if path in LISTS or path in ITERABLES:
            return self.sequence("std::vector", "<vector>", arguments)
        if path == "collections.deque":
            return self.sequence("std::deque", "<deque>", arguments)
        if path in SETS:
            return self.ordered("std::set", "<set>", "<pyhost/convert/set.hpp>", arguments or (model.Named("typing.Any"),), 1)
        if path in MAPS:
            arguments = (*arguments, model.Named("builtins.int")) if path == "collections.Counter" and len(arguments) == 1 else arguments
            return self.ordered("std::map", "<map>", "<pyhost/convert/mapping.hpp>", arguments if len(arguments) == 2 else (None,) * 2, 2)
        if path in CONTAINERS:
            return ANY
        if path.startswith(("numpy.typing.", "numpy._typing.")):
            raise Unsuitable("what becomes an array of numpy has no type here")
        return self.declared_class(type_)

    def array(self, arguments):
        """Of one type of numpy, by numpy.dtype where it is numpy.ndarray; of any other it is an object."""
        item = arguments[-1] if arguments else None
        while getattr(item, "path", "") == "numpy.dtype" and item.arguments:
            item = item.arguments[0]
        text = ITEMS.get(getattr(item, "path", ""))
        if text is None:
            return ANY
        name = "pyhost::ndarray<%s>" % text
        self.instances.add(name)
        return Cpp(name, frozenset(["<cstdint>", "<pyhost/bindings/ndarray.hpp>"]), is_ordered=False)

    def sequence(self, template, header, arguments):
        inner = self.value(arguments[0]) if arguments else ANY
        return merged("%s<%s>" % (template, inner.text), inner, includes=[header, "<pyhost/convert/sequence.hpp>"],
                      view="" if inner.text == "bool" or template != "std::vector" else "std::span<const %s>" % inner.text)

    def ordered(self, template, header, converter, arguments, count):
        inner = [self.value(argument) for argument in arguments[:count] if argument is not None]
        if not inner or inner[0].text == OBJECT:
            return ANY  # keys and items of any type have no order in C++
        if inner[0].is_object:
            return ANY
        if inner[0].text.startswith(("std::vector<", "std::set<", "std::map<")) and inner[0].text != "std::vector<std::byte>":
            raise Unsuitable("%s is a list, set or dict in Python, which cannot be a key or an item of a set" % inner[0].text)
        if not inner[0].is_ordered:
            raise Unsuitable("%s has no order in C++, and cannot be a key or an item of a set" % inner[0].text)
        return merged("%s<%s>" % (template, ", ".join(one.text for one in inner)), *inner, includes=[header, converter])

    def tuple(self, arguments):
        if len(arguments) == 2 and arguments[1] == model.Named("builtins.ellipsis"):
            return self.sequence("std::vector", "<vector>", arguments[:1])
        if not arguments:
            return self.sequence("std::vector", "<vector>", ())
        inner = [NONE if is_none(argument) else self.value(argument) for argument in arguments]
        return merged("std::tuple<%s>" % ", ".join(one.text for one in inner), *inner, includes=["<tuple>", "<pyhost/convert/tuple.hpp>"])

    def declared_class(self, type_):
        if is_any(type_):
            return ANY
        if is_none(type_):
            return NONE
        called = self.callable_of(type_.path)
        if called is not None:
            return self.callable(called)
        found = self.declared(type_.path)
        if found is None:
            raise Unsuitable("there is no C++ type for %s" % python_text.of_type(type_))
        name, kind = found
        is_enum = kind in (model.ENUM, model.FLAG)
        return Cpp(name, needs=frozenset() if is_enum else frozenset([type_.path]), is_ordered=is_enum)
