# SPDX-License-Identifier: MIT
"""What the decorators of a function make of it."""

import ast
import dataclasses

from pyhost.generate.definitions import dotted
from pyhost.generate.model import CLASS_METHOD, STATIC_METHOD

TRANSPARENT = frozenset((
    "abc.abstractmethod", "functools.wraps", "functools.lru_cache", "functools.cache", "typing.final", "typing.override", "typing.overload",
    "typing.no_type_check", "typing.type_check_only", "typing.deprecated", "warnings.deprecated", "enum.member"))
PROPERTIES = ("builtins.property", "functools.cached_property")
MANAGERS = {"contextlib.contextmanager": "contextlib.AbstractContextManager",
            "contextlib.asynccontextmanager": "contextlib.AbstractAsyncContextManager"}
KINDS = {"builtins.classmethod": CLASS_METHOD, "builtins.staticmethod": STATIC_METHOD}
ACCESSORS = ("getter", "setter", "deleter")


@dataclasses.dataclass
class Decoration:
    """`kind` is that of a class method or static method, `manager` the class that a context manager's function returns."""
    kind: str = ""
    manager: str = ""
    accessor: str = ""
    is_property: bool = False
    is_overload: bool = False
    is_known: bool = True


def decoration(node, scope, definitions):
    found = Decoration()
    for decorator in node.decorator_list:
        parts = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator) or [""]
        if parts[:-1] == [node.name] and parts[-1] in ACCESSORS:
            found.accessor = parts[-1]
        else:
            apply(found, definitions.through_names(definitions.find(scope, parts)).path)
    return found


def apply(found, path):
    found.is_overload |= path == "typing.overload"
    found.is_property |= path in PROPERTIES
    found.kind = KINDS.get(path, found.kind)
    found.manager = MANAGERS.get(path, found.manager)
    found.is_known &= path in TRANSPARENT or path in PROPERTIES or path in MANAGERS or path in KINDS
