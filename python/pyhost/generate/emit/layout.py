# SPDX-License-Identifier: MIT
"""Lines of C++ of at most 140 columns, indented by four."""

import re

WIDTH = 140


def indented(lines, depth=1):
    return [("    " * depth + line) if line else line for line in lines]


def call(before, arguments, after, depth=0):
    """`before(arguments)after` in one line where it fits, else its arguments fill the lines below."""
    line = "%s%s%s" % (before, ", ".join(arguments), after)
    if len(line) + 4 * depth <= WIDTH or not arguments:
        return [line]
    lines, now = [before], "    "
    for index, argument in enumerate(arguments):
        piece = argument + (", " if index + 1 < len(arguments) else after)
        if len(now.rstrip()) > 0 and len(now + piece.rstrip()) + 4 * depth > WIDTH:
            lines.append(now.rstrip())
            now = "    "
        now += piece
    return lines + [now.rstrip()]


def statement(before, arguments, after, braced):
    """`before(arguments)after{braced};` in a body, where what is braced may stand in a line of its own."""
    head = call(before, arguments, after + "{", 1)
    if len(head[-1]) + len(braced) + 2 + 4 <= WIDTH:
        return head[:-1] + [head[-1] + braced + "};"]
    return head + ["    " + braced + "};"]


def folded(line):
    """A line in pieces that fit, where one type alone is too long: broken behind a comma, else at another space."""
    if len(line) <= WIDTH or line.lstrip().startswith("//"):
        return [line]
    indent = len(line) - len(line.lstrip())
    plain = re.sub(r'"(\\.|[^"\\])*"', lambda found: "x" * len(found.group()), line)
    spaces = [at for at in range(indent + 1, WIDTH) if plain[at] == " "]
    commas = [at for at in spaces if line[at - 1] == ","]
    if not spaces:
        return [line]
    at = (commas or spaces)[-1]
    return [line[:at], *folded(" " * (indent + 4) + line[at + 1:])]


def member(before, initial):
    """`type name` of an aggregate, with what it is at first."""
    return before + ("{};" if initial == "{}" else " = %s;" % initial if initial else ";")


def literal(text):
    """A string literal of C++ for text."""
    out, was_hex = [], False
    for c in text:
        plain = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}.get(c) or (c if c.isprintable() else "")
        separator = '" "' if was_hex and plain in tuple("0123456789abcdefABCDEF") else ""  # else it would be another digit
        out.append(separator + plain or "".join("\\x%02x" % byte for byte in c.encode("utf-8", "surrogatepass")))
        was_hex = not plain
    return '"%s"' % re.sub(r"(?<=\?)\?", r"\\?", "".join(out))  # two of them may begin a trigraph


def comment(lines):
    """Documentation: no line may end in a backslash, which would continue it, or hold what ends a line."""
    return [commented("".join(c if c.isprintable() else " " for c in line.expandtabs(4)).rstrip()) for line in lines]


def commented(line):
    return "///%s%s%s" % (" " if line else "", line, "." if line.endswith("\\") else "")
