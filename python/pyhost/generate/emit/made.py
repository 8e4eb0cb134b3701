# SPDX-License-Identifier: MIT
"""One overload in C++: its declaration, and its body."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout

WEAK = "template <class = void>  // for what no overload above takes"


@dataclasses.dataclass
class Target:
    """What is called: its module, its name in it, the text that its parameters are compared with, and of which class it is."""
    module: str
    name: str
    parameters: "str | None"
    owner: str = ""  # the C++ class
    kind: str = model.FUNCTION
    called: str = ""  # the C++ function
    self: str = "self()"  # the object whose method it is

    @property
    def is_method(self):
        return self.kind == model.METHOD

    def literals(self):
        texts = [layout.literal(self.module), layout.literal(self.name)]
        return ", ".join(texts + ([layout.literal(self.parameters)] if self.parameters is not None else []))


@dataclasses.dataclass
class Made:
    """`before`: lines of the aggregate of its options. One that is `weak` leaves a call to another overload that fits as well."""
    before: list
    documentation: list
    result: str
    name: str
    parameters: object
    is_const: bool
    body: list
    includes: set
    needs: set
    attribute: str = ""  # of the declaration
    initial: str = ""  # of a constructor
    is_weak: bool = False

    @property
    def key(self):
        """What tells overloads apart."""
        return self.name, tuple(one.type for one in self.parameters.all())

    def head(self, before, owner, has_defaults, after):
        result = self.result + " " if self.result else ""
        parameters = [one.declared(has_defaults) for one in self.parameters.all()]
        return layout.call(before + result + owner + self.name + "(", parameters, after, 1)

    def inline(self):
        """The whole of a free function."""
        template = [WEAK] if self.is_weak else []
        head = template + self.head(self.attribute + "inline ", "", True, ")")
        return [*self.before, *([""] if self.before else []), *self.documentation, *head, "{", *layout.indented(self.body), "}"]

    def member(self, prefix=""):
        """The declaration in a class."""
        template = [WEAK] if self.is_weak else []
        return [*self.documentation, *template, *self.head(self.attribute + prefix, "", True, ") const;" if self.is_const else ");")]

    def definition(self, owner):
        """The body of a member, outside of its class."""
        template = ["template <class>"] if self.is_weak else []
        head = self.head("inline ", owner + "::", False, (") const" if self.is_const else ")") + self.initial)
        return [*template, *head, "{", *layout.indented(self.body), "}"]
