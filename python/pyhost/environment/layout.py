# SPDX-License-Identifier: MIT
"""What a Python installation is, by its distributor's layout: include/pyhost/detail/layout.hpp."""

import os

from pyhost.environment import files
from pyhost.environment.installation import build_settings, build_variable


def conda(seen):
    if not files.is_directory(files.join(seen.home, "conda-meta")):
        return ""
    if any(files.is_directory(files.join(seen.home, name)) for name in ("condabin", "envs")):
        return "conda base environment"
    return "conda environment '%s'" % os.path.basename(seen.home)


def pyenv(seen):
    versions = files.parent(seen.home)
    is_one = os.path.basename(versions) == "versions" and files.is_directory(files.join(files.parent(versions), "shims"))
    return "pyenv version '%s'" % os.path.basename(seen.home) if is_one else ""


def standalone(seen):
    name = os.path.basename(seen.home)
    if name.startswith("cpython-3."):
        return "standalone Python '%s'" % name
    settings = build_settings(seen.stdlib)
    is_one = "'PYTHON_BUILD_STANDALONE'" in settings or build_variable(settings, "prefix") == "/install"
    return "standalone Python" if is_one else ""


def system(seen):
    return "the system's Python" if seen.home == "/usr" else ""


def layout_of(seen):
    """What this installation is; empty when nothing tells."""
    return conda(seen) or pyenv(seen) or standalone(seen) or system(seen)
