# SPDX-License-Identifier: MIT
"""Compares what Python prints for the exception that ends a script with what an error of pyhost says.

Usage: compare.py PROGRAM SCRIPT FOLDER

`python SCRIPT` and `PROGRAM SCRIPT` run in FOLDER, emptied before each; their stderr must be the same, byte for byte, but for the
last newline. In place of a zero, at which a C string ends, an error has `\\x00`.

Lines of comments at the head of a script say where that is not all:
    From 3.11: WHY              older versions cannot run it, or print it.
    Traceback until 3.12: WHY   up to there the interpreter, which prints by C code of its own before 3.13, and the traceback module give
                                different texts. An error has that of the module, by which by_traceback.py prints. `Traceback: WHY` is for
                                all versions.
"""

import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys

LIMIT = 100
BY_TRACEBACK = pathlib.Path(__file__).resolve().parent / "by_traceback.py"


ALWAYS = (99,)


def directive(text, name):
    """The version that a line at the head of the script names, ALWAYS for none; None without such a line."""
    found = re.search(rb"^# %s( 3\.(\d+))?:" % name, text, re.MULTILINE)
    return found and ((3, int(found.group(2))) if found.group(2) else ALWAYS)


def stderr_of(command, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8:backslashreplace", "PYTHON_COLORS": "0"}
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=LIMIT)
    return done.stderr[:-1] if done.stderr.endswith(b"\n") else done.stderr


def main(program, script, folder):
    script, folder = pathlib.Path(script).resolve(), pathlib.Path(folder)
    text = script.read_bytes()
    version = sys.version_info[:2]
    first, corner = directive(text, b"From"), directive(text, b"Traceback until") or directive(text, b"Traceback")
    if first and version < first:
        print("skipped: not for Python %d.%d" % version)
        return 0
    is_by_traceback = corner is not None and version <= corner
    python = [sys.executable] + ([str(BY_TRACEBACK)] if is_by_traceback else [])
    wanted = stderr_of(python + [str(script)], folder).replace(b"\0", b"\\x00")
    told = stderr_of([program, str(script)], folder)
    if wanted and wanted == told:
        return 0
    lines = [text.decode("utf-8", "backslashreplace").splitlines(True) for text in (wanted, told)]
    sys.stdout.writelines(line.rstrip("\n") + "\n" for line in difflib.unified_diff(*lines, "Python", "pyhost"))
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
