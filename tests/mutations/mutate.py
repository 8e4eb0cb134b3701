# SPDX-License-Identifier: MIT
"""Proves that the tests can fail: applies each mutation by itself, and wants the test that it names to turn red.

Usage: mutate.py BUILD OUTPUT [NAME...]

BUILD is a configured tree of the preset dev; nothing in it needs to be built. OUTPUT gets the mutated files, the programs
and results.xml. A mutation is one file of this folder; without a NAME, all run. Only the file of the test is compiled,
with the mutated headers in front of the others, and only the one case runs; a test of the generator runs with a mutated package. A test
that hangs is red.
"""

import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import patches

LIMIT = 60  # seconds, for a case that has no limit of its own
MAINS = {"lifecycle": patches.ROOT / "tests/support/lifecycle_main.cpp", "benchmark": patches.ROOT / "tests/benchmark/main.cpp",
         "fuzz": patches.ROOT / "tests/fuzz/driver.cpp"}
CATCH2_MAIN = patches.ROOT / "tests/support/unit_main.cpp"


class Failed(Exception):
    """Why a mutation proves nothing."""


class Build:
    """What a configured tree knows: how its sources are compiled and how its programs are linked."""

    def __init__(self, folder):
        self.folder = folder
        entries = json.loads((folder / "compile_commands.json").read_text(encoding="utf-8"))
        self.commands = {pathlib.Path(entry["file"]): shlex.split(entry["command"]) for entry in entries}

    def compile(self, source, tree, to, *options):
        """Compiles one source with the headers of `tree` in front and all their bodies; warnings are not the question here."""
        command = [word for word in self.commands[source] if word != "-DPYHOST_DETAIL_COMPILED"]
        command[command.index("-o") + 1] = str(to)
        run_tool("compile", command[:1] + ["-I%s" % (tree / "include")] + command[1:] + ["-w", "-g0", *options], self.folder)

    def link(self, source, objects, to):
        """Links as the program of `source` is linked, with these objects in place of its own."""
        command = [word for word in self.link_command(source) if not re.search(r"\.o$|/?lib(unit_main|pyhost\w*_compiled|benchmark_nanobind)\.a$", word)]
        at = command.index("-o")
        command[at + 1] = str(to)
        run_tool("link", command[:at] + [str(o) for o in objects] + command[at:], self.folder)

    @functools.lru_cache(maxsize=None)
    def link_command(self, source):
        command = self.commands[source]
        folder, _, target = command[command.index("-o") + 1].partition("/CMakeFiles/")
        program = folder + "/" + target.split(".dir/")[0]
        listed = subprocess.run(["cmake", "--build", ".", "--", "-t", "commands", program], cwd=self.folder, check=True,
                                stdout=subprocess.PIPE, text=True).stdout
        return shlex.split(listed.strip().splitlines()[-1])[2:-2]  # between ": &&" and "&& :"


def run_tool(what, command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise Failed("does not %s:\n%s" % (what, done.stdout[:3000]))


def is_catch2(test):
    return test.split(".")[0] not in ("lifecycle", "compile_fail", "benchmark", "battery", "fuzz", "generator", "front_end")


def has_program(test):
    return not test.startswith(("compile_fail.", "generator."))


def make_program(build, test, tree, folder):
    """The program of one test file, compiled against `tree`."""
    source = patches.program_of(test)
    folder.mkdir(parents=True, exist_ok=True)
    objects = []
    options = ["-O3", "-DNDEBUG"] if test.startswith("benchmark.") else []  # as its budget was counted
    if is_catch2(test):
        options = ["-include", str(CATCH2_MAIN)]  # both read the same headers, most of what either costs
    main = MAINS.get(test.split(".")[0])
    for file in filter(None, (source, main)):
        objects.append(folder / (file.stem + ".o"))
        build.compile(file, tree, objects[-1], *options)
    program = folder / "program"
    build.link(source, objects, program)
    for file in objects:
        file.unlink()
    return program


def case_command(build, test, case, tree, program):
    """The command of one case; scripts that are mutated come from `tree`."""
    name = test.rpartition(".")[2]
    if is_catch2(test):
        escaped = "".join("\\" + letter if letter in ",[]\\*\"" else letter for letter in case)
        return [str(program), escaped + "*"]  # a template's cases end with their types
    if test.startswith("lifecycle."):
        return [sys.executable, script(tree, "tests/support/run_lifecycle.py"), str(program), name]
    if test.startswith("benchmark."):
        return [sys.executable, str(patches.ROOT / "tests/benchmark/gate.py"), str(program), case]
    if test.startswith("battery."):
        return [sys.executable, str(patches.ROOT / "tests/battery/compare.py"), str(program),
                str(patches.ROOT / "tests/battery/scripts" / (name + ".py")), str(tree / "scratch")]
    if test.startswith("fuzz."):
        return [str(program), "-artifact_prefix=%s/" % program.parent, str(patches.ROOT / "tests/fuzz/corpus" / name)]
    if test.startswith("front_end."):
        return ["env", "PYHOST_WEB_HOST=%s" % program, sys.executable, "-B", str(patches.source_of(test)), "-k", case]
    if test.startswith("generator."):
        return ["env", "PYTHONPATH=%s" % script(tree, "python"), sys.executable, "-m", "unittest", "discover",
                "-s", str(patches.ROOT / "tests/generator"), "-p", name + ".py", "-k", case]
    compiler = build.commands[CATCH2_MAIN][0]
    flags = tree / "library.flags"
    flags.parent.mkdir(parents=True, exist_ok=True)
    flags.write_text("-I%s\n" % (tree / "include") + (build.folder / "tests/support/library.flags").read_text(encoding="utf-8"))
    return [sys.executable, script(tree, "tests/compile_fail/run_case.py"), "--compiler", compiler, "--compiler-id", "GNU",
            "--flags", str(flags), str(patches.source_of(test))]


def script(tree, path):
    return str(tree / path if (tree / path).exists() else patches.ROOT / path)


def outcome(command):
    """How a case ended: '' for green, else the word for the table."""
    # Rounds of stress are for finding what is rare; a mutation breaks what is tested in each of them.
    environment = {**os.environ, "PYHOST_STRESS_ROUNDS": "40"}
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                                   start_new_session=True)
        try:
            status = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            return "hangs"
        finally:
            end_group(process)
        said.seek(0)
        is_timeout = "ended by its time limit" in said.read()
    return "" if status == 0 else "signal %d" % -status if status < 0 else "hangs" if is_timeout else "fails"


def end_group(process):
    """A case may leave processes of its own: workers that it spawned."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


class Baseline:
    """The tests on the tree as it is, each file compiled once: a test that is red there proves nothing."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.programs, self.lock = {}, threading.Lock()

    def check(self, test, case):
        program = self.program(test) if has_program(test) else None
        if test.startswith("generator."):
            with self.lock:
                if not (self.folder / "python").exists():
                    copy_package(self.folder)
        how = outcome(case_command(self.build, test, case, self.folder, program))
        if how:
            raise Failed("was red already: %s" % how)

    def program(self, test):
        source = patches.program_of(test)
        with self.lock:
            made = self.programs.setdefault(source, concurrent.futures.Future())
            is_first = not made.running() and not made.done() and made.set_running_or_notify_cancel()
        if is_first:
            try:
                made.set_result(make_program(self.build, test, self.folder, self.folder / ("%d" % len(self.programs))))
            except Failed as e:
                made.set_exception(e)
        return made.result()


def copy_package(tree):
    """The package of Python, with what it looks for beside itself."""
    tree.mkdir(parents=True, exist_ok=True)
    shutil.copytree(patches.ROOT / "python", tree / "python")
    for name in ("include", "cmake", "CMakeLists.txt"):
        (tree / name).symlink_to(patches.ROOT / name)


def kill(build, baseline, path, output):
    """Runs one mutation; returns how its test died. Throws: Failed, patches.Unfit."""
    one = patches.read(path)
    source = patches.source_of(one.red)
    if source is None or ((is_catch2(one.red) or one.case) and not patches.has_case(source, one.case)):
        raise Failed("names a test that does not exist: %s %s" % (one.red, one.case))
    tree = output / one.name
    if one.red.startswith("generator."):
        copy_package(tree)
    one.apply(tree)
    baseline.check(one.red, one.case)
    program = make_program(build, one.red, tree, tree) if has_program(one.red) else None
    how = outcome(case_command(build, one.red, one.case, tree, program))
    if not how:
        raise Failed("survived")
    shutil.rmtree(tree)
    return how


def report(build, baseline, path, output):
    """Runs one mutation and prints its line; returns why it failed, or nothing."""
    begin, problem = time.monotonic(), ""
    try:
        verdict = "killed (%s)" % kill(build, baseline, path, output)
    except (Failed, patches.Unfit) as e:
        problem = str(e)
        verdict = "**%s**" % problem.splitlines()[0].rstrip(":")
    try:
        one = patches.read(path)
        row = (path.stem, ", ".join(filter(None, (one.promise, one.fault))), "%s %s" % (one.red, one.case))
    except patches.Unfit:
        row = (path.stem, "", "")
    print("| %s | %s | %s | %.0f | %s |" % (*row, time.monotonic() - begin, verdict), flush=True)
    return problem


def write_results(file, problems):
    """Counts as ctest writes them, for .ci/lanes.sh."""
    failures = sum(1 for problem in problems if problem)
    counts = {"tests": len(problems), "failures": failures, "disabled": 0, "skipped": 0}
    file.write_text("<testsuite\n%s>\n</testsuite>\n" % "".join('\t%s="%d"\n' % count for count in counts.items()))
    return failures


def chosen(names):
    files = {path.stem: path for path in patches.paths()}
    unknown = [name for name in names if name not in files]
    if unknown:
        sys.exit("mutate: there is no mutation '%s'; there are: %s" % (unknown[0], " ".join(files)))
    return [files[name] for name in names] or list(files.values())


def main(build_folder, output_folder, *names):
    build, output = Build(pathlib.Path(build_folder).resolve()), pathlib.Path(output_folder).resolve()
    files = chosen(names)
    shutil.rmtree(output, ignore_errors=True)
    baseline = Baseline(build, output / "baseline")
    jobs = int(os.environ.get("CMAKE_BUILD_PARALLEL_LEVEL", "2"))
    print("| mutation | breaks | test | seconds | result |\n|---|---|---|--:|---|", flush=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        problems = list(pool.map(lambda path: report(build, baseline, path, output), files))
    for problem in filter(None, problems):
        print(problem)
    shutil.copy(build.folder / "versions.txt", output)
    failures = write_results(output / "results.xml", problems)
    print("%d passed, %d failed" % (len(problems) - failures, failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
