# SPDX-License-Identifier: MIT
"""`python -m pyhost doctor`: which Python a program built with this one would start, and whether this one can be embedded.

The first part is what pyhost::diagnose() prints in such a program, line for line.
"""

import importlib.util
import os
import sys
import sysconfig

from pyhost import probe_python
from pyhost.environment import build, files
from pyhost.environment.search import Refused, Search, Settings, check_python_path


def add_command(commands):
    parser = commands.add_parser("doctor", help="tell which Python a program would start, and why", description=__doc__)
    parser.add_argument("--built-with", metavar="PATH", default=sys.executable, help="the python that the program was built with (default: this one)")
    parser.add_argument("--nearest-venv", metavar="PROGRAM", help="config::nearest_venv(true), for this program file")
    parser.add_argument("--isolated", action="store_true", help="config::isolated()")
    for name in ("executable", "venv", "home"):
        parser.add_argument("--" + name, metavar="PATH", help="config::%s(PATH)" % name)
    parser.set_defaults(run=run)


def run(arguments):
    settings = Settings(executable=arguments.executable, venv=arguments.venv, home=arguments.home,
                        environment=not arguments.isolated, built_with=arguments.built_with,
                        program=os.path.realpath(arguments.nearest_venv) if arguments.nearest_venv else None)
    lines, is_fit = diagnosis(settings)
    reason = probe_python.problem(static=False)
    print("\n".join(lines + [""] + embedding(reason)))
    return 0 if is_fit and not reason else 1


def diagnosis(settings):
    """The lines of pyhost::diagnose(), and whether a start would succeed."""
    search, found, failure = Search(settings), None, None
    try:
        found = search.first_that_fits()
        if found is None:
            failure = "%s; %s" % (search.absence(), search.advice())
        elif settings.environment:
            check_python_path(found)
    except Refused as refused:
        failure = str(refused)

    lines = ["Python %s of %s" % (build.loaded_version(), build.library_file()), "search:"]
    lines += ["  " + line for line in search.trace]
    lines += variables() if settings.environment else []
    if found:
        lines += ["found:",
                  "  sys.executable: " + (found.executable or "none, so Python code cannot start a Python"),
                  "  sys.prefix: " + found.prefix,
                  "  sys.base_prefix: " + found.home,
                  "  standard library: " + found.stdlib]
    lines.append("a start would fail: " + failure if failure else "a start would succeed, as far as files tell")
    return lines, failure is None


def variables():
    """The environment variables that CPython may heed; PYTHONHOME is in the search."""
    lines = sorted("  %s=%s" % item for item in os.environ.items() if item[0].startswith("PYTHON") and item[0] != "PYTHONHOME" and item[1])
    return ["variables:"] + lines if lines else []


def embedding(reason):
    """What this Python has of what a build with it needs."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    headers = sysconfig.get_path("include")
    return ["this Python:",
            "  can be embedded: " + ("no: " + reason if reason else "yes"),
            "  headers: " + (headers if files.is_file(os.path.join(headers, "Python.h")) else "none"),
            "  shared library: " + (build.library_file() or "none"),
            "  static library: " + (probe_python.find(*probe_python.archives()) or "none"),
            "  can make virtual environments: " + ("no: it has no module " + " and no ".join(missing) if missing else "yes")]
