# SPDX-License-Identifier: MIT
"""What this Python is, which takes the place of the libpython of a program that was built with it."""

import functools
import os
import sys
import sysconfig

from pyhost import probe_python


def wanted_version():
    return "%d.%d" % sys.version_info[:2]


def version_tag():
    return wanted_version() + ("t" if sysconfig.get_config_var("Py_GIL_DISABLED") else "")


def loaded_version():
    return sys.version.split()[0].split("+")[0]


@functools.lru_cache(maxsize=None)
def library_file():
    """The shared library that a program built with this Python loads; empty when there is none."""
    found = probe_python.find(sysconfig.get_config_var("LDLIBRARY") or "")
    return os.path.realpath(found) if found and found.endswith((".so", ".dylib")) else ""


def minor_version(version):
    return ".".join(version.split(".")[:2])
