# SPDX-License-Identifier: MIT
"""The modules in golden/, the headers that are expected of them, and those that are made of them now."""

import pathlib
import tempfile

from front_end import BUILTINS

from pyhost import places
from pyhost.generate.build import Program
from pyhost.generate.emit import files
from pyhost.generate.emit.headers import Headers
from pyhost.generate.report import Report
from pyhost.generate.sources import Search

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"


def modules():
    """The names of those with a header; others are what they import."""
    return sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.test.cpp"))


def made(module):
    """{the name of a file in golden/: the text that it should have}."""
    report = Report()
    with tempfile.TemporaryDirectory() as typeshed:  # the same for everybody: what it has not is found without it
        stubs = pathlib.Path(typeshed, "stdlib")
        stubs.mkdir()
        (stubs / "VERSIONS").write_text("builtins: 3.0-\n", encoding="utf-8")
        (stubs / "builtins.pyi").write_text(BUILTINS, encoding="utf-8")
        program = Program(Search([str(FOLDER)], typeshed=typeshed))
        header = files.whole(Headers(program, [module], report), [module], places.version())
    lines = report.lines()
    lines += ["line %d: %s is left out: %s" % (one.line, one.what, one.reason) for one in program.problems]
    return {module + ".hpp": header, module + ".report.txt": "\n".join(lines) + "\n"}
