# SPDX-License-Identifier: MIT
"""What the tests of the front end share: modules written to a folder, and what a Program reads from them."""

import pathlib
import shutil
import tempfile
import textwrap
import unittest

from pyhost.generate.build import Program
from pyhost.generate.model import Named
from pyhost.generate.sources import Search

ANY, NONE, INT, STR = Named("typing.Any"), Named("builtins.None"), Named("builtins.int"), Named("builtins.str")
FLOAT, BOOL, BYTES = Named("builtins.float"), Named("builtins.bool"), Named("builtins.bytes")
ELLIPSIS = Named("builtins.ellipsis")
BUILTINS = "".join("class %s: ...\n" % name for name in "object int str float bool bytes list dict set tuple type property".split())


def list_of(one):
    return Named("builtins.list", (one,))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, self.folder)
        self.write("typeshed/stdlib/VERSIONS", "builtins: 3.0-\ngone: 3.0-3.8\nrecent: 3.12-\n")
        self.write("typeshed/stdlib/builtins.pyi", BUILTINS)
        self.write("user/empty.py")

    def write(self, name, text=""):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    def search(self, *paths, **options):
        options.setdefault("typeshed", str(self.folder / "typeshed"))
        return Search([str(self.folder / path) for path in paths or ("user",)], **options)

    def program(self, **options):
        return Program(self.search(**options))

    def module(self, text, name="m.py", **options):
        """The Module of a text; self.read is the Program that read it."""
        for old in self.folder.glob("user/%s*" % name.rstrip("i")):  # a stub of the same test would hide the code
            old.unlink()
        self.write("user/" + name, text)
        self.read = self.program(**options)
        return self.read.module(name.rpartition(".")[0].replace("/__init__", "").replace("/", "."))

    def declared(self, text, name, file="m.py", **options):
        return find(self.module(text, file, **options).declarations, name)

    def member(self, text, path, file="m.py"):
        """A member of a class, by "Class.name"."""
        owner, _, name = path.partition(".")
        return find(self.declared(text, owner, file).members, name)

    def type_of(self, annotation, before="", file="m.py"):
        """What an annotation means in a module with the text `before`."""
        text = textwrap.dedent(before) + "\ndef f(x: %s): ...\n" % annotation
        return self.declared(text, "f", file).signatures[0].parameters[0].type


def find(declarations, name):
    found = [one for one in declarations if one.name == name]
    assert len(found) == 1, "%d declarations of %s in %s" % (len(found), name, [one.name for one in declarations])
    return found[0]


def names(declarations):
    return [one.name for one in declarations]
