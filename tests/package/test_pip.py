# SPDX-License-Identifier: MIT
"""Installs the Python package as pip does, builds C++ programs with nothing but that, and compares its archives with the repository.

Usage: test_pip.py REPOSITORY VENV BUILD CMAKE GENERATOR COMPILER PYTHON
(a virtual environment with pip and setuptools; a folder for what is made; what a consumer is built with)
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import unittest
import zipfile

REPOSITORY, VENV, BUILD = (pathlib.Path(path) for path in sys.argv[1:4])
CMAKE, GENERATOR, COMPILER, PYTHON = sys.argv[4:8]
VENV_PYTHON = VENV / "bin/python"
CLONE, TARGET = BUILD / "clone", BUILD / "target"
TESTS = REPOSITORY / "tests/package"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        raise AssertionError("status %d of %s\n%s" % (done.returncode, done.args, done.stdout))
    return done.stdout


def pip(command, *arguments):
    run(VENV_PYTHON, "-m", "pip", "--disable-pip-version-check", command, "--quiet", "--no-index", "--no-deps", "--no-build-isolation",
        *arguments)


def ask(*arguments):
    """What `python -m pyhost` of the installed package answers, in a folder that has nothing to do with it."""
    return run(VENV_PYTHON, "-m", "pyhost", *arguments, cwd="/", env={**os.environ, "PYTHONPATH": str(TARGET)})


def package_files():
    """What belongs into the package, by its place there: the modules, and what the repository has beside them."""
    modules = {path.relative_to(REPOSITORY / "python/pyhost"): path for path in REPOSITORY.glob("python/pyhost/**/*")
               if path.suffix in (".py", ".js", ".ts", ".json")}
    others = {path.relative_to(REPOSITORY): path for pattern in ("include/**/*.[ch]pp", "cmake/pyhost*.cmake", "LICENSE")
              for path in REPOSITORY.glob(pattern)}
    template = {pathlib.Path("template", path.relative_to(REPOSITORY / "examples/template")): path for path in REPOSITORY.glob("examples/template/**/*")
                if path.is_file() and path.suffix != ".pyc"}
    return {place.as_posix(): path.read_bytes() for place, path in {**modules, **others, **template}.items()}


def setUpModule():
    shutil.rmtree(BUILD, ignore_errors=True)
    for name in ("include", "cmake", "python", "examples/template"):  # a build writes beside what it builds
        shutil.copytree(REPOSITORY / name, CLONE / name, ignore=shutil.ignore_patterns("__pycache__", "build", "dist", "*.egg-info"))
    shutil.copy(REPOSITORY / "LICENSE", CLONE)
    stale = CLONE / "python/build/lib/pyhost/include/pyhost/stale.hpp"  # of an earlier build
    stale.parent.mkdir(parents=True)
    stale.touch()
    pip("install", "--target", TARGET, CLONE / "python")


class Installed(unittest.TestCase):
    def test_the_doctor_runs(self):
        self.assertIn("\n  can be embedded: yes\n", ask("doctor"))

    def test_the_package_has_the_files_of_the_repository(self):
        found = {path.relative_to(TARGET / "pyhost").as_posix(): path.read_bytes() for path in TARGET.glob("pyhost/**/*")
                 if path.is_file() and path.suffix != ".pyc"}
        self.assertEqual(sorted(found), sorted(package_files()))
        self.assertEqual(found, package_files())

    def test_the_front_end_is_where_it_is_said_to_be(self):
        folder = pathlib.Path(ask("--front-end").rstrip("\n"))
        self.assertEqual(folder, TARGET.resolve() / "pyhost/front_end")
        self.assertEqual(sorted(path.name for path in folder.iterdir()), sorted(path.name for path in (REPOSITORY / "python/pyhost/front_end").iterdir()))

    def test_a_new_application_is_made_of_the_package_alone(self):
        folder = BUILD / "new"
        folder.mkdir()
        said = ask("new", "app", "--into", folder)
        self.assertIn("-Dpyhost_DIR=%s " % (TARGET.resolve() / "pyhost/cmake"), said)
        self.assertIn("project(app LANGUAGES CXX)", (folder / "app/CMakeLists.txt").read_text())
        self.assertTrue((folder / "app/front_end/pyhost.js").exists())

    def test_cmake_needs_nothing_but_cmakedir(self):
        folder = BUILD / "by_cmake"
        run(CMAKE, "-S", TESTS / "find_package", "-B", folder, "-G", GENERATOR, "-DCMAKE_CXX_COMPILER=" + COMPILER,
            "-DPython_EXECUTABLE=" + PYTHON, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-Dpyhost_DIR=" + ask("--cmakedir").rstrip("\n"))
        run(CMAKE, "--build", folder)
        self.assertIn(str(TARGET / "pyhost/include"), (folder / "compile_commands.json").read_text())
        self.assertIn("consumer: 5\n", run(folder / "consumer"))

    def test_a_compiler_needs_nothing_but_includes_and_the_flags_of_python(self):
        config = os.path.realpath(PYTHON) + "-config"
        if not os.path.exists(config):
            self.skipTest("there is no " + config)
        launcher = os.environ.get("CMAKE_CXX_COMPILER_LAUNCHER", "").split()
        compiled, program = BUILD / "consumer.o", BUILD / "consumer"
        run(*launcher, COMPILER, "-std=c++20", *ask("--includes").split(), *run(config, "--includes").split(),
            "-c", TESTS / "consumer.cpp", "-o", compiled)
        flags = run(config, "--ldflags", "--embed").split()
        rpath = ["-Wl,-rpath," + flag[2:] for flag in flags if flag.startswith("-L")]
        run(COMPILER, compiled, "-pthread", *flags, *rpath, "-o", program)
        self.assertIn("consumer: 5\n", run(program))


class Archives(unittest.TestCase):
    def assert_complete(self, archive, prefix, names, read):
        expected = package_files()
        found = {name[len(prefix):]: read(name) for name in names if name.startswith(prefix) and not name.endswith("/")}
        self.assertEqual(sorted(found), sorted(expected), archive)
        self.assertEqual(found, expected, archive)

    def assert_complete_wheel(self, source, folder):
        pip("wheel", "--wheel-dir", folder, source)
        wheel = folder / ("pyhost-%s-py3-none-any.whl" % ask("--version").strip())
        with zipfile.ZipFile(wheel) as archive:
            self.assert_complete(wheel, "pyhost/", archive.namelist(), archive.read)

    def test_a_wheel_is_complete(self):
        self.assert_complete_wheel(CLONE / "python", BUILD / "wheel")

    def test_a_source_archive_is_complete_and_so_is_its_wheel(self):
        folder, name = BUILD / "sdist", "pyhost-" + ask("--version").strip()
        code = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"
        run(VENV_PYTHON, "-c", code, folder, cwd=CLONE / "python")
        with tarfile.open(folder / (name + ".tar.gz")) as archive:
            names = [member.name for member in archive if member.isfile()]
            self.assert_complete(name, name + "/pyhost/", names, lambda name: archive.extractfile(name).read())
        self.assert_complete_wheel(folder / (name + ".tar.gz"), BUILD / "wheel_of_sdist")


if __name__ == "__main__":
    if VENV_PYTHON.exists():
        unittest.main(argv=sys.argv[:1])
    print("skipped: there is no %s" % VENV)
