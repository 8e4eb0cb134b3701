# SPDX-License-Identifier: MIT
"""Runs `python -m pyhost doctor` and the C++ program that prints pyhost::diagnose() in the same situations.

Usage: PYTHON test_doctor.py DOCTOR_PROGRAM PYTHON     (the program, and the python that it was built with)

The rules of the search are written twice, in C++ and in Python: these comparisons, line for line, keep them the same.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "python"))
from pyhost.environment import build  # noqa: E402  (found through the line above)
from pyhost.environment.installation import VITAL_FILES  # noqa: E402



def output(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", **options).stdout


PROGRAM = os.path.abspath(sys.argv[1])
PYTHON = output([sys.argv[2], "-c", "import sys; print(sys.executable, end='')"])  # as CMake writes it into the program
TAG, VERSION = build.version_tag(), build.wanted_version()


class Situations(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(os.path.realpath(tempfile.mkdtemp()))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, text="", mode=0o644):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return str(path)

    def home(self, name, built_as=VERSION, prefix="/usr/local", skip=None):
        stdlib = "%s/lib/python%s/" % (name, TAG)
        for file in ["os.py"] + [file for file in VITAL_FILES if file != skip]:
            self.write(stdlib + file)
        self.write(stdlib + "_sysconfigdata_x.py", "build_time_vars = {'VERSION': '%s', 'prefix': '%s'}" % (built_as, prefix))
        self.write(name + "/bin/python" + TAG, "#!/bin/sh\n", 0o755)
        return str(self.folder / name)

    def venv(self, name, base, more=""):
        self.write(name + "/pyvenv.cfg", "home = %s/bin\n%s" % (base, more))
        self.write(name + "/bin/python", "#!/bin/sh\n", 0o755)
        return str(self.folder / name)

    def check(self, *options, contains="", program=PROGRAM, **variables):
        """Both print the same, with `contains` in it, and end with the same status."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment.update({"VIRTUAL_ENV": "", "CONDA_PREFIX": ""}, **variables)
        told = output([program, *options], env=environment, cwd=str(ROOT / "python"))
        options = [part for option in options for part in ([option, program] if option == "--nearest-venv" else [option])]
        # -E: a PYTHONHOME that is wrong would end this Python before the doctor speaks
        ours = output([PYTHON, "-E", "-m", "pyhost", "doctor", "--built-with", PYTHON, *options], env=environment, cwd=str(ROOT / "python"))
        self.assertEqual(ours.partition("\n\nthis Python:\n")[0] + "\n", told)
        self.assertIn(contains, told)
        return told

    def test_nothing_set(self):
        told = self.check(contains="built-with '%s': taken" % PYTHON)
        self.assertTrue(told.endswith("a start would succeed, as far as files tell\n"))
        self.assertNotIn("variables:", told)

    def test_isolated(self):
        self.check("--isolated", VIRTUAL_ENV="/nonexistent", PYTHONPATH="/x", contains="VIRTUAL_ENV: not looked at")

    def test_variables_that_python_heeds_are_listed_in_order(self):
        told = self.check(PYTHONUTF8="1", PYTHONPATH="/x", PYTHONHASHSEED="0", PYTHONSAFEPATH="")
        self.assertIn("variables:\n  PYTHONHASHSEED=0\n  PYTHONPATH=/x\n  PYTHONUTF8=1\nfound:", told)

    def test_virtual_environments(self):
        base = self.home("base")
        version = "version_info = %s.1\n" % VERSION
        self.check(VIRTUAL_ENV=self.venv("a", base), contains="taken (venv)")
        self.check("--venv", self.venv("b", base, version + "uv = 0.5.1\n"), contains="taken (venv made by uv 0.5.1)")
        self.check("--executable", self.venv("c", base, "virtualenv = 20.1\r\nVERSION = %s" % VERSION) + "/bin/python",
                   contains="taken (venv made by virtualenv 20.1)")

    def test_virtual_environments_that_do_not_fit(self):
        base = self.home("base")
        self.check(VIRTUAL_ENV=self.venv("other", base, "version = 3.2.1\n"), contains="it was made with Python 3.2 of %s/bin" % base)
        self.check("--venv", self.venv("gone", "/nonexistent"), contains="is gone from /nonexistent/bin")
        self.check("--venv", self.venv("broken", self.home("half", skip="encodings/__init__.py")), contains="of the Python that it was made")
        self.write("nameless/pyvenv.cfg", "x")
        self.check("--venv", str(self.folder / "nameless"), contains="names no home")
        self.write("mixed/lib/python3.2t/x")
        self.check("--venv", self.venv("mixed", base), contains="its packages are those of Python 3.2t")
        bare = self.venv("bare", base)
        os.remove(bare + "/bin/python")
        self.check(VIRTUAL_ENV=bare, contains="it has no python program that can be run")
        for path in (base, bare + "/pyvenv.cfg", "/nonexistent", "", str(self.folder / ("x" * 300))):
            self.check("--venv", path, contains="a start would fail: config::venv")

    def test_homes(self):
        self.check("--home", self.home("base"), contains="  sys.executable: %s/base/bin/python%s\n" % (self.folder, TAG))
        self.check("--home", self.home("moved", prefix="/install"), contains="taken (standalone Python)")
        self.check("--home", self.home("cpython-3.9.1-linux"), contains="taken (standalone Python 'cpython-3.9.1-linux')")
        self.write("pyenv/shims/python")
        self.check("--home", self.home("pyenv/versions/x"), contains="taken (pyenv version 'x')")
        bundled = self.home("bundled")
        shutil.rmtree(bundled + "/bin")
        self.check("--home", bundled, contains="sys.executable: none")
        self.check("--home", bundled, "--executable", PYTHON, contains="sys.executable: " + PYTHON)
        self.check("--home", bundled, "--executable", "/nonexistent", contains="config::executable is not a program")

    def test_homes_that_do_not_fit(self):
        for file in VITAL_FILES:
            self.check("--home", self.home("no-" + file.replace("/", "-"), skip=file), contains="without which CPython cannot start")
        self.check("--home", self.home("swapped", built_as="3.2"), contains="its standard library is that of Python 3.2")
        self.write("other/lib/python3.2/os.py")
        self.check("--home", str(self.folder / "other"), contains="it is Python 3.2, and")
        self.check("--home", self.venv("venv", "/nonexistent"), contains="give it to config::venv instead")
        os.symlink("loop", str(self.folder / "loop"))
        for path in ("/nonexistent", self.write("file"), "/a:b", "", str(self.folder), str(self.folder / "loop"), "relative"):
            self.check("--home", path, contains="a start would fail: config::home")
        self.check(PYTHONHOME="/nonexistent:/x", contains="PYTHONHOME '/nonexistent' cannot be used: there is no such directory")
        self.check(PYTHONHOME=self.home("base"), contains="taken")

    def test_zipped_standard_libraries(self):
        name = "zipped/lib/python%s.zip" % TAG.replace(".", "")
        self.write(name, "no zip file")
        self.check("--home", str(self.folder / "zipped"), contains="its standard library has no encodings/__init__.py")
        with zipfile.ZipFile(str(self.folder / name), "w") as archive:
            for file in ["os.py"] + VITAL_FILES:
                archive.writestr(file, "")
        self.check("--home", str(self.folder / "zipped"), contains="  standard library: %s\n" % (self.folder / name))

    def test_conda(self):
        prefix = self.home("conda/envs/x")
        self.check(CONDA_PREFIX=prefix, contains="CONDA_PREFIX '%s': taken\n" % prefix)
        self.write("conda/envs/x/conda-meta/history")
        self.check(CONDA_PREFIX=prefix, contains="taken (conda environment 'x')")
        base = self.home("conda")
        self.write("conda/conda-meta/history")
        self.check(CONDA_PREFIX=base, VIRTUAL_ENV="/nonexistent", contains="taken (conda base environment)")
        self.check(CONDA_PREFIX=str(self.folder), contains="built-with")

    def test_executables(self):
        base = self.home("base")
        self.check("--executable", base + "/bin/python" + TAG, contains="taken")
        self.check("--executable", self.write("root/shims/python3", "#!/bin/sh\n", 0o755), contains="it is a shim")
        self.check("--executable", self.write("base/bin/tool", "", 0o755), contains="not named as a python program is")
        self.check("--executable", self.write("base/bin/python", "", 0o644), contains="not a program that this user may run")
        self.check("--executable", self.write("stray/python", "", 0o755), contains="neither it nor a directory above it")
        self.check("--executable", "/nonexistent/python", contains="there is no such file")
        self.check("--executable", "x", "--venv", "y", contains="give the one to use")

    def test_the_nearest_venv(self):
        program = shutil.copy(PROGRAM, self.write("app/bin/doctor"))
        os.chmod(program, 0o755)
        self.check("--nearest-venv", program=program, contains="config::nearest_venv: there is no .venv in '%s/app/bin'" % self.folder)
        base = self.home("base")
        venv = self.venv("app/.venv", base)
        self.check("--nearest-venv", program=program, CONDA_PREFIX=base, contains="config::nearest_venv '%s': taken" % venv)
        self.venv("app/bin/.venv", base, "version = 3.2\n")
        self.check("--isolated", "--nearest-venv", program=program, contains="it was made with Python 3.2")

    def test_a_shipped_python(self):
        program = shutil.copy(PROGRAM, self.write("app/doctor"))
        os.chmod(program, 0o755)
        home = self.home("app/python", prefix="/install")
        told = output([program, "--shipped"])
        self.assertIn("a start would fail: config::module_path '%s/app/modules' does not exist" % self.folder, told)
        self.write("app/modules/app.py")
        self.assertEqual(output([program, "--shipped"]), self.check("--isolated", "--home", home, contains="taken (standalone Python)"))

    def test_a_pythonpath_that_hides_the_standard_library(self):
        self.write("bad/encodings/__init__.py")
        self.check(PYTHONPATH="/x:%s/bad" % self.folder, contains="a start would fail: PYTHONPATH hides the standard library")


class Python(unittest.TestCase):
    def test_this_python_can_be_embedded(self):
        told = output([PYTHON, "-m", "pyhost", "doctor"], cwd=str(ROOT / "python"))
        self.assertIn("\nthis Python:\n  can be embedded: yes\n  headers: ", told)
        self.assertIn("\n  shared library: %s\n" % build.library_file(), told)

    def test_a_python_without_headers_is_told_why_it_cannot_be_embedded(self):
        change = "import sysconfig; sysconfig.get_path = lambda name: '/nonexistent'; "
        run = "import sys, runpy; sys.argv = ['pyhost', 'doctor']; runpy.run_module('pyhost', run_name='__main__')"
        done = subprocess.run([PYTHON, "-c", change + run], stdout=subprocess.PIPE, text=True, cwd=str(ROOT / "python"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("  can be embedded: no: Python %s has no headers" % VERSION, done.stdout)
        self.assertIn("  headers: none\n", done.stdout)

    def test_each_message_that_the_page_explains_exists(self):
        page = (ROOT / "examples/environment/README.md").read_text(encoding="utf-8")
        source = "".join(path.read_text() for path in (ROOT / "include/pyhost").rglob("*.hpp")).replace('"\n', "")
        rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| `") and line.count("|") == 3]
        phrases = [part for row in rows for part in row.strip("`").split(" … ") if part]
        self.assertGreater(len(phrases), 10)
        self.assertEqual([phrase for phrase in phrases if phrase not in source], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
