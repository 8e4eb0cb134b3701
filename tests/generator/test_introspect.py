# SPDX-License-Identifier: MIT
"""Modules without source and stubs, which --introspect imports to ask for signatures."""

import ast
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

from pyhost import __main__ as command_line
from pyhost.generate.introspect import stub_of

MODULE = '''
import math
LIMIT = 3
names = ["a"]
_private = 1
def plain(a, b=2, *, c="x", d=[1, object()][1], **more): "What it does."
class Box:
    def __init__(self, size=1): self.size = size
    def grow(self, by, /, *others): pass
    @classmethod
    def empty(cls, kind=None): pass
    @staticmethod
    def of(a): pass
    @property
    def volume(self): return 1
    def __len__(self): return 1
'''


def run(*arguments):
    """(the status, what is printed as errors) of `python -m pyhost generate`."""
    errors, known = io.StringIO(), sys.argv
    sys.argv = ["pyhost", "generate", *map(str, arguments)]
    try:
        with contextlib.redirect_stderr(errors):
            return command_line.main(), errors.getvalue()
    finally:
        sys.argv = known


class Introspect(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        self.typeshed = self.folder / "typeshed"  # one that has nothing
        (self.typeshed / "stdlib").mkdir(parents=True)
        (self.typeshed / "stdlib/VERSIONS").touch()

    def test_what_a_module_has_is_a_stub(self):
        (self.folder / "introspect_case.py").write_text(MODULE)
        sys.path.insert(0, holder := str(self.folder))
        self.addCleanup(sys.path.remove, holder)
        text = stub_of("introspect_case")
        ast.parse(text)
        for line in ("LIMIT: int", "names: typing.Any", "def plain(a, b=2, *, c='x', d=..., **more) -> typing.Any:", "    'What it does.'",
                     "class Box:", "    def __init__(self, size=1) -> None:", "    def grow(self, by, /, *others) -> typing.Any:",
                     "    @classmethod", "    def empty(cls, kind=None) -> typing.Any:", "    def of(a) -> typing.Any:",
                     "    def volume(self) -> typing.Any: ...", "    def __len__(self) -> typing.Any:"):
            self.assertIn("\n" + line + "\n", text)
        self.assertNotIn("math", text)
        self.assertNotIn("_private", text)

    def test_an_extension_module_is_generated_when_it_may_be_imported(self):
        out = self.folder / "zlib.hpp"
        status, errors = run("zlib", "--introspect", "--typeshed", self.typeshed, "--out", out)
        self.assertEqual((status, errors), (0, ""))
        self.assertIn("adler32(pyhost::argument data, ", out.read_text(encoding="utf-8"))
        self.assertIn("/// Compute an Adler-32 checksum of data.", out.read_text(encoding="utf-8"))

    def test_an_extension_module_is_not_imported_otherwise(self):
        status, errors = run("zlib", "--typeshed", self.typeshed, "--out", self.folder / "zlib.hpp")
        self.assertEqual(status, 1)
        self.assertIn("the module zlib is not found", errors)

    def test_a_module_that_cannot_be_imported_is_told(self):
        status, errors = run("no_such_module", "--introspect", "--typeshed", self.typeshed, "--out", self.folder / "x.hpp")
        self.assertEqual((status, errors), (1, "python -m pyhost generate: No module named 'no_such_module'\n"))


if __name__ == "__main__":
    unittest.main()
