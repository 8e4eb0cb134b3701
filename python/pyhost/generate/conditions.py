# SPDX-License-Identifier: MIT
"""Conditions that are known before a program runs: TYPE_CHECKING, the version and the platform of the target."""

import ast
import operator

COMPARISONS = {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
               ast.Eq: operator.eq, ast.NotEq: operator.ne}


class Target:
    """The Python that will run the modules."""

    def __init__(self, version, platform):
        self.version, self.platform = tuple(version), platform

    def truth(self, test):
        """True or False, or None for what only a run can tell."""
        if isinstance(test, ast.Constant):
            return bool(test.value)
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = self.truth(test.operand)
            return None if inner is None else not inner
        if isinstance(test, ast.BoolOp):
            return self.of_several([self.truth(value) for value in test.values], isinstance(test.op, ast.Or))
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            return self.of_comparison(test.left, test.ops[0], test.comparators[0])
        if isinstance(test, ast.Call):
            return self.of_platform_call(test)
        return True if last_name(test) == "TYPE_CHECKING" else None

    @staticmethod
    def of_several(truths, decisive):
        """Of `or`, which one true value decides, or of `and`, which one false value decides."""
        if decisive in truths:
            return decisive
        return None if None in truths else not decisive

    def of_comparison(self, left, comparison, right):
        ours, theirs = self.value(left), constant(right)
        if isinstance(comparison, (ast.In, ast.NotIn)) and isinstance(ours, str) and isinstance(theirs, (tuple, list, set)):
            return (ours in theirs) == isinstance(comparison, ast.In)
        if ours is None or type(comparison) not in COMPARISONS or type(ours) is not type(theirs):
            return None
        return COMPARISONS[type(comparison)](ours, theirs)

    def of_platform_call(self, call):
        """sys.platform.startswith("win")"""
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr == "startswith" and len(call.args) == 1:
            ours, prefix = self.value(function.value), constant(call.args[0])
            if isinstance(ours, str) and isinstance(prefix, (str, tuple)):
                return ours.startswith(prefix)
        return None

    def value(self, node):
        """What sys.version_info, a part of it, sys.platform or os.name has as value; None for others."""
        if isinstance(node, ast.Subscript) and last_name(node.value) == "version_info":
            return self.part_of_version(node.slice)
        name = ast.unparse(node) if isinstance(node, (ast.Attribute, ast.Name)) else ""
        full_version = self.version + (99,)  # sys.version_info has more parts than the target names: as of its last patch
        return {"sys.version_info": full_version, "version_info": full_version, "sys.platform": self.platform, "platform": self.platform,
                "os.name": "nt" if self.platform == "win32" else "posix"}.get(name)

    def part_of_version(self, index):
        if isinstance(index, ast.Slice):
            stop = constant(index.upper) if index.upper else None
            return self.version[:stop] if index.lower is None and index.step is None and stop in (1, 2) else None
        at = constant(index)
        return self.version[at] if at in (0, 1) else None


def constant(node):
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def last_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
