# SPDX-License-Identifier: MIT
"""Runs the C++ program and the Python script that does the same work, and wants equal results, to the last digit.

It also wants the traceback of the bad request on stderr, as C++ saw it.

Usage: compare.py PROGRAM      (VIRTUAL_ENV names the environment with scikit-learn, for both)
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
BAD_REQUEST = "ValueError: X has 3 features, but GradientBoostingClassifier is expecting 64 features as input."


def environment_python():
    environment = os.environ.get("VIRTUAL_ENV")
    if not environment:
        return sys.executable
    return os.path.join(environment, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))


def differences(ours, theirs):
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            yield "%s differs:\n  C++    %s\n  Python %s" % (name, ours.get(name), theirs.get(name))
    if ours["served"] != ours["tested"]:
        yield "served differs from tested: a request alone got another answer than in the batch"


def main():
    program = sys.argv[1]
    python = environment_python()
    if subprocess.run([python, "-c", "import sklearn"], stderr=subprocess.DEVNULL).returncode != 0:
        print("skipped: %s has no scikit-learn" % python)
        return SKIPPED

    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "results.json"
        # A free-threaded Python names the modules of scikit-learn that need the GIL.
        environment = {**os.environ, "PYTHONWARNINGS": "ignore:The global interpreter lock"}
        done = subprocess.run([program, "--json", str(file)], check=True, stderr=subprocess.PIPE, text=True, env=environment)
        ours = json.loads(file.read_text())
    reference = pathlib.Path(__file__).with_name("reference.py")
    theirs = json.loads(subprocess.run([python, str(reference)], check=True, stdout=subprocess.PIPE).stdout)

    problems = list(differences(ours, theirs))
    trace = done.stderr.splitlines()
    if not trace or trace[0] != "Traceback (most recent call last):" or trace[-1] != BAD_REQUEST:
        problems.append("stderr is not the traceback of the bad request:\n" + done.stderr)
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
