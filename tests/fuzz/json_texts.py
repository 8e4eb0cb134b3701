# SPDX-License-Identifier: MIT
"""What Python's json module says of a text, as far as RFC 8259 and the limits of json::parse() go."""

import json
import math

DEPTH = 512


def refuse(text):
    raise ValueError("%s is no JSON" % text)


def finite(text):
    value = float(text)
    return refuse(text) if math.isinf(value) else value


def whole(value):
    """The value; raises ValueError where it has half a character."""
    json.dumps(value, ensure_ascii=False).encode("utf-8")
    return value


def loads(data):
    """The value; raises ValueError where JSON has none."""
    def members(pairs):
        return dict(whole(pairs))  # before one key takes the place of another

    return whole(json.loads(data.decode("utf-8"), parse_constant=refuse, parse_float=finite, object_pairs_hook=members))


def complaints(data, value, written):
    """What is wrong with a text that was taken, with its value, and with the text that was written of that."""
    try:
        expected = loads(data)
    except ValueError as why:
        return "%r was taken: %s" % (data, why)
    if repr(value) != repr(expected):
        return "%r: got %r, expected %r" % (data, value, expected)
    text = json.dumps(expected, ensure_ascii=False, separators=(",", ":"))
    return "" if written == text else "%r: written %s, expected %s" % (data, written, text)


def refusal_complaints(data, message):
    """What is wrong with the refusal of a text."""
    if " in each other" in message:
        return "" if data.count(b"[") + data.count(b"{") > DEPTH else "%r: %s" % (data, message)
    try:
        value = loads(data)
    except (ValueError, RecursionError):
        return "" if message.startswith("json: expected ") else "%r: what is expected here: %s" % (data, message)
    return "%r was refused, it is %r: %s" % (data, value, message)
