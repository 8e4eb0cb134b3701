# SPDX-License-Identifier: MIT
"""The fields of records that a call makes: NamedTuple("P", [("x", int)]), namedtuple("P", "x y"), TypedDict("T", {"x": int})."""

import ast

from pyhost.generate import constants
from pyhost.generate.algebra import ANY
from pyhost.generate.model import NAMED_TUPLE, Field
from pyhost.generate.records import is_total


def fields(call, path, kind, context, records):
    """The Fields; `path` is that of what is called, `records` the Records that know keys of a TypedDict."""
    listed = call.args[1] if len(call.args) > 1 else next((one.value for one in call.keywords if one.arg in ("fields", "field_names")), None)
    if path == "collections.namedtuple":
        return untyped(call, listed)
    if kind == NAMED_TUPLE:
        pairs = [pair.elts for pair in getattr(listed, "elts", [])]
        return [Field(ast.literal_eval(name), records.resolver.type_of(annotation, context), line=call.lineno) for name, annotation in pairs]
    pairs = zip(listed.keys, listed.values) if isinstance(listed, ast.Dict) else ()
    total = is_total(call.keywords)
    return [records.key(ast.literal_eval(name), annotation, context, total, call.lineno) for name, annotation in pairs]


def untyped(call, listed):
    names = ast.literal_eval(listed)
    names = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    given = next((one.value for one in call.keywords if one.arg == "defaults"), None)
    values = [constants.default(one) for one in getattr(given, "elts", [])]
    defaults = [None] * (len(names) - len(values)) + values
    return [Field(name, ANY, default, line=call.lineno) for name, default in zip(names, defaults)]
