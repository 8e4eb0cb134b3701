# SPDX-License-Identifier: MIT
"""The model of the modules that a program uses, built from their files; nothing is imported."""

import ast
import dataclasses

from pyhost.generate import definitions as kinds, scope as scopes
from pyhost.generate.attributes import Attributes
from pyhost.generate.classes import Classes
from pyhost.generate.declarations import Declarations
from pyhost.generate.definitions import Definitions
from pyhost.generate.errors import NotFound, Undefined
from pyhost.generate.forms import PARAMETER_KINDS
from pyhost.generate.functions import Functions
from pyhost.generate.known import canonical
from pyhost.generate.model import TYPED_DICT, Module
from pyhost.generate.modules import Modules
from pyhost.generate.resolve import Resolver


@dataclasses.dataclass(frozen=True)
class Problem:
    """A declaration that is left out, and why."""
    file: str
    line: int
    what: str
    reason: str


class Program:
    """The modules and classes that a `search` finds. Each is read once, and only when something asks for it."""

    def __init__(self, search):
        self.search = search
        self.modules_read = Modules(search)
        self.definitions = Definitions(self.modules_read)
        self.resolver = Resolver(self.definitions)
        functions = Functions(self.resolver, self.typed_dict_of)
        attributes = Attributes(self.resolver, functions)
        self.classes_made = Classes(self.resolver, functions, attributes, self.report)
        self.declarations = Declarations(self.resolver, functions, attributes, self.class_of)
        self.modules, self.classes, self.problems = {}, {}, []

    @property
    def files(self):
        """All files that have been read, sorted: what the result depends on."""
        return sorted(self.search.files)

    def module(self, name):
        """The Module of a name. Raises NotFound, and Unreadable for a file with errors."""
        if name not in self.modules:
            scope = self.modules_read.scope(name)
            if scope is None:
                raise NotFound(self.absence(name))
            self.modules[name] = self.build(name, scope)
        return self.modules[name]

    def absence(self, name):
        places = self.search.places()
        why = "it is a folder without __init__.py" if self.modules_read.exists(name) else "there is no file of it"
        return "the module %s is not found: %s in %s; add the directory that holds it to the paths%s" % (
            name, why, ", ".join(places) or "no directory",
            "" if self.search.typeshed.folder else ", or install mypy or typeshed_client, which carry the stubs of the standard library")

    def build(self, name, scope):
        made = Module(name, scope.source.path, scope.source.is_stub, [], ast.get_docstring(self.modules_read.trees[name]) or "")
        for public in self.modules_read.public_names(name):
            declaration = self.guarded(scope, public)
            if declaration:
                made.declarations.append(declaration)
            elif self.is_untyped(scope, public):
                made.untyped.append((public, scope.primary(public).line))
        return made

    def is_untyped(self, scope, name):
        """Whether a name is a variable of the module itself for which there is no declaration."""
        found = self.definitions.member(scope.module, name, stops=False)
        is_own = found.kind == kinds.VALUE and found.scope is scope
        return is_own and self.resolver.calls.path(found) not in PARAMETER_KINDS and not any(one.what == name for one in self.problems)

    def guarded(self, scope, name):
        try:
            return self.declarations.declaration(scope, name)
        except Exception as error:  # one odd definition must not lose the others
            binding = scope.primary(name)
            self.report(scope, binding.line if binding else 0, name, error)
            return None

    def report(self, scope, line, what, error):
        reason = str(error) if isinstance(error, Undefined) else "it is written in a way that is not understood: %r" % error
        self.problems.append(Problem(scope.source.path, line, what, reason))

    def class_of(self, path):
        """The Class of a canonical path, nested ones as well, or None where it names no class that can be read."""
        path = canonical(path)
        if path not in self.classes:
            found = self.definitions.locate(path)
            is_class = found.kind == kinds.CLASS or found.kind == kinds.VALUE and self.resolver.calls.class_kind(found)
            self.classes[path] = self.class_guarded(found) if is_class else None
        return self.classes[path]

    def functions_as(self, path, self_path):
        """The functions of the class of a path where Self is another class, by their names."""
        found = self.definitions.locate(canonical(path))
        made = self.classes_made.members_as(found, self_path) if found.kind == kinds.CLASS else []
        return {one.name: one for one in made}

    def classes_in(self, path):
        """The paths of the public classes in a class."""
        found = self.definitions.locate(path)
        inner = found.scope.of_class(found.binding.node) if found.kind == kinds.CLASS else None
        bound = [(name, inner.primary(name)) for name in inner.names] if inner else []
        return ["%s.%s" % (path, name) for name, binding in bound if binding.kind == scopes.CLASS and not name.startswith("_")]

    def typed_dict_of(self, path):
        """The Class of a path that is a TypedDict, else None: other classes are perhaps being made just now."""
        found = self.definitions.locate(path)
        kind = self.classes_made.kind(found) if found.kind == kinds.CLASS else found.binding and self.resolver.calls.class_kind(found)
        return self.class_of(path) if kind == TYPED_DICT else None

    def class_guarded(self, found):
        try:
            return self.classes_made.build(found)
        except Exception as error:  # as above
            self.report(found.scope, found.binding.line, found.name, error)
            return None
