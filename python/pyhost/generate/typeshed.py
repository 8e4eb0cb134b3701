# SPDX-License-Identifier: MIT
"""typeshed, the stubs of the standard library: where they are, and which modules they have for a version of Python."""

import importlib.util
import os

from pyhost.generate.errors import NotFound

PACKAGES = ("mypy", "typeshed_client")  # which carry a copy of it


def directory(given=None):
    """The folder of the stubs: of the one given, or of a package that this Python could import; None when there is none of them."""
    for folder in [given] if given else filter(None, map(in_package, PACKAGES)):
        for stubs in (os.path.join(folder, "stdlib"), folder):
            if os.path.isfile(os.path.join(stubs, "VERSIONS")):
                return stubs
    if given:
        raise NotFound("the typeshed %s is not found: there is no stdlib/VERSIONS in it; name the folder that holds both" % given)
    return None


def in_package(name):
    try:
        found = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    places = found.submodule_search_locations if found else None
    return os.path.join(list(places)[0], "typeshed") if places else None


class Stubs:
    """The stubs of one folder, as a Python of `version` has the modules."""

    def __init__(self, folder, version):
        self.folder, self.version = folder, tuple(version)
        self.ranges = read_versions(os.path.join(folder, "VERSIONS")) if folder else {}

    def has(self, name):
        """Whether it has a module of this name or of a package above it, and no line of VERSIONS excludes one of them."""
        parts = name.split(".")
        prefixes = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
        ranges = [self.ranges[prefix] for prefix in prefixes if prefix in self.ranges]
        return bool(ranges) and all(first <= self.version <= last for first, last in ranges)


def read_versions(file):
    """{module: (first version, last version)}"""
    ranges = {}
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            name, colon, span = line.partition("#")[0].partition(":")
            if colon:
                first, _, last = span.strip().partition("-")
                ranges[name.strip()] = version_of(first), version_of(last) if last else (99, 0)
    return ranges


def version_of(text):
    return tuple(int(part) for part in text.split("."))
