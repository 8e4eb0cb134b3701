# SPDX-License-Identifier: MIT
"""Checks the mutations and the tables of tests/lifecycle/README.md against each other and against the tests.

A mutation must apply, and name a test and a case that exist. A row must name tests and mutations that exist, or the part that
it comes with; a mutation stands in the row of what it breaks. peers.md names tests that exist.
"""

import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "mutations"))
import patches  # noqa: E402  (the folder is no package)

README = patches.ROOT / "tests/lifecycle/README.md"
PEERS = patches.ROOT / "tests/lifecycle/peers.md"
PROMISES = ["P%d" % number for number in range(1, 11)]


def rows(text):
    """What each row is about, with the names in its columns of tests and of mutations, and whether it is still to come."""
    for name, _, tests, mutations in re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", text, re.MULTILINE):
        if name != "fault" and not name.startswith("---"):
            yield name, re.findall(r"`([^`]+)`", tests), re.findall(r"`([^`]+)`", mutations), tests.startswith("comes with ")


def patch_problems(paths):
    """Sentences on mutations that cannot work; the ones that can, by name, are added to the second result."""
    problems, found = [], {}
    for path in paths:
        try:
            one = patches.read(path)
            with tempfile.TemporaryDirectory() as folder:
                one.apply(pathlib.Path(folder))
        except patches.Unfit as e:
            problems.append(str(e))
            continue
        found[one.name] = one
        source = patches.source_of(one.red)
        if source is None:
            problems.append("%s: there is no test %s" % (one.name, one.red))
        elif one.case and not patches.has_case(source, one.case):
            problems.append("%s: %s has no case '%s'" % (one.name, one.red, one.case))
    return problems, found


def table_problems(text, found):
    table = {name: (tests, mutations, is_to_come) for name, tests, mutations, is_to_come in rows(text)}
    for name in PROMISES:
        if name not in table:
            yield "there is no row for %s" % name
    for name, (tests, mutations, is_to_come) in table.items():
        if not is_to_come and not (tests and mutations):
            yield "'%s' names no test or no mutation, and no part that it comes with" % name
        for test in tests:
            if patches.source_of(test) is None:
                yield "'%s': there is no test %s" % (name, test)
        for mutation in mutations:
            if mutation not in found:
                yield "'%s': there is no mutation %s" % (name, mutation)
    for mutation in found.values():
        for name in filter(None, (mutation.promise, mutation.fault)):
            if mutation.name not in table.get(name, ((), ()))[1]:
                yield "%s: is not in the row of '%s'" % (mutation.name, name)


def peer_problems(text):
    for test in re.findall(r"`((?:unit|lifecycle|compile_fail)[./][^`]+)`", text):
        if patches.source_of(test) is None:
            yield "peers.md: there is no test %s" % test


def main():
    problems, found = patch_problems(patches.paths())
    problems += table_problems(README.read_text(encoding="utf-8"), found)
    problems += peer_problems(PEERS.read_text(encoding="utf-8"))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
