# SPDX-License-Identifier: MIT
"""From the bytes of a file to its syntax tree, and what to say when the running Python cannot read it."""

import ast
import re
import sys
import warnings

from pyhost.generate.errors import Unreadable

# Lines that an older Python refuses, and the version that they need.
NEWER_SYNTAX = (
    ("lazy imports", (3, 15), r"\s*lazy\s+(import|from)\b"),
    ("exceptions without parentheses", (3, 14), r"\s*except\*?\s+[\w.]+\s*,\s*[\w.]+(\s*,\s*[\w.]+)*\s*:"),
    ("defaults of type parameters", (3, 13), r"\s*(class|def|async\s+def|type)\s+\w+\s*\[[^\]]*\w\s*=[^=]"),
    ("type parameters", (3, 12), r"\s*(class|def|async\s+def)\s+\w+\s*\["),
    ("the type statement", (3, 12), r"\s*type\s+\w+\s*(\[.*\])?\s*="),
    ("except*", (3, 11), r"\s*except\s*\*"),
    ("the match statement", (3, 10), r"\s*(match\s+.+|case\s+.+):"),
    ("several items of with in parentheses", (3, 10), r"\s*(async\s+)?with\s*\("),
)


def parse(source, content):
    """The ast.Module of a SourceFile."""
    try:
        with warnings.catch_warnings():  # invalid escapes and the like are the business of who wrote the file
            warnings.simplefilter("ignore")
            return ast.parse(content, filename=source.path)
    except SyntaxError as error:
        raise Unreadable(explanation(source.path, error, content)) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Unreadable("%s: it is not Python source: %s; repair the file" % (source.path, error)) from error


def explanation(path, error, content):
    line = error.lineno or 1
    lines = content.decode("utf-8", "replace").splitlines()
    newer = newer_syntax(lines[line - 1] if line <= len(lines) else "", sys.version_info[:2])
    why = "%s need Python %d.%d, and this is Python %d.%d; run the generator with a newer Python" % (
        newer + sys.version_info[:2]) if newer else "repair the file"
    return "%s:%d: it is not Python source: %s; %s" % (path, line, error.msg, why)


def newer_syntax(text, version):
    """(what a line uses, major, minor) when it is newer than `version`, else None."""
    for what, needed, pattern in NEWER_SYNTAX:
        if needed > tuple(version) and re.match(pattern, text):
            return (what,) + needed
    return None
