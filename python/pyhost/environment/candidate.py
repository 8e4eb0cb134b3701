# SPDX-License-Identifier: MIT
"""One place where a Python may be, and whether a program can use it: include/pyhost/detail/candidate.hpp."""

import dataclasses
import os

from pyhost.environment import build, files
from pyhost.environment.installation import LIBRARY_DIRECTORIES, look_in_home, look_upwards, python_in, stdlib_in
from pyhost.environment.layout import layout_of


@dataclasses.dataclass
class Candidate:
    executable: str = ""
    home: str = ""
    prefix: str = ""
    stdlib: str = ""
    description: str = ""
    refusal: str = ""
    where: str = ""
    advice: str = ""


def installation_advice():
    return "name the prefix of a Python %s, the directory that holds %s" % (build.wanted_version(), stdlib_in("", LIBRARY_DIRECTORIES[0]))


def refused(why, where, advice):
    return Candidate(refusal=why, where=where, advice=advice)


def accepted(seen, prefix, executable):
    packages = files.join(stdlib_in(prefix, seen.platlibdir), "site-packages")
    if files.is_directory(packages) and not files.may_enter(packages):
        return refused("its packages may not be read by this user", packages, "let this user read them, or name another Python")
    return Candidate(executable, seen.home, prefix, seen.stdlib, layout_of(seen))


def judge_home(path):
    seen = look_in_home(path)
    if seen.refusal:
        is_venv = files.is_file(files.join(path, "pyvenv.cfg"))
        return refused(seen.refusal, seen.where, "give it to config::venv instead" if is_venv else installation_advice())
    return accepted(seen, path, python_in(path))


def read_venv_file(text):
    """What pyvenv.cfg says: home, version and maker."""
    read = {"home": "", "version": "", "maker": ""}
    for line in text.split("\n"):
        key, equals, value = line.partition("=")
        key, value = key.strip(" \t\r").lower(), value.strip(" \t\r")
        if equals and key in ("uv", "virtualenv"):
            read["maker"] = "%s %s" % (key, value)
        elif equals and key == "home":
            read["home"] = value
        elif equals and key in ("version", "version_info"):
            read["version"] = read["version"] or build.minor_version(value)
    return read


def other_packages_in(path):
    found = []
    for library in LIBRARY_DIRECTORIES:
        if files.exists(stdlib_in(path, library)):
            return ""
        found += [name[len("python"):] for name in files.names_in(files.join(path, library)) if name.startswith("python3.")]
    return min(found, default="")


def venv_refusal(path, python, read):
    if not read["home"]:
        return "its pyvenv.cfg names no home"
    if read["version"] and read["version"] != build.wanted_version():
        return "it was made with Python %s of %s, and this program runs Python %s of %s" % (
            read["version"], read["home"], build.loaded_version(), build.library_file())
    other = other_packages_in(path)
    if other:
        return "its packages are those of Python %s, and this program runs Python %s" % (other, build.version_tag())
    if not python:
        return "it has no python program that can be run; its Python may have been removed"
    return ""


def judge_venv_python(path, python):
    file = files.join(path, "pyvenv.cfg")
    advice = "make it again with Python %s, or name another one" % build.wanted_version()
    text = files.text(file)
    if text is None:
        absent = files.why_absent(file, "there is no pyvenv.cfg, so it is no virtual environment")
        return refused("its pyvenv.cfg may not be read by this user" if files.exists(file) else absent, file, advice)
    read = read_venv_file(text)
    why = venv_refusal(path, python, read)
    if why:
        return refused(why, file, advice)
    bin_directory = os.path.abspath(read["home"])
    if not files.is_directory(bin_directory):
        return refused("the Python that it was made from is gone from " + bin_directory, file, advice)
    seen = look_upwards(bin_directory)
    if seen.refusal:
        seen = look_upwards(os.path.realpath(bin_directory))
    if seen.refusal:
        return refused("of the Python that it was made from, %s: %s" % (bin_directory, seen.refusal), file, advice)
    found = accepted(seen, path, python)
    found.description = "venv" + (" made by " + read["maker"] if read["maker"] else "") + (
        " from " + found.description if found.description else "")
    return found


def judge_venv(path):
    if files.is_directory(path):
        return judge_venv_python(path, python_in(path))
    absent = files.why_absent(path, "there is no such directory")
    return refused("it is not a directory" if files.exists(path) else absent, path,
                   "name a virtual environment made with Python " + build.wanted_version())


def is_shim(path):
    return any(os.path.basename(files.parent(one)) == "shims" and files.starts_with(one, b"#!") for one in (path, os.path.realpath(path)))


def judge_executable(path):
    advice = "name the python program of a Python %s or of a virtual environment made with one" % build.wanted_version()
    if not files.may_run(path):
        absent = files.why_absent(path, "there is no such file")
        return refused("it is not a program that this user may run" if files.exists(path) else absent, path, advice)
    if is_shim(path):
        return refused("it is a shim, a script that chooses a Python whenever it runs", path,
                       "name the python that it runs, as `pyenv which python%s` prints it" % build.wanted_version())
    if not any("python" in os.path.basename(one) for one in (path, os.path.realpath(path))):
        return refused("it is not named as a python program is", path, advice)
    bin_directory = files.parent(path)
    for prefix in (files.parent(bin_directory), bin_directory):
        if files.exists(files.join(prefix, "pyvenv.cfg")):
            return judge_venv_python(prefix, path)
    seen = look_upwards(files.parent(os.path.realpath(path)))
    return refused(seen.refusal, seen.where, advice) if seen.refusal else accepted(seen, seen.home, path)


def judge_library(path):
    seen = look_upwards(files.parent(os.path.realpath(path)))
    return refused(seen.refusal, seen.where, installation_advice()) if seen.refusal else accepted(seen, seen.home, python_in(seen.home))
