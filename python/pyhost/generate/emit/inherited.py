# SPDX-License-Identifier: MIT
"""What classes have of their bases, as far as these are no bases in C++."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.algebra import NONE
from pyhost.generate.members import init_of

PLAIN_MODULES = frozenset(["builtins", "typing", "typing_extensions", "abc", "collections.abc", "collections", "types"])


def is_plain(type_):
    """Whether a class is of a module that headers have no classes of."""
    return type_.path.rpartition(".")[0] in PLAIN_MODULES


def names_of(class_):
    return {one.name for one in class_.members}


class Inherited:
    def __init__(self, program):
        self.program = program

    def classes_behind(self, class_):
        """(the type of a base, the class) for the bases of a class and theirs, each once, nearest first."""
        seen, waiting = {class_.path}, list(class_.bases)
        while waiting:
            base = waiting.pop(0)
            found = self.program.class_of(base.path) if isinstance(base, model.Named) and base.path not in seen else None
            if found is not None:
                seen |= {base.path, found.path}
                waiting += found.bases
                yield base, found

    def of_class(self, class_, base):
        """The class with the constructor that it inherits, object's too, and what it has of bases that are no bases in C++."""
        known = {one.name: one for one in class_.members}
        of_base = [base, *(one for _, one in self.classes_behind(base))] if base else []
        for place, found in self.classes_behind(class_):
            is_in_base = is_plain(place) or any(one.path == found.path for one in of_base)
            if found.kind == model.DATACLASS and class_.kind == model.CLASS:
                known.setdefault("__init__", init_of(found.fields, found.line))
            own = self.program.functions_as(found.path, class_.path)
            for one in found.members:
                is_of_self = one.name in own and own[one.name].signatures != one.signatures
                one = own[one.name] if is_of_self else one
                if one.name == "__init__" and class_.kind != model.PROTOCOL:
                    known.setdefault(one.name, dataclasses.replace(one, parameters=None))
                elif is_of_self and one.name != "__init__":
                    known.setdefault(one.name, one)
                elif not is_in_base and one.name != "__init__" and not any(one.name in names_of(other) for other in of_base):
                    known.setdefault(one.name, one)
        if class_.kind == model.CLASS and not class_.is_abstract and self.has_constructor_of_object(class_):
            known.setdefault("__init__", model.Function("__init__", model.METHOD, [model.Signature((), NONE)], line=class_.line))
        inherited = list(known.values())[len(class_.members):]
        first = [one for one in inherited if one.name == "__init__"]
        return dataclasses.replace(class_, members=first + class_.members + [one for one in inherited if one not in first])

    def has_constructor_of_object(self, class_):
        """Whether that is the one that a class has where it and its bases show none: all are known, and nothing has changed them."""
        behind = list(self.classes_behind(class_))
        known = {place.path for place, _ in behind} | {class_.path}
        classes = [class_, *(found for _, found in behind)]
        bases = [getattr(base, "path", "") for one in classes for base in one.bases]
        is_plain = all(one.kind in (model.CLASS, model.PROTOCOL) and not one.is_changed for one in classes)
        return is_plain and "typing.Any" not in bases and all(base in known for base in bases)

    def of_record(self, class_):
        """The record, which has no base in C++, with all members of its bases."""
        members = {one.name: one for _, base in reversed(list(self.classes_behind(class_))) for one in base.members}
        if class_.writes_equality:
            members.pop("__eq__", None)
        members.update({one.name: one for one in class_.members})
        fields = {one.name for one in class_.fields}
        return dataclasses.replace(class_, members=[one for name, one in members.items() if name not in fields])
