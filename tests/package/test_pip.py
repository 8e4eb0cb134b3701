# SPDX-License-Identifier: MIT
"""Installs the Python package as pip does, into a folder of its own, and runs its doctor from there.

Usage: test_pip.py FOLDER VENV     (the folder with pyproject.toml; a virtual environment with pip and setuptools)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def main(folder, venv):
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python):
        print("skipped: there is no %s" % venv)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        source, target = pathlib.Path(scratch, "source"), pathlib.Path(scratch, "target")
        shutil.copytree(folder, source)  # a build writes beside what it builds
        subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps",
                        "--no-build-isolation", "--target", str(target), str(source)], check=True)
        environment = dict(os.environ, PYTHONPATH=str(target))
        done = subprocess.run([python, "-m", "pyhost", "doctor"], cwd=scratch, env=environment, stdout=subprocess.PIPE, text=True)
        sys.stdout.write(done.stdout)
        names = {path.relative_to(source).as_posix() for path in source.glob("pyhost/**/*.py")}
        missing = [name for name in sorted(names) if not (target / name).exists()]
        if done.returncode != 0 or "\n  can be embedded: yes\n" not in done.stdout or missing:
            print("ended with status %d; not installed: %s" % (done.returncode, " ".join(missing) or "nothing"))
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
