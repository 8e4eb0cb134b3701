# SPDX-License-Identifier: MIT
"""Final, ClassVar, Required and their like, which say something about a name around its type."""

import ast

from pyhost.generate.definitions import dotted
from pyhost.generate.forms import arguments
from pyhost.generate.resolve import parsed

QUALIFIERS = {"typing." + name: name for name in ("Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Annotated")}
QUALIFIERS["dataclasses.InitVar"] = "InitVar"


def unwrap(annotation, scope, definitions):
    """(the annotation within the qualifiers, or None for a bare one such as `Final`, the names of the qualifiers)."""
    names = set()
    while True:
        annotation = opened(annotation)
        name = qualifier(annotation, scope, definitions)
        if not name:
            return annotation, names
        names.add(name)
        if not isinstance(annotation, ast.Subscript):
            return None, names
        annotation = arguments(annotation)[0]


def opened(annotation):
    """The expression in a string."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return parsed(annotation.value) or annotation
    return annotation


def qualifier(annotation, scope, definitions):
    parts = dotted(annotation.value if isinstance(annotation, ast.Subscript) else annotation)
    return QUALIFIERS.get(definitions.find(scope, parts).path) if parts else None
