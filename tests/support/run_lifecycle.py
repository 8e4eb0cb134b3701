# SPDX-License-Identifier: MIT
"""Runs one lifecycle case in a process of its own: its exit status, its stderr and its time limit are checked.

Usage: run_lifecycle.py PROGRAM CASE

PYHOST_TEST_LAUNCHER in the environment is the command that runs the program, valgrind for example; it gets ten times the time.
"""

import os
import re
import subprocess
import sys


def expectation(program, case):
    """What the case declares: exit code, limit in seconds, whether it must hang, pattern of stderr."""
    answer = subprocess.run([program, "--expect", case], stdout=subprocess.PIPE, check=True, text=True).stdout
    exit_code, limit, hangs, pattern = answer.split(" ", 3)
    return int(exit_code), int(limit), hangs == "1", pattern


def main(program, case):
    exit_code, limit, hangs, pattern = expectation(program, case)
    launcher = os.environ.get("PYHOST_TEST_LAUNCHER", "").split()
    limit *= 10 if launcher else 1
    process = subprocess.Popen(launcher + [program, case], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    try:
        _, complaint = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        _, complaint = process.communicate()
        sys.stderr.write(complaint)
        print("%s: ended by its time limit of %d s%s" % (case, limit, ", as it must be" if hangs else ""))
        return 0 if hangs else 1

    problems = []
    if hangs:
        problems.append("ended by itself, where only its time limit should end it")
    if process.returncode != exit_code:
        problems.append("exit status %d, expected %d" % (process.returncode, exit_code))
    if not re.fullmatch(pattern, complaint, re.DOTALL):
        problems.append("stderr is %r, expected %r" % (complaint, pattern))
    for problem in problems:
        print("%s: %s" % (case, problem))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
