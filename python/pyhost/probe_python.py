# SPDX-License-Identifier: MIT
"""Tells whether the Python that runs this can be embedded.

Prints four lines and exits with 0: its executable; its tag, for example 3.11, 3.13t (free-threaded) or 3.11d (debug); its
static library, if any; the libraries that the static one needs. Or prints the reason why not and exits with 1.
With the argument "static" it is the static library that must be there, not the shared one.
It must run on every Python, to be able to say that one is too old.
"""

import os
import sys
import sysconfig


def directories():
    """Where a libpython can lie: Debian keeps it under the name of the architecture, others beside the headers' config."""
    library = sysconfig.get_config_var("LIBDIR") or ""
    return [library, os.path.join(library, sysconfig.get_config_var("MULTIARCH") or ""), sysconfig.get_config_var("LIBPL") or ""]


def find(*names):
    """The path of the first of these files that exists in any of the directories, or None."""
    paths = [os.path.join(directory, name) for name in names for directory in directories()]
    return next((path for path in paths if os.path.exists(path)), None)


def archives():
    """Names of the static library; Debian's plain one is not position-independent, as programs are by default, its -pic is."""
    stem = "libpython%d.%d%s" % (sys.version_info[:2] + (getattr(sys, "abiflags", ""),))
    return [stem + "-pic.a", stem + ".a"]


def link_libraries():
    """What the static library needs: options for the linker, and paths that only its build tree had."""
    return " ".join(sysconfig.get_config_var(name) or "" for name in ("MODLIBS", "LIBS", "SYSLIBS")).split()


def static_problem(version):
    """The reason why the static library of this Python cannot be linked, or None."""
    if not find(*archives()):
        return "Python %s has no static library (no %s)" % (version, archives()[-1])
    for library in link_libraries():
        if not library.startswith("-") and not os.path.exists(library):
            return "Python %s was installed without a part of its static library (no %s)" % (version, library)
    return None


def problem(static):
    """The reason why this Python cannot be embedded, or None."""
    version = "%d.%d" % sys.version_info[:2]
    if sys.version_info < (3, 9):
        return "Python %s is too old: pyhost needs 3.9 or later" % version
    if sys.implementation.name != "cpython":
        return "%s is not CPython" % sys.implementation.name
    if os.name == "nt" or sysconfig.get_config_var("PYTHONFRAMEWORK"):
        return None  # always with headers and a shared library
    if not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")):
        return "Python %s has no headers (no Python.h in %s): install python%s-dev" % (
            version, sysconfig.get_path("include"), version)
    if static:
        return static_problem(version)
    name = sysconfig.get_config_var("LDLIBRARY") or ""
    if not name.endswith((".so", ".dylib")):
        return ("Python %s has only a static library: use one built with --enable-shared, "
                "or set Python_USE_STATIC_LIBS=ON" % version)
    if not find(name):
        return "Python %s has no shared library (no %s): install python%s-dev" % (version, name, version)
    return None


def main():
    reason = problem("static" in sys.argv[1:])
    if reason:
        print(reason)
        return 1
    print(sys.executable)
    print("%d.%d%s" % (sys.version_info[:2] + (getattr(sys, "abiflags", ""),)))
    print(find(*archives()) or "")
    print(" ".join(link_libraries()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
