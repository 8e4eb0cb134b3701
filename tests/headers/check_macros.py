# SPDX-License-Identifier: MIT
"""Compares the macros before and after the headers of a folder: only those of macros.hpp and PYHOST_DETAIL_* may be new.

Usage: check_macros.py --compiler CXX --flags FILE INCLUDE_FOLDER
"""

import argparse
import pathlib
import re
import subprocess
import sys

def macros(arguments, includes):
    """Names defined at the end of a translation unit with these includes, where they exist."""
    source = "".join("#if __has_include(<%s>)\n#include <%s>\n#endif\n" % (name, name) for name in includes)
    command = [arguments.compiler, "-I", arguments.folder, "@" + arguments.flags, "-x", "c++", "-dM", "-E", "-"]
    done = subprocess.run(command, input=source, stdout=subprocess.PIPE, check=True, text=True)
    return set(re.findall(r"^#define (\w+)", done.stdout, re.MULTILINE))


def includes_of(header):
    return re.findall(r"^#\s*include <([^>]+)>", header.read_text(encoding="utf-8"), re.MULTILINE)


def documented(folder):
    """The names that macros.hpp defines for the user."""
    file = pathlib.Path(folder, "pyhost", "macros.hpp")
    return set(re.findall(r"^#define (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)) if file.exists() else set()


def leaks(arguments, headers, foreign):
    """Sentences on what these headers leave behind, when `foreign` was included before."""
    before = macros(arguments, foreign)
    after = macros(arguments, foreign + [header.relative_to(arguments.folder).as_posix() for header in headers])
    new = {name for name in after - before - documented(arguments.folder) if not name.startswith("PYHOST_DETAIL_")}
    names = ", ".join(str(header) for header in headers)
    return (["%s defines %s" % (names, name) for name in sorted(new)]
            + ["%s undefines %s" % (names, name) for name in sorted(before - after)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--flags", required=True)
    parser.add_argument("folder")
    arguments = parser.parse_args()

    headers = sorted(pathlib.Path(arguments.folder).rglob("*.hpp"))
    headers = [header for header in headers if not re.search(r"/(pybind11|asio[./]|bridge/(detail/)?web(kit[a-z_]*|socket|_[a-z]+)\.hpp)", header.as_posix())]  # they need more than Python
    foreign = ["Python.h"] + sorted({name for header in headers for name in includes_of(header)
                                     if not name.startswith("pyhost/") and name != "Python.h"})
    if not leaks(arguments, headers, foreign):
        return 0
    for header in headers:
        for sentence in leaks(arguments, [header], foreign):
            print(sentence)
    return 1


if __name__ == "__main__":
    sys.exit(main())
