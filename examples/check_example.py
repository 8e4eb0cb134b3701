# SPDX-License-Identifier: MIT
"""Runs an example and compares it with its page: what the page shows is what the program is and prints.

Usage: check_example.py --page README.md --files FOLDER... [--needs "MODULE;..."] [--clean-environment] PROGRAM

In the page, a block that begins with ```text output is the program's whole output, where … stands for what varies within one
line; a block that begins with ```cpp main.cpp (any language, any file name) is a verbatim part of that file of one of the folders.
With --clean-environment the program sees no variable that chooses or changes a Python.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys

SKIPPED = 77


def blocks(page):
    """(language, name, text) of each fenced block that has a name."""
    return re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def missing_modules(names):
    """The modules that the environment of the example does not have."""
    python = sys.executable
    environment = os.environ.get("VIRTUAL_ENV")
    if environment:
        python = os.path.join(environment, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
    find = "import importlib.util, sys; print(*(n for n in sys.argv[1:] if not importlib.util.find_spec(n)))"
    return subprocess.run([python, "-c", find] + names, stdout=subprocess.PIPE, check=True, text=True).stdout.split()


def code_problems(page, folders):
    for language, name, text in blocks(page):
        if (language, name) == ("text", "output"):
            continue
        file = next((folder / name for folder in folders if (folder / name).exists()), None)
        if file is None:
            yield "the page shows %s, which does not exist" % name
        elif text not in file.read_text(encoding="utf-8"):
            yield "this block of the page is not in %s:\n%s" % (name, text)


def clean_environment():
    return {name: value for name, value in os.environ.items()
            if not name.startswith("PYTHON") and name not in ("VIRTUAL_ENV", "CONDA_PREFIX")}


def output_problems(page, program, environment):
    expected = [text for language, name, text in blocks(page) if (language, name) == ("text", "output")]
    if len(expected) != 1:
        yield "the page has %d blocks ```text output, and must have one" % len(expected)
        return
    done = subprocess.run([program], stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)
    sys.stdout.write(done.stdout)
    if done.returncode != 0:
        yield "the program ended with status %d" % done.returncode
    pattern = ".*".join(re.escape(part) for part in expected[0].split("…"))
    if not re.fullmatch(pattern, done.stdout):
        yield "the program's output, above, is not the page's:\n%s" % expected[0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--page", required=True)
    parser.add_argument("--files", required=True, nargs="+", type=pathlib.Path)
    parser.add_argument("--needs", default="")
    parser.add_argument("--clean-environment", action="store_true")
    parser.add_argument("program")
    arguments = parser.parse_args()

    missing = missing_modules([name for name in arguments.needs.split(";") if name])
    if missing:
        print("skipped: no Python module %s" % ", ".join(missing))
        return SKIPPED
    page = pathlib.Path(arguments.page).read_text(encoding="utf-8")
    environment = clean_environment() if arguments.clean_environment else None
    found = list(code_problems(page, arguments.files)) + list(output_problems(page, arguments.program, environment))
    for problem in found:
        print("%s: %s" % (arguments.page, problem))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
