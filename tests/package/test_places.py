# SPDX-License-Identifier: MIT
"""What `python -m pyhost` answers about headers and CMake files when it runs from the repository, and from a part of it."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def ask(*options, package=ROOT / "python"):
    """Exit status, stdout and stderr of `python -m pyhost` with a folder in PYTHONPATH."""
    done = subprocess.run([sys.executable, "-m", "pyhost", *options], env={**os.environ, "PYTHONPATH": str(package)},
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stdout, done.stderr


class Repository(unittest.TestCase):
    def test_places_are_those_of_the_repository(self):
        self.assertEqual(ask("--cmakedir"), (0, "%s/cmake\n" % ROOT, ""))
        self.assertEqual(ask("--includes"), (0, "-I%s\n" % shlex.quote("%s/include" % ROOT), ""))

    def test_the_version_is_that_of_the_library(self):
        header = (ROOT / "include/pyhost/version.hpp").read_text()
        self.assertEqual(ask("--version"), (0, re.search('version = "([0-9.]+)"', header).group(1) + "\n", ""))

    def test_nothing_and_nonsense_are_errors(self):
        self.assertIn("the following arguments are required: COMMAND", ask()[2])
        self.assertIn("invalid choice: 'nonsense'", ask("nonsense")[2])


class Copies(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(os.path.realpath(tempfile.mkdtemp()), "a folder")
        self.addCleanup(shutil.rmtree, self.folder.parent)
        shutil.copytree(ROOT / "python/pyhost", self.folder / "python/pyhost", ignore=shutil.ignore_patterns("__pycache__"))

    def test_the_modules_alone_have_no_places_and_say_what_to_do(self):
        package = self.folder / "python"
        for option in ("--cmakedir", "--includes", "--version"):
            self.assertEqual(ask(option, package=package), (1, "", (
                "python -m pyhost: there are no C++ headers in %s/pyhost, and it is not in pyhost's repository; install the package from there "
                "with `pip install ./python` (pip 21.3 or later: an older one builds a copy of that folder alone)\n") % package))
        refusal = ask("new", "app", "--into", str(self.folder), package=package)
        self.assertEqual(refusal[0], 1)
        self.assertIn("python -m pyhost new: there are no C++ headers in %s/pyhost, and it is not in pyhost's repository" % package, refusal[2])
        self.assertFalse((self.folder / "app").exists())
        self.assertIn("\nthis Python:\n  can be embedded: ", ask("doctor", package=package)[1])

    def test_a_folder_with_a_space_is_quoted_for_the_shell(self):
        (self.folder / "include/pyhost").mkdir(parents=True)
        shutil.copy(ROOT / "include/pyhost/version.hpp", self.folder / "include/pyhost")
        self.assertEqual(shlex.split(ask("--includes", package=self.folder / "python")[1]), ["-I%s/include" % self.folder])


@unittest.skipUnless(os.environ.get("PYHOST_PREFIX"), "nothing was installed")
class Installed(unittest.TestCase):
    def test_a_new_application_is_made_of_what_cmake_has_installed(self):
        package = pathlib.Path(os.environ["PYHOST_PREFIX"]).resolve() / "share/cmake/pyhost"
        with tempfile.TemporaryDirectory() as folder:
            status, said, errors = ask("new", "app", "--into", folder, package=package / "python")
            self.assertEqual((status, errors), (0, ""))
            self.assertIn("-Dpyhost_DIR=%s " % package, said)
            made = {path.relative_to(pathlib.Path(folder, "app")).as_posix() for path in pathlib.Path(folder).rglob("*") if path.is_file()}
        template = {path.relative_to(ROOT / "examples/template").as_posix() for path in (ROOT / "examples/template").rglob("*")
                    if path.is_file() and path.suffix != ".pyc"}
        self.assertEqual(made - template, {"front_end/" + path.name for path in (ROOT / "python/pyhost/front_end").glob("*.*s")})
        self.assertEqual(template - made, set())


if __name__ == "__main__":
    unittest.main()
