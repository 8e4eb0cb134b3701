# SPDX-License-Identifier: MIT
"""The modules that have been read, and the names that they give to others."""

from pyhost.generate import parsing, scope as scopes
from pyhost.generate.conditions import Target
from pyhost.generate.definitions import dotted
from pyhost.generate.errors import Unreadable


class Modules:
    """Each module is read once, when something first asks for it."""

    def __init__(self, search):
        self.search = search
        self.target = Target(search.version, search.platform)
        self.scopes, self.trees, self.existing, self.exports = {}, {}, {}, {}

    def exists(self, name):
        if name not in self.existing:
            self.existing[name] = bool(name) and (self.search.find(name) is not None or self.search.is_directory(name))
        return self.existing[name]

    def scope(self, name):
        """The Scope of a module, or None when it has no file. Raises Unreadable."""
        if name not in self.scopes:
            self.scopes[name] = self.read(name)
        if isinstance(self.scopes[name], Unreadable):
            raise self.scopes[name]
        return self.scopes[name]

    def read(self, name):
        source = self.search.find(name) if name else None
        if source is None:
            return None
        try:
            self.trees[name] = parsing.parse(source, self.search.read(source))
        except Unreadable as error:
            return error
        return scopes.Scope(source, self.trees[name].body, self.target)

    def is_read(self, name):
        return name in self.scopes

    def readable(self, name):
        """The Scope of a module, or None when it has none for whatever reason."""
        try:
            return self.scope(name)
        except Unreadable:
            return None

    def exported(self, name):
        """The names in `__all__` of a module, or None when it has no such list."""
        if name not in self.exports:
            scope = self.readable(name)
            self.exports[name] = None  # for modules that add the lists of each other
            self.exports[name] = self.read_exports(scope) if scope and scope.exports.is_given else None
        return self.exports[name]

    def read_exports(self, scope):
        names = {}
        for step, what in scope.exports.steps:
            if step == "remove":
                names.pop(what, None)
            else:
                module = self.module_meant(scope, what) if step == "expression" else what
                names.update(dict.fromkeys([what] if step == "name" else self.exported(module) or ()))
        return list(names)

    def module_meant(self, scope, expression):
        """The name of the module that a dotted name leads to, as far as imports of the same file tell."""
        parts = dotted(expression) or [""]
        binding = scope.primary(parts[0])
        if binding is None or binding.kind not in (scopes.MODULE, scopes.IMPORTED):
            return ".".join([scope.module] + parts)  # a submodule, which `from .x import *` binds in its package
        start = ".".join(filter(None, (binding.module, binding.origin)))
        return ".".join([start] + parts[1:])

    def star_names(self, name, seen=frozenset()):
        """What `from name import *` binds."""
        exported = self.exported(name)
        if exported is not None:
            return exported
        scope = self.readable(name)
        if scope is None or name in seen:
            return []
        names = [one for one, bindings in scope.names.items() if not one.startswith("_") and is_passed_on(scope, bindings[-1])]
        return names + [one for star in scope.stars for one in self.star_names(star, seen | {name})]

    def is_given(self, scope, name):
        """Whether a name is one of the module, not one that it imports for itself."""
        binding = scope.primary(name)
        if binding:
            return not is_import(binding) or binding.is_reexport or name in (self.exported(scope.module) or ())
        return any(name in self.star_names(star) for star in scope.stars)

    def public_names(self, name):
        """The names that users of a module are meant to use, in the order of the file."""
        scope, exported = self.scope(name), self.exported(name)
        own = [one for one in scope.names if not one.startswith("_") and all(is_public(scope, binding) for binding in scope.names[one])]
        stars = [star for star in scope.stars if scope.source.is_stub or is_own_part(scope, star)]
        names = own + [one for star in stars for one in self.star_names(star)]
        if exported is not None:
            in_order = [one for one in list(scope.names) + names if one in exported]
            names = in_order + [one for one in exported if not one.startswith("__")]  # every module has a __doc__
        return list(dict.fromkeys(names))


def is_import(binding):
    return binding.kind in (scopes.MODULE, scopes.IMPORTED)


def is_passed_on(scope, binding):
    """What a stub imports is its own business unless it says `as` the same name; at run time imports are names like others."""
    return not scope.source.is_stub or not is_import(binding) or binding.is_reexport


def is_public(scope, binding):
    if not is_import(binding) or binding.is_reexport:
        return True
    return not scope.source.is_stub and binding.kind == scopes.IMPORTED and is_own_part(scope, binding.module)


def is_own_part(scope, module):
    """Whether the scope is that of a package, and the module is in it."""
    return scope.source.is_package and (module == scope.module or module.startswith(scope.module + "."))
