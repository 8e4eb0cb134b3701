# SPDX-License-Identifier: MIT
"""Keys and comments of TypeScript."""

import json
import re


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def comment(text, indent):
    lines = [line.rstrip().replace("*/", "*\\/") for line in text.split("\n")] if text else []
    if len(lines) < 2:
        return ["%s/** %s */" % (indent, lines[0])] if lines else []
    return [indent + "/**"] + [(indent + " * " + line).rstrip() for line in lines] + [indent + " */"]
