# SPDX-License-Identifier: MIT
"""The fields of records that a call makes: NamedTuple("P", [("x", int)]), namedtuple("P", "x y"), TypedDict("T", {"x": int})."""

import ast

from pyhost.generate import constants
from pyhost.generate.algebra import ANY
from pyhost.generate.errors import Undefined
from pyhost.generate.functional import argument
from pyhost.generate.model import NAMED_TUPLE, Field
from pyhost.generate.records import is_total


def fields(call, path, kind, context, records):
    """The Fields; `path` is that of what is called, `records` the Records that know keys of a TypedDict."""
    listed = argument(call, 1, "fields", "field_names")
    if path == "collections.namedtuple":
        return untyped(call, listed)
    if kind == NAMED_TUPLE:
        pairs = [(ast.literal_eval(pair.elts[0]), pair.elts[1]) for pair in getattr(listed, "elts", [])]
        return [Field(name, records.resolver.type_of(annotation, context), line=call.lineno) for name, annotation in pairs]
    pairs = zip(listed.keys, listed.values) if isinstance(listed, ast.Dict) else ()
    total = is_total(call.keywords)
    return [records.key(ast.literal_eval(name), annotation, context, total, call.lineno) for name, annotation in pairs]


def untyped(call, listed):
    try:
        names = ast.literal_eval(listed)
    except (ValueError, TypeError, SyntaxError) as error:
        raise Undefined("the fields of the namedtuple are not written out") from error
    names = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    values = [constants.default(one) for one in getattr(argument(call, 5, "defaults"), "elts", [])]
    defaults = [None] * (len(names) - len(values)) + values
    return [Field(name, ANY, default, line=call.lineno) for name, default in zip(names, defaults)]
