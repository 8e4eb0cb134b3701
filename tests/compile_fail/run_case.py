# SPDX-License-Identifier: MIT
"""Compiles a file that must fail: checks the compiler's text, and that the file compiles with PYHOST_TEST_FIXED.

The file says what it expects in its comments:
    // error: a regular expression that the compiler's output contains (one or more such lines)
    // compiler: clang (the case is skipped, exit status 77, with another compiler)
    // option: an option of the compiler that is the mistake
"""

import argparse
import re
import subprocess
import sys

SKIPPED = 77


def declared(source, key):
    return re.findall(r"^// %s: (.+)$" % key, source, re.MULTILINE)


def compile_case(arguments, *more):
    """Exit status and output of the compiler."""
    command = [arguments.compiler, "@" + arguments.flags, "-fsyntax-only"]
    if arguments.compiler_id.endswith("Clang"):
        command += ["-Wthread-safety", "-Werror=thread-safety", "-Werror=dangling"]
    done = subprocess.run(command + list(more) + [arguments.file],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def problems(arguments, patterns, options):
    """Sentences on what is not as declared."""
    if not patterns:
        yield "declares no `// error: ...` text"
    status, output = compile_case(arguments, *options)
    if status == 0:
        yield "compiles, where it must not"
    for pattern in patterns:
        if not re.search(pattern, output):
            yield "fails without the text %r:\n%s" % (pattern, output)
    status, output = compile_case(arguments, "-DPYHOST_TEST_FIXED")
    if status != 0:
        yield "does not compile with PYHOST_TEST_FIXED, so the failure proves nothing:\n%s" % output


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--compiler-id", required=True)
    parser.add_argument("--flags", required=True)
    parser.add_argument("file")
    arguments = parser.parse_args()

    with open(arguments.file, encoding="utf-8") as file:
        source = file.read()
    for compiler in declared(source, "compiler"):
        if compiler not in arguments.compiler_id.lower():
            print("skipped: needs %s" % compiler)
            return SKIPPED
    found = list(problems(arguments, declared(source, "error"), declared(source, "option")))
    for problem in found:
        print("%s: %s" % (arguments.file, problem))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
