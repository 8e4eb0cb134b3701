# SPDX-License-Identifier: MIT
"""The mutations of this folder: reading a .patch file, and applying it to a copy of what it changes."""

import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


class Unfit(Exception):
    """A patch that cannot be read, or no longer applies."""


class Mutation:
    """A file NAME.patch: a sentence, lines `Key: value`, a blank line, and a unified diff with few lines of context."""

    KEYS = ("Promise", "Fault", "Red", "Case")

    def __init__(self, name, text):
        head, _, diff = text.partition("\n\n")
        lines = head.split("\n")
        pairs = [line.split(": ", 1) for line in lines[1:]]
        if any(len(pair) != 2 or pair[0] not in self.KEYS for pair in pairs):
            raise Unfit("%s: after the sentence come lines of %s, then a blank line" % (name, ", ".join(self.KEYS)))
        fields = dict(pairs)
        if len(fields) != len(pairs) or "Red" not in fields or not fields.keys() & {"Promise", "Fault"}:
            raise Unfit("%s: needs one Red, and a Promise or a Fault" % name)
        self.name, self.sentence = name, lines[0]
        self.promise, self.fault = fields.get("Promise", ""), fields.get("Fault", "")
        self.red, self.case = fields["Red"], fields.get("Case", "")
        self.changes = list(read_diff(name, diff))

    def apply(self, to):
        """Writes the changed files under the directory `to`."""
        for path, hunks in self.changes:
            text = (ROOT / path).read_text(encoding="utf-8")
            for old, new in hunks:
                text = replace_once(self.name, path, text, old, new)
            target = to / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


def replace_once(name, path, text, old, new):
    """Places are found by what stands there, not by line number, so that edits nearby do no harm."""
    count = ("\n" + text).count("\n" + old)
    if count != 1:
        raise Unfit("%s: does not apply: %s has these lines %d times, where once is wanted:\n%s" % (name, path, count, old))
    return ("\n" + text).replace("\n" + old, "\n" + new)[1:]


def read_diff(name, diff):
    """Pairs of a path and its hunks, each a pair of the old and the new lines."""
    files = re.split(r"^--- a/.*\n\+\+\+ b/(.*)\n", diff, flags=re.MULTILINE)
    if files[0].strip() or len(files) < 3:
        raise Unfit("%s: has no unified diff with paths a/... and b/..." % name)
    for path, body in zip(files[1::2], files[2::2]):
        hunks = re.split(r"^@@ .*\n", body, flags=re.MULTILINE)[1:]
        yield path, [(side(hunk, " -"), side(hunk, " +")) for hunk in hunks]


def side(hunk, signs):
    return "".join(line[1:] for line in hunk.splitlines(True) if line[0] in signs)


def read(path):
    return Mutation(path.stem, path.read_text(encoding="utf-8"))


def paths():
    return sorted(FOLDER.glob("*.patch"))


HOSTS = {"websocket": "web_host.cpp"}  # the programs that tests of tests/front_end drive


def program_of(test):
    """The source that is compiled for a test."""
    prefix, _, name = test.rpartition(".")
    return ROOT / "tests/front_end" / HOSTS[name] if prefix == "front_end" else source_of(test)


def source_of(test):
    """The file of a test by its ctest name, as the CMake files of tests/ name them; None when there is none."""
    prefix, _, name = test.rpartition(".")
    if prefix == "lifecycle":
        return next((file for file in sorted((ROOT / "tests/lifecycle").rglob("*.cpp"))
                     if re.search(r"^LIFECYCLE_CASE\(%s\b" % re.escape(name), file.read_text(encoding="utf-8"), re.MULTILINE)), None)
    if prefix == "battery":  # a script, which one program runs
        return ROOT / "tests/battery/print_error.cpp" if (ROOT / "tests/battery/scripts" / (name + ".py")).is_file() else None
    if prefix == "front_end":  # one of Python's unittest, which drives a program
        file = ROOT / "tests/front_end" / ("test_%s.py" % name)
        return file if name in HOSTS and file.is_file() else None
    if prefix == "generator":  # a file of Python's unittest
        file = ROOT / "tests/generator" / (name + ".py")
        return file if file.is_file() else None
    file = ROOT / "tests" / prefix / (name + (".cpp" if prefix in ("compile_fail", "benchmark", "fuzz") else ".test.cpp"))
    return file if file.is_file() else None


def has_case(source, case):
    """Whether a Catch2 source has a case of this name, a source of the benchmark such a row, or one of unittest such a method."""
    if source.suffix == ".py":
        return re.search(r"^    def %s\(" % re.escape(case), source.read_text(encoding="utf-8"), re.MULTILINE) is not None
    return re.search(r'(TEST_CASE\(|\{)"%s"' % re.escape(case), source.read_text(encoding="utf-8")) is not None
