# SPDX-License-Identifier: MIT
"""Makes the table of conversions from what the headers declare and what a program that converts prints.

Usage: table.py rows HEADERS FILE                    writes the C++ lines that convert every type the headers name
       table.py check HEADERS PAGE SAMPLES PROGRAM   fails when the page's table is not what the headers and the program give
       table.py write HEADERS PAGE SAMPLES PROGRAM   writes it into the page, between <!-- table --> and <!-- end -->

HEADERS is include/pyhost. The comment of every specialisation of converter and range_converter there begins with the types that it is for:
    /// `int`, `long` and others: what is taken. To Python: what is made.
    /// `char*`, to Python only: what is made.
    /// `py::arrow_array`, from Python only: what is taken.
Each such type is converted; so a converter without such a comment, or with a wrong one, fails the test.
"""

import ast
import pathlib
import re
import subprocess
import sys
import textwrap

SPECIALISATION = re.compile(r"^(?:struct|class) (?:range_)?converter<", re.MULTILINE)
COMMENT = re.compile(r"((?:^///.*\n)+)(?:template .*\n(?: +requires.*\n)*)(?:struct|class) (?:range_)?converter<", re.MULTILINE)
HEAD = re.compile(r"((?:[^`:]|`[^`]*`|:(?=\S))*): (.*)")
# Types of a library beside Python or of a newer standard, and what only a function returns.
NOT_BUILT = ("pybind11::", "std::expected<", "std::chrono::zoned_time<", "py::task<", "py::async_generator<")
FREE_WORDS = ("becomes", "the object", "the member")  # a comment that says more than the name of a type


class Problem(Exception):
    pass


class Row:
    """What the comment of one specialisation says."""

    def __init__(self, header, comment):
        lines = [line[3:].strip() for line in comment.splitlines()]
        text = " ".join(lines[:lines.index("")] if "" in lines else lines)
        found = HEAD.fullmatch(text)
        self.header = header
        self.types = re.findall("`([^`]+)`", found.group(1)) if found and text.startswith("`") else []
        if not self.types:
            raise Problem("%s: the comment of a converter begins with its types, `like this`: %r" % (header, text[:60]))
        self.head, rest = found.groups()
        self.head, comma, way = self.head.partition(", to Python only") if ", to" in self.head else self.head.partition(", from Python only")
        self.is_built = not self.types[0].startswith(NOT_BUILT)
        self.way = {"": "both_ways", ", to Python only": "to_python_only", ", from Python only": "from_python_only"}[comma]
        if self.way == "both_ways":
            self.takes, _, self.gives = rest.partition(" To Python: ")
        else:
            self.takes, self.gives = ("", rest) if self.way == "to_python_only" else (rest, "")
        if not self.gives and self.way != "from_python_only":
            raise Problem("%s: the comment does not say what becomes of %s in Python" % (header, self.types[0]))


def in_order_of_the_map(headers):
    """The headers as README.md lists them, converters first: families that belong together stand together."""
    listed = re.findall(r"^\| `([^`|]+\.hpp)` \|", (headers / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    listed = [header for header in listed if not header.startswith("bindings/")]  # of generated headers, which have a page of their own
    return sorted(listed, key=lambda header: (not header.startswith("convert/"), not header.startswith("values/")))


def read_rows(headers):
    rows = []
    for header in in_order_of_the_map(headers):
        text = (headers / header).read_text(encoding="utf-8")
        found = [Row(header, comment) for comment in COMMENT.findall(text)]
        if len(found) != len(SPECIALISATION.findall(text)):
            raise Problem("%s: %d specialisations of converter, and %d comments that say what one is for"
                          % (header, len(SPECIALISATION.findall(text)), len(found)))
        rows += found
    return rows


def cpp_lines(rows):
    for number, row in enumerate(rows):
        if not row.is_built:
            continue
        for name in row.types:
            more = "" if row.way == "to_python_only" else ", samples, other"
            yield '%s<%s>(%d, "%s"%s);\n' % (row.way, name, number, name, more)


def measure(rows, program):
    """Adds to each row what the program has found of its types."""
    for row in rows:
        row.found = []
    done = subprocess.run([program], stdout=subprocess.PIPE, check=True, encoding="utf-8")
    for line in done.stdout.splitlines():
        kind, number, name, *rest = line.split("\t")
        if kind in ("both", "from"):
            named, takes, gives, same, refusal = rest
            check_name(name, named)
            rows[int(number)].found.append((takes.split(","), gives.split(",") if gives else [], same == "same", refusal))
        else:
            rows[int(number)].found.append(([], [rest[0]], False, ""))
    for row in rows:
        if len(row.found) != (len(row.types) if row.is_built else 0):
            raise Problem("%s: %s was not converted; build the program again" % (row.header, row.types[0]))
        check_made(row)


def check_name(name, named):
    """What an error calls the type is how the comment writes it."""
    found = re.fullmatch(r"TypeError: expected std::vector<(.*)>, got Other", named)
    if named and (not found or found.group(1) not in (name, name + "<>")):
        raise Problem("the comment writes %s, an error: %s" % (name, named))


def check_made(row):
    """What the comment says that becomes of the type is what became of it."""
    for _, gives, _, _ in row.found:
        wrong = [name for name in gives if name not in row.gives]
        if wrong and not any(word in row.gives for word in FREE_WORDS):
            raise Problem("%s: %s became %s, but the comment says: %s" % (row.header, row.types[0], wrong[0], row.gives))


def made(row):
    if row.way == "from_python_only":
        return "–"
    if not row.is_built:
        return as_markdown(row.gives.rstrip("."))
    if "the object" in row.gives and all(same for _, _, same, _ in row.found):
        return "the object itself"
    names = sorted({name for _, gives, _, _ in row.found for name in gives})
    return ", ".join("`%s`" % name for name in names)


def refused(row):
    text = row.found[0][3] if row.found else ""
    return "`%s`" % re.sub(r"^TypeError: |, got Other.*$", "", text) if text else "–"


def as_markdown(text):
    """Names such as __index__ as code, since Markdown would make them bold."""
    return re.sub(r"\b(?:\w+\.)?__\w+__", r"`\g<0>`", text)


def table(rows, samples):
    lines = ["| C++ | takes from Python | of the samples | the others are | makes in Python | header |", "|---|---|---|---|---|---|"]
    for row in rows:
        takes = "–"
        if row.found and row.way != "to_python_only":
            taken = [name for name in samples if name in row.found[0][0]]
            takes = "all" if len(taken) == len(samples) else ", ".join(taken)
        text = as_markdown(row.takes.rstrip(".")) or "nothing"
        lines.append("| %s |" % " | ".join([row.head, text, takes, refused(row), made(row), "`%s`" % row.header]))
    return "\n".join(lines) + "\n"


def samples_of(path):
    """The dict SAMPLES of samples.py, unevaluated: name to expression."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "SAMPLES":
            return ast.literal_eval(node.value)
    raise Problem("%s has no SAMPLES" % path)


def generated(rows, samples):
    listed = ", ".join("%s `%s`" % item for item in samples.items())
    text = "%d converters. The samples: %s." % (len(rows), listed)
    return "\n%s\n\n%s\n" % (textwrap.fill(text, 140, break_on_hyphens=False), table(rows, samples))


def run(command, headers, *rest):
    rows = read_rows(pathlib.Path(headers))
    if command == "rows":
        pathlib.Path(rest[0]).write_text("".join(cpp_lines(rows)), encoding="utf-8")
        return
    page, samples, program = rest
    measure(rows, program)
    path = pathlib.Path(page)
    text = path.read_text(encoding="utf-8")
    parts = re.fullmatch(r"(.*^<!-- table -->\n)(.*)(^<!-- end -->$.*)", text, re.MULTILINE | re.DOTALL)
    if not parts:
        raise Problem("%s has no lines <!-- table --> and <!-- end -->" % page)
    new = parts.group(1) + generated(rows, samples_of(pathlib.Path(samples))) + parts.group(3)
    if command == "write":
        path.write_text(new, encoding="utf-8")
    elif new != text:
        raise Problem("%s: its table is not what the headers and the program give; write it by: table.py write %s"
                      % (page, " ".join([headers, *rest])))


if __name__ == "__main__":
    try:
        run(*sys.argv[1:])
    except Problem as problem:
        sys.exit("table.py: %s" % problem)
