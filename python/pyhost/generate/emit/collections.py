# SPDX-License-Identifier: MIT
"""Parameters whose collection in Python is none that a container of C++ becomes by itself: tuples of any length, deques, frozensets."""

from pyhost.generate.emit.types import members_of

WRAPPED = ("std::optional<", "pyhost::or_default<")
CLASSES = frozenset(["collections.deque", "builtins.frozenset", "collections.OrderedDict", "collections.Counter", "builtins.bytearray"])


def wrapper(type_):
    """(what stands around the container in C++, its header), or None for types that need nothing."""
    paths = [path for path in (getattr(one, "path", "") for one in members_of(type_)) if path != "builtins.None"]
    if "builtins.tuple" in paths:
        return "pyhost::tuple_of<%s>", "<pyhost/bindings/tuple_of.hpp>"
    if len(paths) == 1 and paths[0] in CLASSES:
        return 'pyhost::collection<"' + paths[0] + '", %s>', "<pyhost/bindings/collection.hpp>"
    return None


def told(type_, declared, reference):
    """(what a typed function is told of a parameter that is declared so, the header that this needs, if any)."""
    outer, inner, found = "%s", declared, wrapper(type_)
    while inner.startswith(WRAPPED):
        outer %= inner[:inner.index("<")] + "<%s>"
        inner = inner[inner.index("<") + 1:-1]
    is_tuple = found is not None and found[0].startswith("pyhost::tuple_of")
    if found is None or not inner.startswith(("std::span<", "std::vector<") if is_tuple else "std::"):
        return reference(declared), None
    return outer % (found[0] % reference(inner)), found[1]
