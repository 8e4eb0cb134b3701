# SPDX-License-Identifier: MIT
"""What probe_python.py answers for a Python that cannot be embedded."""

import os
import pathlib
import sys
import sysconfig
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "python" / "pyhost"))
import probe_python  # noqa: E402  (found through the line above)


def config(**changes):
    """sysconfig.get_config_var with some values replaced."""
    real = sysconfig.get_config_var
    return mock.patch("sysconfig.get_config_var", lambda name: changes[name] if name in changes else real(name))


class Probe(unittest.TestCase):
    def test_this_python_can_be_embedded(self):
        self.assertIsNone(probe_python.problem(static=False))

    def test_an_old_python(self):
        with mock.patch("sys.version_info", (3, 8, 18, "final", 0)):
            self.assertEqual(probe_python.problem(static=False), "Python 3.8 is too old: pyhost needs 3.9 or later")

    def test_another_implementation(self):
        with mock.patch("sys.implementation", types.SimpleNamespace(name="pypy")):
            self.assertEqual(probe_python.problem(static=False), "pypy is not CPython")

    def test_no_headers(self):
        with mock.patch("sysconfig.get_path", lambda name: "/no/such/folder"):
            self.assertRegex(probe_python.problem(static=False),
                             r"^Python 3\.\d+ has no headers \(no Python.h in /no/such/folder\): install python3\.\d+-dev$")

    def test_a_static_library_only(self):
        with config(LDLIBRARY="libpython3.x.a"):
            self.assertRegex(probe_python.problem(static=False), "has only a static library: .* or set Python_USE_STATIC_LIBS=ON$")

    def test_a_shared_library_without_its_development_link(self):
        with config(LIBDIR=os.curdir, LIBPL=os.curdir):
            self.assertRegex(probe_python.problem(static=False), r"has no shared library \(no libpython3.*\.so\): install")

    def test_no_static_library(self):
        with config(LIBDIR=os.curdir, LIBPL=os.curdir):
            self.assertRegex(probe_python.problem(static=True), r"has no static library \(no libpython3.*\.a\)$")

    def test_an_incomplete_static_library(self):
        with config(MODLIBS="-lm Modules/part.a"), mock.patch("probe_python.find", lambda *names: names[0]):
            self.assertRegex(probe_python.problem(static=True), r"without a part of its static library \(no Modules/part.a\)$")


if __name__ == "__main__":
    unittest.main()
