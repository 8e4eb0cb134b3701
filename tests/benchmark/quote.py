# SPDX-License-Identifier: MIT
"""Checks that a page quotes the measurements as they were found last.

Usage: quote.py [--write] PAGE...

A page has a line `<!-- SOURCE: FIRST CELL -->`, the table of the source whose first cell that is, and a line `<!-- end -->`;
`<!-- SOURCE: FIRST CELL | ROW; ROW -->` stands above these rows of it alone. Sources are the parts of .ci/long.md, by their heads, and
`budget`, the instructions on each CPython from budget.json.
"""

import argparse
import json
import pathlib
import re
import sys

import tables

HERE = pathlib.Path(__file__).parent
LONG = HERE.parent.parent / ".ci/long.md"
QUOTE = re.compile(r"(<!-- ([\w.-]+: [^\n|]*?)(?: \| ([^\n]*))? -->\n\n)((?:\|[^\n]*\n)*)(\n?<!-- end -->\n)")


def tables_of(source, text):
    """"SOURCE: FIRST CELL" to table."""
    found = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    return {"%s: %s" % (source, table.split("|")[1].strip()): table for table in found}


def measured(long_tests, budgets):
    """All tables that a page may quote."""
    known = tables_of("budget", tables.budgets(budgets))
    for part in long_tests.split("\n## ")[1:]:
        head, _, text = part.partition("\n")
        known.update(tables_of(head, text))
    return known


def rows_of(table, names):
    """The head and the named rows, in their order in the table."""
    lines = table.splitlines(keepends=True)
    first_cells = [line.split("|")[1].strip() for line in lines]
    missing = set(names) - set(first_cells)
    if missing:
        raise KeyError("no row " + "; ".join(sorted(missing)))
    return "".join(lines[:2] + [line for line, cell in zip(lines[2:], first_cells[2:]) if cell in names])


def quoted(page, known):
    """The page with what it should quote. Throws: KeyError for a table or a row that is not there."""
    def quote(found):
        table = known[found[2]]
        return found[1] + (rows_of(table, found[3].split("; ")) if found[3] else table) + "\n<!-- end -->\n"
    return QUOTE.sub(quote, page)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("page", nargs="+", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    known = measured(LONG.read_text(encoding="utf-8"), json.loads((HERE / "budget.json").read_text(encoding="utf-8")))
    stale = 0
    for page in options.page:
        text = page.read_text(encoding="utf-8")
        if not QUOTE.search(text):
            sys.exit("%s quotes nothing" % page)
        right = quoted(text, known)
        if options.write:
            page.write_text(right, encoding="utf-8")
        elif right != text:
            print("%s does not quote what was measured last; run tests/benchmark/quote.py --write %s" % (page, page))
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
