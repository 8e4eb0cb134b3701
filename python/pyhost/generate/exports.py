# SPDX-License-Identifier: MIT
"""What a module says in `__all__`, and which of its names are public."""

import ast

from pyhost.generate.conditions import constant


class Exports:
    """The statements about `__all__` of one module. Those of another module are added by its name, since it is read later."""

    def __init__(self):
        self.is_given = False
        self.steps = []  # ("name", text), ("remove", text), ("module", its name), ("expression", that leads to a module)

    def read_assignment(self, targets, value):
        if any(is_all(target) for target in targets):
            if not any(is_all(part) for part in ast.walk(value)):  # else it is `__all__ = __all__ + [...]`
                self.steps = []
            self.add(value)

    def read_addition(self, node):
        if is_all(node.target):
            self.add(node.value)

    def read_call(self, call):
        """`__all__.extend(...)`, `.append(...)`, `.remove(...)`"""
        method = call.func
        if not isinstance(method, ast.Attribute) or not is_all(method.value) or len(call.args) != 1:
            return
        if method.attr == "extend":
            self.add(call.args[0])
        elif method.attr == "append":
            self.add(ast.List([call.args[0]], ast.Load()))
        elif method.attr == "remove":
            self.steps.append(("remove", constant(call.args[0])))

    def add(self, value):
        self.is_given = True
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
            self.add(value.left)
            self.add(value.right)
        elif isinstance(value, ast.Attribute) and value.attr == "__all__":
            self.steps.append(("expression", value.value))
        elif isinstance(value, (ast.List, ast.Tuple)):
            named = [constant(item.value if isinstance(item, ast.Starred) else item) for item in value.elts]
            self.steps += [("name", name) for name in named if isinstance(name, str)]
            for item in value.elts:
                if isinstance(item, ast.Starred):
                    self.add(item.value)
        elif isinstance(value, ast.Call) and len(value.args) == 1:  # list(x.__all__)
            self.add(value.args[0])

    def add_module(self, module):
        """`from module import __all__`"""
        self.is_given = True
        self.steps.append(("module", module))


def is_all(node):
    return isinstance(node, ast.Name) and node.id == "__all__"
