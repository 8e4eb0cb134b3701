# SPDX-License-Identifier: MIT
"""One class, enum or record of a header."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import names

RECORDS = (model.DATACLASS, model.NAMED_TUPLE, model.TYPED_DICT)
ENUMS = (model.ENUM, model.FLAG)
LIMIT = 256  # of the names that PYHOST_ENUM takes


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
    def owner(self):
        """The path of the class that it stands in, if any."""
        return self.path.rpartition(".")[0] if "." in self.path[len(self.module) + 1:] else ""

    @property
    def qualified(self):
        return names.BEGIN + names.namespace(self.module) + names.END + self.name
