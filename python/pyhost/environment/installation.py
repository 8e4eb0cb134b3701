# SPDX-License-Identifier: MIT
"""Whether a directory is the home of a Python of this version: include/pyhost/detail/installation.hpp."""

import dataclasses
import sys
import zipfile

from pyhost.environment import build, files

LIBRARY_DIRECTORIES = ("lib", "lib64")
VITAL_FILES = ["encodings/__init__.py", "encodings/aliases.py", "encodings/utf_8.py"]
if sys.version_info < (3, 11):
    VITAL_FILES += ["abc.py", "codecs.py", "io.py"]
CLOSED = "its standard library may not be read by this user"


@dataclasses.dataclass
class Installation:
    home: str
    platlibdir: str = ""
    stdlib: str = ""
    refusal: str = ""
    where: str = ""


def stdlib_in(home, library):
    return files.join(home, library, "python" + build.version_tag())


def zip_in(home, library):
    return files.join(home, library, "python%s.zip" % build.version_tag().replace(".", "", 1))


def has_source(directory, name):
    path = files.join(directory, name)
    return files.is_file(path) or files.is_file(path + "c")


def zip_has_source(path, name):
    try:
        with zipfile.ZipFile(path) as archive:
            return not {name, name + "c"}.isdisjoint(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def build_settings(stdlib):
    """What a standard library was built with: the text of its _sysconfigdata file; empty when it has none."""
    for name in files.names_in(stdlib):
        if name.startswith("_sysconfigdata") and name.endswith(".py"):
            return files.text(files.join(stdlib, name)) or ""
    return ""


def build_variable(settings, name):
    return settings.partition("'%s': '" % name)[2].partition("'")[0]


def closed_directory(home, library):
    stdlib = stdlib_in(home, library)
    for passed in (home, files.parent(stdlib)):
        if files.is_directory(passed) and not files.may_pass(passed):
            return passed
    for listed in (stdlib, files.join(stdlib, "encodings")):
        if files.is_directory(listed) and not files.may_enter(listed):
            return listed
    return ""


def stdlib_refusal(seen):
    """(why the standard library in this directory cannot be used, where)."""
    closed = closed_directory(seen.home, seen.platlibdir)
    if closed:
        return CLOSED, closed
    for name in VITAL_FILES:
        path = files.join(seen.stdlib, name)
        if not has_source(seen.stdlib, name):
            missing = "encodings package" if name == VITAL_FILES[0] else name
            return "its standard library has no %s, without which CPython cannot start" % missing, path
        if files.is_file(path) and not files.may_read(path):
            return CLOSED, path
    built = build_variable(build_settings(seen.stdlib), "VERSION")
    if built and built != build.wanted_version():
        return "its standard library is that of Python %s, and this program runs Python %s" % (built, build.wanted_version()), seen.stdlib
    return "", seen.stdlib


def zip_refusal(seen):
    missing = [name for name in VITAL_FILES if not zip_has_source(seen.stdlib, name)]
    return "its standard library has no " + missing[0] if missing else "", seen.stdlib


def other_version_in(home):
    for library in LIBRARY_DIRECTORIES:
        directory = files.join(home, library)
        for name in files.names_in(directory):
            if name.startswith("python") and has_source(files.join(directory, name), "os.py"):
                return name[len("python"):]
    return ""


def absence(home):
    """(why a directory without a standard library of this version is no home, where)."""
    other, closed = other_version_in(home), closed_directory(home, LIBRARY_DIRECTORIES[0])
    if not files.exists(home):
        return files.why_absent(home, "there is no such directory"), home
    if not files.is_directory(home):
        return "it is not a directory", home
    if closed:
        return "it may not be read by this user", closed
    if other:
        return "it is Python %s, and this program runs Python %s" % (other, build.version_tag()), home
    if files.is_file(files.join(home, "pyvenv.cfg")):
        return "it is a virtual environment, not an installation", home
    return "it has no %s/os.py" % stdlib_in("", LIBRARY_DIRECTORIES[0]), home


def look_in_home(home):
    seen = Installation(home, where=home)
    if ":" in home:
        seen.refusal = "its path contains ':', at which CPython cuts paths"
        return seen
    for library in LIBRARY_DIRECTORIES:
        seen.platlibdir = library
        seen.stdlib = stdlib_in(home, library)
        if has_source(seen.stdlib, "os.py"):
            seen.refusal, seen.where = stdlib_refusal(seen)
            return seen
        seen.stdlib = zip_in(home, library)
        if files.is_file(seen.stdlib):
            seen.refusal, seen.where = zip_refusal(seen)
            return seen
    seen.refusal, seen.where = absence(home)
    return seen


def upwards(directory):
    """A directory and those above it; the root counts for /bin alone."""
    at = directory
    while at:
        yield at
        above = files.parent(at)
        at = "" if files.parent(above) == "" and at != directory else above


def look_upwards(directory):
    if ":" in directory:
        return look_in_home(directory)
    for at in upwards(directory):
        seen = look_in_home(at)
        if not seen.refusal or seen.where != seen.home:
            return seen
    for at in upwards(directory):
        if other_version_in(at):
            return look_in_home(at)
    return Installation(directory, where=directory, refusal="neither it nor a directory above it has %s/os.py" % stdlib_in("", "lib"))


def python_in(prefix):
    """The python program of a home or a virtual environment; empty when it has none."""
    paths = [files.join(prefix, "bin", name) for name in ("python" + build.version_tag(), "python3", "python")]
    return next((path for path in paths if files.may_run(path)), "")
