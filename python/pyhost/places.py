# SPDX-License-Identifier: MIT
"""Where the C++ headers and the CMake files are: in this package where pip installed it, in its repository where it runs from there."""

import os
import re


class Missing(Exception):
    """There are neither headers nor CMake files with this package."""


def root():
    """The folder that holds the folders `include` and `cmake`."""
    package = os.path.dirname(os.path.realpath(__file__))
    for folder in (package, os.path.dirname(os.path.dirname(package))):
        if os.path.isfile(os.path.join(folder, "include", "pyhost", "version.hpp")):
            return folder
    raise Missing("there are no C++ headers in %s, and it is not in pyhost's repository; install the package from there with "
                  "`pip install ./python` (pip 21.3 or later: an older one builds a copy of that folder alone)" % package)


def installed():
    """The folder that `cmake --install` has put the package files into, this package among them; None elsewhere."""
    folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
    return folder if os.path.isfile(os.path.join(folder, "pyhost_installed.cmake")) else None


def includes():
    folder = installed()
    if folder is None:
        return os.path.join(root(), "include")
    with open(os.path.join(folder, "pyhost_installed.cmake"), encoding="utf-8") as file:
        return os.path.normpath(os.path.join(folder, re.search(r'set\(pyhost_include "(.*)"\)', file.read()).group(1)))


def cmake():
    return installed() or os.path.join(root(), "cmake")


def front_end():
    """The folder of pyhost.js."""
    return os.path.join(os.path.dirname(os.path.realpath(__file__)), "front_end")


def template():
    """The folder that `new` makes applications of."""
    carried = os.path.join(os.path.dirname(os.path.realpath(__file__)), "template")
    return carried if os.path.isdir(carried) else os.path.join(root(), "examples", "template")


def version():
    """The version of the library, which is written in version.hpp alone."""
    with open(os.path.join(includes(), "pyhost", "version.hpp"), encoding="utf-8") as header:
        return ".".join(re.findall(r"int version_(?:major|minor|patch) = (\d+);", header.read()))
