# SPDX-License-Identifier: MIT
"""Names and comments of TypeScript: which names the client has for itself."""

import json
import re

OWN = "Bridge CallOptions Calls Host Numbers Rest StreamOptions Streams".split()  # of the client itself
GLOBAL = "Array AsyncGenerator Promise Record Uint8Array".split()  # that it uses
KEYWORDS = (
    "any asserts await bigint boolean break case catch class const continue debugger default delete do else enum export "
    "extends false finally for function if implements import in infer instanceof interface keyof let never new null "
    "number object package private protected public readonly return static string super switch symbol this throw true try "
    "typeof undefined unique unknown var void while with yield").split()
RESERVED = frozenset(OWN + GLOBAL + KEYWORDS)


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def comment(text, indent):
    lines = [line.rstrip().replace("*/", "*\\/") for line in text.split("\n")] if text else []
    if len(lines) < 2:
        return ["%s/** %s */" % (indent, lines[0])] if lines else []
    return [indent + "/**"] + [(indent + " * " + line).rstrip() for line in lines] + [indent + " */"]
