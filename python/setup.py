# SPDX-License-Identifier: MIT
"""Adds to the package what the repository keeps outside of this folder: version, C++ headers, CMake files, template, licence."""

import pathlib
import shutil
import sys

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from pyhost import places  # noqa: E402  (found through the line above)


def add_files(package):
    """Copies the files into `package`, a folder of modules that is being built; a build folder may hold those of an earlier version."""
    root = pathlib.Path(places.root())
    for name in ("include", "cmake", "template"):
        shutil.rmtree(package / name, ignore_errors=True)
    for file in [*root.glob("include/pyhost/**/*.[ch]pp"), *root.glob("cmake/pyhost*.cmake"), root / "LICENSE"]:
        copy = package / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    shutil.copytree(places.template(), package / "template", ignore=shutil.ignore_patterns("__pycache__", "build", ".venv"))


class Build(build_py):
    def run(self):
        super().run()
        if not self.editable_mode:  # such a package runs from the repository, and finds the files there
            add_files(pathlib.Path(self.build_lib, "pyhost"))


class SourceArchive(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        add_files(pathlib.Path(base_dir, "pyhost"))


try:
    version = places.version()
except places.Missing as missing:
    sys.exit("pyhost: %s" % missing)
setup(version=version, cmdclass={"build_py": Build, "sdist": SourceArchive})
