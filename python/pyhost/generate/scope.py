# SPDX-License-Identifier: MIT
"""The names that a module or a class binds, in order, as the target would bind them."""

import ast
import dataclasses

from pyhost.generate.exports import Exports

FUNCTION, CLASS, ASSIGNMENT, ANNOTATION, ALIAS = "function", "class", "assignment", "annotation", "type"
MODULE, IMPORTED = "module", "imported"
WEAK = (ASSIGNMENT, ANNOTATION)  # `X = None` before a class X, or `X = wrap(X)` after it, does not hide the class


@dataclasses.dataclass(eq=False)
class Binding:
    """`module` and `origin` are of imports: a module, or a name in it. `is_reexport` is `import x as x`, `from y import z as z`.
    `otherwise` is what another branch binds, for an import that finds nothing."""
    kind: str
    node: ast.AST
    module: str = ""
    origin: str = ""
    is_reexport: bool = False
    documentation: str = ""
    otherwise: "Binding | None" = None

    @property
    def value(self):
        """What is assigned, or None."""
        return getattr(self.node, "value", None)

    @property
    def line(self):
        return getattr(self.node, "lineno", 0)


class Scope:
    """Of a module, or of a class in it: then `owner` is the scope around it, and `node` the class."""

    def __init__(self, source, body, target, owner=None, node=None):
        self.source, self.target, self.owner, self.node = source, target, owner, node
        self.names, self.stars, self.exports = {}, [], Exports()
        self.inner = {}
        Collector(self).read(body, self.names)

    @property
    def module(self):
        return self.source.name

    @property
    def path(self):
        return self.owner.path + "." + self.node.name if self.owner else self.module

    @property
    def module_scope(self):
        return self.owner.module_scope if self.owner else self

    def primary(self, name):
        """The binding that tells what a name is: the last definition or import, else an annotation, else an assignment; or None."""
        bindings = self.names.get(name, [])
        strong = [binding for binding in bindings if binding.kind not in WEAK]
        annotations = [binding for binding in bindings if binding.kind == ANNOTATION]
        return (strong or annotations or bindings or [None])[-1]

    def of_class(self, node):
        if node not in self.inner:
            self.inner[node] = Scope(self.source, node.body, self.target, self, node)
        return self.inner[node]

    def absolute(self, module, level):
        """The module that a relative import names."""
        if not level:
            return module or ""
        parts = self.module.split(".")
        parts = parts[:len(parts) - level + (1 if self.source.is_package else 0)]
        return ".".join(parts + ([module] if module else []))


class Collector:
    """Walks statements, branches included, and writes the bindings into a dict {name: [Binding]}."""

    def __init__(self, scope):
        self.scope = scope

    def read(self, statements, names):
        last = []
        for statement in statements:
            if isinstance(statement, ast.Expr):
                self.read_expression(statement.value, last)
            read = getattr(self, "read_" + type(statement).__name__, None)
            last = (read(statement, names) if read else None) or []

    def read_expression(self, value, last):
        """A string after an assignment documents it; `__all__.extend(...)` exports."""
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            for binding in last:
                binding.documentation = value.value
        elif isinstance(value, ast.Call):
            self.scope.exports.read_call(value)

    @staticmethod
    def bind(names, name, binding):
        names.setdefault(name, []).append(binding)
        return binding

    def read_FunctionDef(self, node, names):
        self.bind(names, node.name, Binding(FUNCTION, node))

    read_AsyncFunctionDef = read_FunctionDef

    def read_ClassDef(self, node, names):
        self.bind(names, node.name, Binding(CLASS, node))

    def read_TypeAlias(self, node, names):
        return [self.bind(names, node.name.id, Binding(ALIAS, node))]

    def read_Assign(self, node, names):
        self.scope.exports.read_assignment(node.targets, node.value)
        return [self.bind(names, name, Binding(ASSIGNMENT, one)) for target in node.targets for name, one in assignments(target, node)]

    def read_AnnAssign(self, node, names):
        if node.value is not None:
            self.scope.exports.read_assignment([node.target], node.value)
        return [self.bind(names, node.target.id, Binding(ANNOTATION, node))] if isinstance(node.target, ast.Name) else []

    def read_AugAssign(self, node, names):
        self.scope.exports.read_addition(node)

    def read_Import(self, node, names):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            module = alias.name if alias.asname else top
            self.bind(names, alias.asname or top, Binding(MODULE, node, module, "", alias.asname == alias.name))

    def read_ImportFrom(self, node, names):
        module = self.scope.absolute(node.module, node.level)
        for alias in node.names:
            if alias.name == "*":
                self.scope.stars.append(module)
            elif alias.name == "__all__":
                self.scope.exports.add_module(module)
            else:
                self.bind(names, alias.asname or alias.name, Binding(IMPORTED, node, module, alias.name, alias.asname == alias.name))

    def read_If(self, node, names):
        truth = self.scope.target.truth(node.test)
        if truth is not None:
            self.read(node.body if truth else node.orelse, names)
        else:
            self.read_branches([node.body, node.orelse], names)

    def read_Try(self, node, names):
        self.read_branches([node.body + node.orelse] + [handler.body for handler in node.handlers], names)
        self.read(node.finalbody, names)

    read_TryStar = read_Try

    def read_With(self, node, names):
        self.read(node.body, names)

    def read_For(self, node, names):
        self.read_branches([node.body, node.orelse], names)

    read_While = read_For

    def read_branches(self, bodies, names):
        """Only some of them run: a name is what the first of them makes of it."""
        chosen = {}
        for body in bodies:
            bound = {}
            self.read(body, bound)
            for name, bindings in bound.items():
                if name not in chosen:
                    chosen[name] = bindings
                elif chosen[name][-1].otherwise is None:
                    chosen[name][-1].otherwise = bindings[-1]
        for name, bindings in chosen.items():
            names.setdefault(name, []).extend(bindings)


def assignments(target, node):
    """(name, a node that assigns to it alone) for each name of a target; the value is `...` where it is not written out."""
    if isinstance(target, ast.Name):
        yield target.id, node
    elif isinstance(target, (ast.Tuple, ast.List)):
        values = node.value.elts if isinstance(node.value, (ast.Tuple, ast.List)) else []
        is_matched = len(values) == len(target.elts) and not any(isinstance(one, ast.Starred) for one in values + target.elts)
        for at, part in enumerate(target.elts):
            value = values[at] if is_matched else ast.Constant(...)
            yield from assignments(part, ast.copy_location(ast.Assign([part], value), node))
