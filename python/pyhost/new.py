# SPDX-License-Identifier: MIT
"""`python -m pyhost new NAME`: an application with a C++ host, a backend in Python and a page, ready to build and to change."""

import os
import pathlib
import re
import shlex
import shutil
import sys

from pyhost import places, probe_python

PLACEHOLDER = "template_app"
IGNORED = shutil.ignore_patterns("__pycache__", "build", ".venv")
# Names of CMake's own targets and of what stands beside the program in its build folder.
TAKEN = frozenset(("all", "backend", "clean", "cmakefiles", "depend", "edit_cache", "front_end", "help", "install", "list_install_components", "package",
                   "package_source", "python", "rebuild_cache", "test", "threads"))


class Refused(Exception):
    """There can be no such project."""


def add_command(commands):
    parser = commands.add_parser("new", help="make an application: C++ host, Python backend, page in a window or a browser", description=__doc__)
    parser.add_argument("name", metavar="NAME", help="its name: of its folder, its program and its page; letters, digits, - and _")
    parser.add_argument("--into", metavar="FOLDER", default=".", help="where its folder is made (default: here)")
    parser.set_defaults(run=run)


def run(arguments):
    try:
        check_name(arguments.name)
        project = pathlib.Path(arguments.into, arguments.name)
        advice = what_next(project, places.cmake())
        make(project)
    except (Refused, places.Missing, OSError) as problem:
        print("python -m pyhost new: %s" % problem, file=sys.stderr)
        return 1
    print(advice)
    return 0


def check_name(name):
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        raise Refused("'%s' is no name for a program: expected a letter, then letters, digits, - and _" % name)
    if name.lower() in TAKEN or name.lower().startswith("pyhost"):
        raise Refused("'%s' is a name that CMake or pyhost has for something else; choose another" % name)


def make(project):
    """Copies the template and the modules of the page; there is nothing in that folder yet."""
    template = pathlib.Path(places.template())
    if os.path.lexists(project) and not project.is_dir():
        raise Refused("%s is there already, and is no folder" % project)
    if project.is_dir() and any(project.iterdir()):
        raise Refused("the folder %s is not empty; choose another name, or another place with --into" % project)
    shutil.copytree(template, project, ignore=IGNORED, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for file in [file for file in project.rglob("*") if file.is_file()]:
        file.write_text(file.read_text(encoding="utf-8").replace(PLACEHOLDER, project.name), encoding="utf-8")
    for module in pathlib.Path(places.front_end()).iterdir():
        if module.name.endswith((".js", ".d.ts")):
            shutil.copyfile(module, project / "front_end" / module.name)


def what_next(project, cmake_folder):
    def line(*words):
        return "  " + " ".join(shlex.quote(str(word)) for word in words)

    environment, build = project / ".venv", project / "build"
    lines = [
        "%s is made. Its environment, its build, and its start:" % project, "",
        line(sys.executable, "-m", "venv", environment),
        line(environment / "bin/python", "-m", "pip", "install", "-r", project / "backend/requirements.txt"),
        line("cmake", "-S", project, "-B", build, "-Dpyhost_DIR=" + cmake_folder, "-DPython_EXECUTABLE=" + sys.executable),
        line("cmake", "--build", build, "--parallel"),
        line("env", "VIRTUAL_ENV=%s" % environment, build / project.name), "",
        "%s says how to change it." % (project / "README.md")]
    problem = probe_python.problem(static=False)
    if problem:
        lines += ["", "This Python cannot be embedded: %s. Take another one for the environment and -DPython_EXECUTABLE." % problem]
    return "\n".join(lines)
