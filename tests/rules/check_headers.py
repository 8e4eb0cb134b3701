# SPDX-License-Identifier: MIT
"""Checks the headers of pyhost against the map in their README.md and the forms of the project.

Usage: check_headers.py INCLUDE_FOLDER     (the folder that holds README.md and the headers)

The map has a fenced block marked `layers`, the highest row first:
    NUMBER | NAME NAME ... | what the row is
where a name is `gil` (gil.hpp), `types/*` (all in types/) or `async/` (async.hpp and all in async/), and a table
    | header | layer | what it is for |
with one line for each header.
"""

import pathlib
import re
import sys

MOST_LINES = 250
MOST_PUBLIC_MACROS = 6
UMBRELLAS = {"pyhost.hpp", "all.hpp"}


class Layers:
    """The order of the headers, read from the map."""

    def __init__(self, text):
        block = re.search(r"^```layers\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        self.places = []  # (pattern of a path, layer, row, position in the row)
        for row, line in enumerate(block.group(1).splitlines() if block else []):
            number, names, _ = line.split("|")
            for position, name in enumerate(names.split()):
                self.places.append((self.pattern(name), int(number), row, position))

    @staticmethod
    def pattern(name):
        stem = re.escape(name.rstrip("*/"))
        if name.endswith("/*"):
            return re.compile(stem + r"/.+\.hpp")
        if name.endswith("/"):
            return re.compile(stem + r"(/.+)?\.hpp")
        return re.compile(stem + r"\.hpp")

    def place(self, header):
        """(layer, row, position) of a header, or None."""
        for pattern, layer, row, position in self.places:
            if pattern.fullmatch(header):
                return layer, row, position
        return None

    def allows(self, header, included):
        """Whether a header may include another: a lower layer, its own name, or an earlier name of its row."""
        layer, row, position = self.place(header)
        other_layer, other_row, other_position = self.place(included)
        return other_layer < layer or (other_row == row and other_position <= position)


def table(text):
    """Header to layer, as the table of the map says."""
    rows = re.findall(r"^\| `([^`|]+\.hpp)` \| ([^|]*) \| [^|]+ \|$", text, re.MULTILINE)
    return {header: layer.strip() for header, layer in rows}


def includes(text):
    return re.findall(r"^\s*#\s*include\s*[<\"]pyhost/([^>\"]+)[>\"]", text, re.MULTILINE)


def check_map(headers, layers, listed):
    for header in headers:
        if header not in listed:
            yield "%s is missing from the table of README.md" % header
        elif header not in UMBRELLAS and layers.place(header) is None:
            yield "%s is in no row of the layers of README.md" % header
        elif header not in UMBRELLAS and listed[header] != str(layers.place(header)[0]):
            yield "%s is in layer %d, the table says %s" % (header, layers.place(header)[0], listed[header])
    for header in listed:
        if header not in headers:
            yield "%s is in the table of README.md, but does not exist" % header


def check_edges(headers, layers):
    for header, text in headers.items():
        for included in includes(text):
            if included not in headers:
                yield "%s includes %s, which does not exist" % (header, included)
            elif included in UMBRELLAS and header not in UMBRELLAS:
                yield "%s includes the umbrella %s" % (header, included)
            elif header in UMBRELLAS or layers.place(header) is None or layers.place(included) is None:
                continue
            elif not layers.allows(header, included):
                yield "%s includes %s, which is not below it" % (header, included)


def check_cycles(headers):
    """One sentence for each include that closes a cycle."""
    open_now, done = [], set()

    def visit(header):
        if header in open_now:
            yield "cycle: %s" % " -> ".join(open_now[open_now.index(header):] + [header])
        elif header not in done and header in headers:
            open_now.append(header)
            for included in includes(headers[header]):
                yield from visit(included)
            done.add(open_now.pop())

    for header in headers:
        yield from visit(header)


def check_form(header, text):
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        yield "%s has %d lines, the most is %d" % (header, len(lines), MOST_LINES)
    if lines[:1] != ["// SPDX-License-Identifier: MIT"]:
        yield "%s: line 1 is not the SPDX line" % header
    if len(lines) < 2 or not re.fullmatch(r"// \w.*[.:].*", lines[1]):
        yield "%s: line 2 is not a sentence that says what the file is for" % header
    code = [line for line in lines if line.strip() and not line.startswith("//")]
    if code[:1] != ["#pragma once"]:
        yield "%s does not begin with #pragma once" % header
    if header != "detail/python.hpp" and re.search(r"^\s*#\s*include\s*[<\"]Python\.h", text, re.MULTILINE):
        yield "%s includes Python.h, which only detail/python.hpp may" % header


def check_macros(header, text):
    names = re.findall(r"^\s*#\s*define\s+(\w+)", text, re.MULTILINE)
    if header != "macros.hpp":
        for name in names:
            yield "%s defines the macro %s outside macros.hpp" % (header, name)
        return
    for name in names:
        if not name.startswith("PYHOST_"):
            yield "macros.hpp defines %s, which does not begin with PYHOST_" % name
    public = {name for name in names if not name.startswith("PYHOST_DETAIL_")}
    if len(public) > MOST_PUBLIC_MACROS:
        yield "macros.hpp has %d public macros, the most is %d" % (len(public), MOST_PUBLIC_MACROS)


def problems(folder):
    """All sentences on what breaks a rule below this folder."""
    folder = pathlib.Path(folder)
    map_text = (folder / "README.md").read_text(encoding="utf-8")
    headers = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.hpp"))}
    layers = Layers(map_text)
    found = [] if layers.places else ["README.md has no block marked `layers`"]
    found += check_map(headers, layers, table(map_text))
    found += check_edges(headers, layers)
    found += check_cycles(headers)
    for header, text in headers.items():
        found += check_form(header, text)
        found += check_macros(header, text)
    return found


def main(folder):
    found = problems(folder)
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
