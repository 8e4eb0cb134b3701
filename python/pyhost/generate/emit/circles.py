# SPDX-License-Identifier: MIT
"""Records that are made of each other, of which none could be declared first."""

from pyhost.generate.algebra import NONE, parts_of
from pyhost.generate.model import Named, Union


class Circles:
    """`fields_of(path)` gives the fields of a record, and nothing for other classes."""

    def __init__(self, fields_of):
        self.fields_of = fields_of
        self.known = {}

    def of(self, path, is_by_value):
        """The paths of the records that hold this one and that it holds, itself as well where it does. `is_by_value`: apart from what is held
        as `X | None`, which a pointer does."""
        return {one for one in self.held(path, is_by_value) if path in self.held(one, is_by_value)}

    def held(self, path, is_by_value):
        key = (path, is_by_value)
        if key not in self.known:
            found, waiting = set(), [path]
            while waiting:
                fields = self.fields_of(waiting.pop())
                new = {one for field in fields for one in named(field.type, is_by_value) if self.fields_of(one)} - found
                found |= new
                waiting += new
            self.known[key] = found
        return self.known[key]


def named(type_, is_by_value):
    """The paths of the classes in a type."""
    if is_by_value and isinstance(type_, Union) and NONE in type_.members and len(type_.members) == 2:
        return
    if isinstance(type_, Named):
        yield type_.path
    for one in parts_of(type_):
        yield from named(one, is_by_value)
