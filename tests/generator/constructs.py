# SPDX-License-Identifier: MIT
"""Prints the constructs of Python that the golden tests cover: the tags of their cases, each with the files that have it."""

import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"
CASE = re.compile(r'TEST_CASE\("(?:[^"\\]|\\.)*",\s*((?:"[^"]*"\s*)+)\)')


def by_file():
    """{module: its tags, in order}"""
    found = {}
    for path in sorted(FOLDER.glob("*.test.cpp")):
        cases = CASE.findall(path.read_text(encoding="utf-8"))
        found[path.name.partition(".")[0]] = [tag for tags in cases for tag in re.findall(r"\[([^\]]+)\]", tags)]
    return found


def main():
    files = {}
    for module, tags in by_file().items():
        for tag in tags:
            files.setdefault(tag, {})[module] = None
    for tag in sorted(files, key=str.lower):
        print("%s: %s" % (tag, ", ".join(files[tag])))


if __name__ == "__main__":
    main()
