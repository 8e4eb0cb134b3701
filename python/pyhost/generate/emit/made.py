# SPDX-License-Identifier: MIT
"""One overload in C++: its declaration, and its body; what else a namespace declares."""

import dataclasses

from pyhost.generate import model
from pyhost.generate.emit import layout
from pyhost.generate.emit.parameters import ALL, EARLY, LATE, NONE

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
    fields: frozenset = frozenset()  # of the record whose method it is

    @property
    def is_method(self):
        return self.kind == model.METHOD

    @property
    def class_path(self):
        """The class of a method or constructor, which is complete in its own declaration."""
        if not self.owner:
            return ""
        return "%s.%s" % (self.module, self.name if self.is_constructor else self.name.rpartition(".")[0])

    @property
    def is_constructor(self):
        return self.owner != "" and self.called == self.owner

    def literals(self):
        texts = [layout.literal(self.module), layout.literal(self.name)]
        return ", ".join(texts + ([layout.literal(self.parameters)] if self.parameters is not None else []))


@dataclasses.dataclass
class Declaration:
    """Lines of a namespace, what they include, and which classes must be complete before them."""
    lines: list
    includes: set = dataclasses.field(default_factory=set)
    needs: set = dataclasses.field(default_factory=set)


@dataclasses.dataclass
class Made:
    """`before`: lines of the aggregate of its options; `needs`: the classes that must be complete there. One that is weak leaves a call to
    another overload that fits as well."""
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

    @property
    def is_deferred(self):
        return self.is_weak and any(one.is_late and one.default for one in self.parameters.all())

    def head(self, before, owner, parameters, after):
        result = self.result + " " if self.result else ""
        return layout.call(before + result + owner + self.name + "(", parameters, after, 1)

    def declared(self, defaults):
        return [one.declared(defaults) for one in self.parameters.all()]

    def inline(self):
        """The whole of a free function."""
        template = [WEAK] if self.is_weak else []
        head = template + self.head(self.attribute + "inline ", "", self.declared(ALL), ")")
        return [*self.before, *([""] if self.before else []), *self.documentation, *head, "{", *layout.indented(self.body), "}"]

    def member(self, prefix=""):
        """The declaration in a class. Those of templates have all their defaults here: C++ takes them nowhere else."""
        template = [WEAK.replace("class", "class pyhost_late") if self.is_deferred else WEAK] if self.is_weak else []
        declared = [one.deferred().declared() for one in self.parameters.all()] if self.is_weak else self.declared(EARLY)
        after = ") const;" if self.is_const else ");"
        return [*self.documentation, *template, *self.head(self.attribute + prefix, "", declared, after)]

    def definition(self, owner):
        """The body of a member, outside of its class."""
        template, defaults = (["template <class>"], NONE) if self.is_weak else ([], LATE)
        head = self.head("inline ", owner + "::", self.declared(defaults), (") const" if self.is_const else ")") + self.initial)
        return [*template, *head, "{", *layout.indented(self.body), "}"]
