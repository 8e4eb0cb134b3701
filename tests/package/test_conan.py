# SPDX-License-Identifier: MIT
"""Makes the Conan package of cmake/packaging/conan in a cache of its own, without any server, and looks at what is in it.

Usage: test_conan.py REPOSITORY BUILD PYTHON     (a folder for what is made; the Python that the recipe's test package embeds)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

REPOSITORY, BUILD = (pathlib.Path(path) for path in sys.argv[1:3])
PYTHON = sys.argv[3]
CLONE = BUILD / "clone"
HEADER_ONLY = "da39a3ee5e6b4b0d3255bfef95601890afd80709"  # the id of a package that is the same for all settings


def conan(*arguments):
    done = subprocess.run(["conan", *arguments], env={**os.environ, "CONAN_HOME": str(BUILD / "home")},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise AssertionError("status %d of %s\n%s%s" % (done.returncode, done.args, done.stdout, done.stderr))
    return done


def package_files():
    """What belongs into the package, by its place there."""
    found = {path.relative_to(REPOSITORY).as_posix(): path for pattern in ("include/**/*.[ch]pp", "cmake/pyhost*.cmake")
             for path in REPOSITORY.glob(pattern)}
    found.update({"cmake/probe_python.py": REPOSITORY / "python/pyhost/probe_python.py", "licenses/LICENSE": REPOSITORY / "LICENSE"})
    return {place: path.read_bytes() for place, path in found.items()}


class Package(unittest.TestCase):
    def test_the_recipe_makes_a_header_only_package_and_builds_with_it(self):
        shutil.rmtree(BUILD, ignore_errors=True)
        for name in ("include", "cmake", "python"):  # a test package is built beside its sources
            shutil.copytree(REPOSITORY / name, CLONE / name, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
        shutil.copy(REPOSITORY / "LICENSE", CLONE)
        conan("profile", "detect")
        created = conan("create", str(CLONE / "cmake/packaging/conan"), "--no-remote",
                        "-c", "tools.cmake.cmaketoolchain:extra_variables={'Python_EXECUTABLE': '%s'}" % PYTHON)
        self.assertIn("\nconsumer: 5\n", created.stderr)  # where conan says everything
        version = subprocess.run([sys.executable, "-m", "pyhost", "--version"], cwd=str(REPOSITORY / "python"),
                                 stdout=subprocess.PIPE, text=True).stdout.strip()
        folder = pathlib.Path(conan("cache", "path", "pyhost/%s:%s" % (version, HEADER_ONLY)).stdout.strip())
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*")
                 if path.is_file() and path.name not in ("conaninfo.txt", "conanmanifest.txt")}
        self.assertEqual(sorted(found), sorted(package_files()))
        self.assertEqual(found, package_files())


if __name__ == "__main__":
    if shutil.which("conan"):
        unittest.main(argv=sys.argv[:1])
    print("skipped: there is no conan")
