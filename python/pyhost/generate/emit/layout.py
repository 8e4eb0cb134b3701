# SPDX-License-Identifier: MIT
"""Lines of C++ of at most 140 columns, indented by four."""

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


def literal(text):
    """A string literal of C++ for text."""
    out, was_hex = [], False
    for byte in text.encode("utf-8", "surrogatepass"):
        c = chr(byte)
        if c in '"\\':
            piece, is_hex = "\\" + c, False
        elif 32 <= byte < 127:
            piece, is_hex = ('" "' + c if was_hex and c in "0123456789abcdefABCDEF" else c), False
        else:
            piece, is_hex = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(c) or "\\x%02x" % byte, c not in "\n\t\r"
        out.append(piece)
        was_hex = is_hex
    return '"%s"' % "".join(out)


def comment(lines):
    """Documentation: no line may end in a backslash, which would continue it."""
    return [("/// " + line.replace("\t", "    ").rstrip() + ("." if line.endswith("\\") else "")).rstrip() for line in lines]
