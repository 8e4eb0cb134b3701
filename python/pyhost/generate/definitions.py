# SPDX-License-Identifier: MIT
"""From a name in a scope to what defines it: through imports, `from x import *`, packages and classes, over all modules."""

import ast
import builtins
import dataclasses

from pyhost.generate import known, scope as scopes
from pyhost.generate.errors import Unreadable

KNOWN, CLASS, FUNCTION, VALUE, ALIAS, MODULE, ABSENT = "known", "class", "function", "value", "type", "module", "absent"
KINDS = {scopes.CLASS: CLASS, scopes.FUNCTION: FUNCTION, scopes.ASSIGNMENT: VALUE, scopes.ANNOTATION: VALUE, scopes.ALIAS: ALIAS}


@dataclasses.dataclass(frozen=True)
class Definition:
    """A `path` that says all, or a `name` that `binding` binds in `scope`, or a module of that path, or the `reason` why there is none."""
    kind: str
    path: str = ""
    scope: "scopes.Scope | None" = None
    name: str = ""
    binding: "scopes.Binding | None" = None
    reason: str = ""


class Definitions:
    """`modules` gives the Scope of a module by its name, or None, and says whether there is one."""

    def __init__(self, modules):
        self.modules = modules
        self.cache = {}

    def find(self, scope, parts):
        """What a dotted name means in a scope."""
        found = self.of_name(scope, parts[0])
        for part in parts[1:]:
            found = self.attribute(found, part)
        return found

    def of_name(self, scope, name):
        while scope.owner:
            binding = scope.primary(name)
            if binding and not is_plain_member(binding):
                return self.of_binding(scope, name, binding, frozenset(), True)
            scope = scope.module_scope
        found = self.member(scope.module, name)
        if found.kind in (ABSENT, MODULE) and name not in scope.names and scope.module != "builtins":
            builtin = self.member("builtins", name)
            found = builtin if builtin.kind != ABSENT else Definition(ABSENT, name=name, reason=undefined(name, scope.module))
        return found

    def attribute(self, owner, name):
        """What `owner.name` means."""
        if owner.kind == MODULE or owner.path in known.MODULES:
            return self.member(owner.path, name)
        opened = self.locate(owner.path) if owner.kind == KNOWN else owner
        if opened.kind == MODULE:
            return self.member(opened.path, name)
        if opened.kind == ABSENT and owner.path.split(".")[0] in known.UNCHECKED:
            return Definition(KNOWN, owner.path + "." + name, name=name)
        if opened.kind == CLASS:
            return self.in_class(opened, name)
        if opened.kind == ABSENT and owner.kind != KNOWN:
            return owner
        return Definition(ABSENT, name=name, reason="%s has no known attribute %s" % (owner.path or owner.name, name))

    def in_class(self, owner, name, seen=frozenset()):
        """A name of a class, or of a base of it."""
        inner = owner.scope.of_class(owner.binding.node)
        binding = inner.primary(name)
        if binding:
            return self.of_binding(inner, name, binding, frozenset(), True)
        for base in self.bases(owner):
            if base.kind == CLASS and base.path not in seen:
                found = self.in_class(base, name, seen | {owner.path})
                if found.kind != ABSENT:
                    return found
        return Definition(ABSENT, name=name, reason="the class %s has no %s" % (owner.path, name))

    def through_names(self, found, steps=20):
        """What a value is another name for, as `loads = decoder.loads` says; a value that is no such name is itself."""
        parts = dotted(found.binding.value) if found.kind == VALUE else None
        if not parts or not steps:
            return found
        return self.through_names(self.find(found.scope, parts), steps - 1)

    def bases(self, owner):
        """The definitions of the bases of a class, followed all the way."""
        for base in owner.binding.node.bases:
            parts = dotted(base.value if isinstance(base, ast.Subscript) else base)
            if parts:
                found = self.find(owner.scope, parts)
                yield self.locate(found.path) if found.kind == KNOWN else found

    def locate(self, path):
        """The definition behind a canonical path, also where the path says all."""
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            module = ".".join(parts[:length])
            if self.modules.exists(module):
                found = self.member(module, parts[length], stops=False)
                for part in parts[length + 1:]:
                    found = self.in_class(found, part) if found.kind == CLASS else Definition(ABSENT, name=part, reason="no class")
                return found
        return Definition(ABSENT, name=path, reason="the module of %s is not found" % path)

    def member(self, module, name, seen=frozenset(), stops=True):
        """What `module.name` means; names of the known modules are not followed where it `stops` at them."""
        key = (module, name, stops)
        if key not in self.cache:
            found = self.find_member(module, name, seen, stops)
            if seen and found.kind == ABSENT:
                return found  # perhaps only in this circle of imports
            self.cache[key] = found
        return self.cache[key]

    def find_member(self, module, name, seen, stops):
        if stops and known.is_public(module, name) and self.is_there(module, name):
            path = module + "." + name
            return Definition(MODULE, path) if path in known.MODULES else Definition(KNOWN, known.canonical(path), name=name)
        try:
            scope = self.modules.scope(module)
        except Unreadable as error:
            return Definition(ABSENT, name=name, reason=str(error))
        if scope and (module, name) not in seen:
            found = self.in_scope(scope, name, seen | {(module, name)}, stops)
            if found:
                return found
        if self.modules.exists(module + "." + name):
            return Definition(MODULE, module + "." + name)
        if scope is None and not self.modules.exists(module):
            return Definition(ABSENT, name=name, reason="the module %s is not found" % module)
        return Definition(ABSENT, name=name, reason=undefined(name, module))

    def in_scope(self, scope, name, seen, stops):
        binding = scope.primary(name)
        if binding:
            found = self.of_binding(scope, name, binding, seen, stops)
            is_itself = found.kind == ABSENT and binding.kind == scopes.IMPORTED and (binding.module, binding.origin) in seen
            return None if is_itself else found
        for star in reversed(scope.stars):
            if self.brings(star, name, seen):
                return self.member(star, name, seen, stops)
        if "__getattr__" in scope.names and scope.source.is_stub:  # a stub that is not complete
            return Definition(KNOWN, "typing.Any", name=name)
        return None

    def brings(self, module, name, seen):
        """Whether `from module import *` binds a name."""
        names = self.modules.star_names(module)
        return name in names and (module, name) not in seen

    def of_binding(self, scope, name, binding, seen, stops):
        if binding.kind == scopes.MODULE:
            is_missing = binding.otherwise and not self.modules.exists(binding.module)
            return self.of_binding(scope, name, binding.otherwise, seen, stops) if is_missing else Definition(MODULE, binding.module)
        if binding.kind == scopes.IMPORTED:
            found = self.member(binding.module, binding.origin, seen, stops)
            is_missing = found.kind == ABSENT and binding.otherwise
            return self.of_binding(scope, name, binding.otherwise, seen, stops) if is_missing else found
        return Definition(KINDS[binding.kind], self.path_of(scope, name), scope, name, binding)

    def path_of(self, scope, name):
        home = known.HOMES.get(scope.path)
        if home and known.is_public(home, name) and self.is_there(home, name):
            return home + "." + name
        return known.canonical(scope.path + "." + name)

    def is_there(self, module, name):
        """Whether a known module has a name, as far as one can tell."""
        path = module + "." + name
        is_unread = module in known.UNCHECKED and not self.modules.is_read(module)
        if is_unread or path in known.MODULES or known.canonical(path) != path:
            return True
        if module == "builtins" and hasattr(builtins, name):
            return True
        scope = self.modules.readable(module)
        if scope is None or name not in scope.names and not scope.source.is_stub:  # the code of a library may be older than the target
            return True
        return self.modules.is_given(scope, name)


def is_plain_member(binding):
    """A method or attribute named `list` does not hide the type of that name: stubs rely on it."""
    if binding.kind == scopes.ANNOTATION:
        return "TypeAlias" not in ast.dump(binding.node.annotation)
    return binding.kind == scopes.FUNCTION or binding.kind == scopes.ASSIGNMENT and isinstance(binding.value, ast.Constant)


def undefined(name, module):
    return "the name %s is not defined in module %s" % (name, module)


def dotted(node):
    """The parts of `a.b.c`, or None."""
    if isinstance(node, ast.Name):
        return [node.id]
    inner = dotted(node.value) if isinstance(node, ast.Attribute) else None
    return inner + [node.attr] if inner else None
