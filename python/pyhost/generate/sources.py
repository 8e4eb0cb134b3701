# SPDX-License-Identifier: MIT
"""The search for the file of a module, by the rules of type checkers: stubs before code, and no module is imported for it."""

import dataclasses
import os
import sys
import sysconfig

from pyhost.generate import typeshed as typeshed_stubs
from pyhost.generate.errors import Unreadable


@dataclasses.dataclass(frozen=True)
class SourceFile:
    name: str
    path: str
    is_stub: bool
    is_package: bool


class Search:
    """In this order: the directories of stubs, the paths given, typeshed, what else this Python imports from, its standard library."""

    def __init__(self, paths=(), stubs=(), typeshed=None, version=sys.version_info[:2], platform=sys.platform):
        self.version, self.platform = tuple(version[:2]), platform
        self.stubs, self.paths = list(stubs), list(paths)
        self.typeshed = typeshed_stubs.Stubs(typeshed_stubs.directory(typeshed), self.version)
        library = standard_library()
        self.packages = [path for path in unique(path or os.curdir for path in sys.path) if os.path.abspath(path) not in library]
        self.library = [path for path in library if os.path.isdir(path)]
        self.files = set()
        self.found = {}

    def find(self, name):
        """The SourceFile of a module, or None."""
        if name not in self.found:
            self.found[name] = next((source for source in self.candidates(name) if source), None)
        return self.found[name]

    def candidates(self, name):
        for path in self.stubs:
            yield stub_in(path, name) or stub_package_in(path, name)
        for path in self.paths:
            yield from in_path(path, name)
        if self.typeshed.has(name):
            yield stub_in(self.typeshed.folder, name)
        for path in self.packages:
            yield from in_path(path, name)
        for path in self.library:
            yield code_in(path, name)

    def is_directory(self, name):
        """Whether there is a folder of this name to search: a package without a file of its own."""
        return any(os.path.isdir(place(path, name)) for path in self.stubs + self.paths + self.packages)

    def places(self):
        """Where it searches, for messages."""
        typeshed = [self.typeshed.folder] if self.typeshed.folder else []
        return self.stubs + self.paths + typeshed + self.packages

    def read(self, source):
        """The bytes of a file; it is one that the result depends on from now on."""
        self.files.add(os.path.abspath(source.path))
        try:
            with open(source.path, "rb") as file:
                return file.read()
        except OSError as error:
            raise Unreadable("%s: it cannot be read: %s; let this user read it" % (source.path, error.strerror)) from error


def unique(items):
    return list(dict.fromkeys(items))


def standard_library():
    """The folders that this Python imports its standard library from."""
    named = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib")]
    folders = [os.path.abspath(path) for path in named if path]
    extensions = [os.path.join(path, "lib-dynload") for path in folders]
    archives = [os.path.abspath(path) for path in sys.path if path.endswith(".zip") and os.path.basename(path).startswith("python")]
    return unique(folders + extensions + archives)


def place(path, name):
    return os.path.join(path, *name.split("."))


def in_path(path, name):
    """What one path has for a name, the best first. A stub package that lacks a module leaves it to the code: it may be partial."""
    yield stub_in(path, name)
    yield stub_package_in(path, name)
    yield code_in(path, name)


def stub_in(path, name):
    return file_in(place(path, name), name, ".pyi")


def code_in(path, name):
    return file_in(place(path, name), name, ".py")


def stub_package_in(path, name):
    top, dot, rest = name.partition(".")
    folder = os.path.join(path, top + "-stubs")
    return file_in(place(folder, rest) if dot else folder, name, ".pyi", only_package=not dot)


def file_in(base, name, ending, only_package=False):
    package = os.path.join(base, "__init__" + ending)
    if os.path.isfile(package):
        return SourceFile(name, package, ending == ".pyi", True)
    if not only_package and os.path.isfile(base + ending):
        return SourceFile(name, base + ending, ending == ".pyi", False)
    return None
