# SPDX-License-Identifier: MIT
"""Which records of C++ can have a `==` of their own that means what Python's does."""

from pyhost.generate import model
from pyhost.generate.algebra import parts_of
from pyhost.generate.emit.known_types import CONTAINERS, ITERABLES, LISTS, MAPS, SCALARS, SETS

COLLECTIONS = LISTS | ITERABLES | SETS | MAPS | {"builtins.tuple", "collections.deque", "builtins.ellipsis"}
WITHOUT = frozenset(["datetime.time"])  # std::chrono::hh_mm_ss has none
OBJECTS = ("pyhost::ref<", "pyhost::ndarray<", "std::function<", "std::shared_ptr<")  # a pointer is equal to one of the same object alone


class Equality:
    """`class_of` gives the Class of a path, or None."""

    def __init__(self, class_of):
        self.class_of = class_of

    def of_record(self, class_, texts):
        """Whether a record has it, whose fields have these types of C++."""
        return self.is_compared(class_, frozenset()) and not any(one in text for text in texts for one in OBJECTS)

    def is_compared(self, class_, seen):
        is_own = any(one.name == "__eq__" for one in class_.members)
        inner = seen | {class_.path}
        return class_.has_equality and not is_own and bool(class_.fields) and all(self.of_type(one.type, inner) for one in class_.fields)

    def of_type(self, type_, seen):
        if isinstance(type_, (model.Callable, model.TypeVariable, model.Unsupported)):
            return False
        if isinstance(type_, model.Literal):
            return True
        parts = parts_of(type_)
        if isinstance(type_, model.Union) and any(getattr(one, "path", "") in seen for one in parts):
            return False  # a record that may hold one of its own is held by a pointer
        if not isinstance(type_, model.Named):
            return all(self.of_type(one, seen) for one in parts)
        if type_.path in SCALARS or type_.path == "builtins.None":
            return type_.path not in WITHOUT
        if type_.path in COLLECTIONS:
            return type_.path == "builtins.ellipsis" or bool(parts) and all(self.of_type(one, seen) for one in parts)
        return type_.path not in CONTAINERS and self.of_class(type_.path, seen)

    def of_class(self, path, seen):
        class_ = self.class_of(path)
        if class_ is None or class_.kind in (model.CLASS, model.PROTOCOL):
            return False
        return class_.kind in (model.ENUM, model.FLAG) or class_.path in seen or self.is_compared(class_, seen)
