# SPDX-License-Identifier: MIT
"""Values that the source tells: defaults, constants of modules, values of enums."""

import ast
import operator

from pyhost.generate.algebra import ANY
from pyhost.generate.model import Default, Member, Named

UNKNOWN = Default(False)
OPERATORS = {ast.BitOr: operator.or_, ast.BitAnd: operator.and_, ast.BitXor: operator.xor, ast.LShift: operator.lshift, 
             ast.Add: operator.add, ast.Sub: operator.sub}
COMPARED = (type(None), bool, int, float, str, bytes, Member)
INFERRED = (bool, int, float, str, bytes)


def default(node):
    """The Default of an expression, or None where there is none."""
    if node is None:
        return None
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return UNKNOWN
    return UNKNOWN if holds_ellipsis(value) else Default(True, value)


def holds_ellipsis(value):
    if isinstance(value, dict):
        return any(map(holds_ellipsis, value.items()))
    return any(map(holds_ellipsis, value)) if isinstance(value, (tuple, list)) else value is ...


def folded(node, names):
    """The Default of an expression of integers and of `names`, {name: Default}, as flags are written."""
    if isinstance(node, ast.Name) and node.id in names:
        return names[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        sides = [folded(side, names) for side in (node.left, node.right)]
        if all(side.is_known and isinstance(side.value, int) for side in sides) and 0 <= sides[1].value < 2 ** 62:
            return combined(node.op, sides[0].value, sides[1].value)
    return default(node)


def combined(operation, left, right):
    if isinstance(operation, ast.LShift) and right > 64:
        return UNKNOWN
    return Default(True, OPERATORS[type(operation)](left, right))


def inferred(node):
    """The type of a constant, or Any."""
    found = default(node)
    if found and found.is_known and type(found.value) in INFERRED:
        return Named("builtins." + type(found.value).__name__)
    return ANY


def text(found):
    """A Default as the check at run time writes it, which compares no containers."""
    is_compared = found.is_known and type(found.value) in COMPARED and getattr(found.value, "is_compared", True)
    return repr(found.value) if is_compared else "..."
