# SPDX-License-Identifier: MIT
"""The search for the Python of a program: include/pyhost/environment.hpp and detail/environment_sources.hpp."""

import dataclasses
import os
import sys
from typing import Callable, Optional

from pyhost.environment import build, files
from pyhost.environment.candidate import judge_executable, judge_home, judge_library, judge_venv, refused
from pyhost.environment.installation import has_source


class Refused(Exception):
    """The text of a pyhost::startup_error."""


@dataclasses.dataclass
class Settings:
    """What a pyhost::config says of the search; `program` is set for nearest_venv(true)."""
    executable: Optional[str] = None
    venv: Optional[str] = None
    home: Optional[str] = None
    environment: bool = True
    built_with: str = sys.executable
    program: Optional[str] = None


@dataclasses.dataclass
class Source:
    name: str
    find: Callable
    judge: Callable
    absence: Callable = lambda settings: ""
    is_variable: bool = False
    is_demand: bool = False


def venvs_near_program(settings):
    at = files.parent(settings.program or "")
    while at:
        if files.exists(files.join(at, ".venv")):
            yield files.join(at, ".venv")
        at = files.parent(at)


def no_venv_near_program(settings):
    return "there is no .venv in '%s' or above it" % files.parent(settings.program) if settings.program else ""


def given(name):
    return lambda settings: [getattr(settings, name)] if getattr(settings, name) is not None else []


def variable(name):
    return lambda settings: [os.environ[name]] if os.environ.get(name) else []


def not_set(settings):
    return "not set"


SOURCES = [
    Source("config::executable", given("executable"), judge_executable, is_demand=True),
    Source("config::venv", given("venv"), judge_venv, is_demand=True),
    Source("config::home", given("home"), judge_home, is_demand=True),
    Source("PYTHONHOME", lambda settings: [value.split(":")[0] for value in variable("PYTHONHOME")(settings)], judge_home, not_set,
           is_variable=True, is_demand=True),
    Source("VIRTUAL_ENV", variable("VIRTUAL_ENV"), judge_venv, not_set, is_variable=True),
    Source("config::nearest_venv", venvs_near_program, judge_venv, no_venv_near_program),
    Source("CONDA_PREFIX", variable("CONDA_PREFIX"), judge_home, not_set, is_variable=True),
    Source("built-with", given("built_with"), judge_executable),
    Source("libpython", lambda settings: filter(None, [build.library_file()]), judge_library, lambda settings: "not known"),
]


class Search:
    """One search, and its trace."""

    def __init__(self, settings):
        self.settings = settings
        self.trace = []

    def first_that_fits(self):
        """The candidate that is taken, or None; raises Refused when one that was asked for does not fit."""
        if self.settings.venv is not None and (self.settings.home is not None or self.settings.executable is not None):
            raise Refused("config::venv is given together with config::home or config::executable; give the one to use")
        for source in SOURCES:
            found = self.try_source(source)
            if found:
                return found
        return None

    @staticmethod
    def absence():
        return "no Python %s found for this program" % build.wanted_version()

    @staticmethod
    def advice():
        return "install Python %s, or name one with config::home, config::venv or config::executable" % build.wanted_version()

    def try_source(self, source):
        if source.is_variable and not self.settings.environment:
            return self.note(source.name + ": not looked at, since environment(false)")
        if source.name == "config::executable" and self.settings.home is not None:
            return None
        places = list(source.find(self.settings))
        if not places and source.absence(self.settings):
            return self.note("%s: %s" % (source.name, source.absence(self.settings)))
        return next(filter(None, (self.try_place(source, path) for path in places)), None)

    def try_place(self, source, path):
        found, name = self.judge(source, path), "%s '%s'" % (source.name, path)
        if not found.refusal:
            self.note(name + ": taken" + (" (%s)" % found.description if found.description else ""))
            return found
        self.note("%s: %s" % (name, found.refusal))
        if source.is_demand:
            raise Refused("%s cannot be used: %s (%s); %s" % (name, found.refusal, found.where, found.advice))
        return None

    def judge(self, source, path):
        if not path:
            return refused("the path is empty", source.name, "name a path")
        found = source.judge(os.path.abspath(path))
        if found.refusal or source.judge is not judge_home or source.name == "CONDA_PREFIX" or self.settings.executable is None:
            return found
        found.executable = os.path.abspath(self.settings.executable)
        if files.may_run(found.executable):
            return found
        return refused("config::executable is not a program that this user may run", found.executable,
                       "name the python program of that home, or leave it out")

    def note(self, line):
        self.trace.append(line)


def check_python_path(found):
    """PYTHONPATH comes before the standard library: that of another Python in it ends the process (detail/start_checks.hpp)."""
    needed = ["encodings/__init__.py"] + ([] if sys.version_info >= (3, 11) else ["codecs.py", "io.py", "abc.py"])
    value = os.environ.get("PYTHONPATH", "")
    for directory in map(os.path.abspath, value.split(":") if value else []):
        hidden = [name for name in needed if has_source(directory, name)]
        if hidden and os.path.realpath(directory) != os.path.realpath(found.stdlib):
            raise Refused("PYTHONPATH hides the standard library of %s (%s); take that directory out of PYTHONPATH, or start with "
                          "environment(false)" % (found.home, files.join(directory, hidden[0])))
