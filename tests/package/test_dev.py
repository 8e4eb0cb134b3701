# SPDX-License-Identifier: MIT
"""What ./dev answers to a PYTHON that it cannot use: one line, before anything is installed or built."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

DEV = str(pathlib.Path(__file__).parents[2] / "dev")


def run(*arguments, python):
    """Exit status, stdout and stderr of ./dev with this PYTHON."""
    done = subprocess.run([DEV, *arguments], env={**os.environ, "PYTHON": python}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def script(folder, text):
    """An executable shell script with this text."""
    file = pathlib.Path(folder) / "python3"
    file.write_text("#!/bin/sh\n" + text)
    file.chmod(0o755)
    return str(file)


class Refusals(unittest.TestCase):
    def assert_refused(self, python, reason):
        self.assertEqual(run("test", python=python), (1, "", "./dev: PYTHON=%s: %s\n" % (python, reason)))

    def test_a_program_that_is_not_there(self):
        self.assert_refused("/no/such/python", "there is no such program")

    def test_a_program_that_prints_something_else(self):
        self.assert_refused("/bin/ls", "it is not a Python")

    def test_a_folder(self):
        self.assert_refused("/etc", "it is not a Python")

    def test_a_program_that_fails_without_a_word(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assert_refused(script(folder, "exit 3\n"), "it is not a Python")

    def test_a_python_that_cannot_be_embedded(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assert_refused(script(folder, "echo Python 3.8 is too old\nexit 1\n"), "Python 3.8 is too old")


class Versions(unittest.TestCase):
    @unittest.skipIf(hasattr(sys, "gettotalrefcount"), "a debug build is not in the list")
    def test_python_names_the_default(self):
        status, listed, _ = run("versions", python=sys.executable)
        self.assertEqual(status, 0)
        self.assertIn(" %s (default)\n" % sys.executable, listed)

    def test_a_python_that_is_none_leaves_the_others(self):
        self.assertEqual(run("versions", python="/bin/ls")[0], 0)


if __name__ == "__main__":
    unittest.main()
