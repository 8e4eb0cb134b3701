# SPDX-License-Identifier: MIT
"""Headers of real modules: they are generated and compiled, calls into packages are run, and what is typed is counted.

Usage: real_modules.py WHAT... [--compiler C++] [--python PYTHON] [--typeshed DIR] [--build DIR] [--results FILE]

WHAT is one of
  quick     ten modules of the standard library, from typeshed
  all       47 of them
  packages  numpy, requests, httpx and pydantic, with a program that calls each
  time      how long a generated header takes to compile, against the same functions written by hand

The Python is one of the environment with typeshed_client (or mypy) and the packages; what it lacks is skipped, in a line that says so.
FILE gets one test for each module, package and program of `time`, as ctest writes them.

What counts as a public function: a signature of a function of the module asked for, and of a method, constructor or operator of its public
classes, also of those that it takes from other modules, and of the classes that these inherit from; each overload counts, and a signature
with a TypeVar of several types once for each. A constructor that is inherited counts for each class that has it. Properties and variables
are no functions. Classes that only signatures mention have no methods in the header, and do not count. "with Any" are those whose source
says Any or object, or nothing, for a parameter or the result. "typed" are those of the others in which nothing became an object for want
of a type in C++; of them "with objects" are those that say `type`, a TypeVar, or a callable of any parameters, which are objects in C++ as
they are in Python. A fallback is one parameter, result, field or attribute that became an object.
"""

import argparse
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "benchmark"))
import gate

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = pathlib.Path(__file__).resolve().parent / "packages"
QUICK = "argparse base64 datetime email.message json math os.path sqlite3 statistics zipfile".split()
ALL = sorted(QUICK + """
    abc array ast bisect calendar collections configparser contextlib copy csv dataclasses decimal difflib enum fractions functools glob
    hashlib heapq html inspect io ipaddress itertools logging operator pathlib random re shutil string subprocess tempfile textwrap
    urllib.parse uuid zoneinfo""".split())
MODULES_OF = {"numpy": ["numpy", "numpy.linalg"], "requests": ["requests"], "httpx": ["httpx"], "pydantic": ["pydantic", "models"]}
LEAST_TYPED = 0.97
MOST_TIME = 1.2
WARNINGS = "-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Werror".split()
LIMIT = 600  # seconds for a step
REPORT = re.compile(r"(\d+) functions: (\d+) without Any in their source, (\d+) of them fully typed \((\d+) with objects\); (\d+) fallbacks")
HEAD = "| %s | public functions | with `Any` | typed | with objects | fallbacks |\n|---|" + "--:|" * 5


class Failed(Exception):
    pass


class Tools:
    """The compiler, the Python, and where what they make is kept."""

    def __init__(self, arguments):
        self.compiler, self.python, self.build = arguments.compiler, arguments.python, pathlib.Path(arguments.build or tempfile.mkdtemp())
        self.build.mkdir(parents=True, exist_ok=True)
        self.environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT / "python"), os.environ.get("PYTHONPATH")]))}
        code = "import sysconfig as s; print(s.get_path('include'), s.get_config_var('LIBDIR'), s.get_config_var('LDVERSION'), sep='\\n')"
        self.include, self.library, self.version = self.run(self.python, "-c", code).stdout.split("\n")[:3]
        code = "from pyhost.generate import typeshed; print(typeshed.directory() or '')"
        self.typeshed = arguments.typeshed or self.run(self.python, "-c", code).stdout.strip()

    def run(self, *command, **options):
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=LIMIT,
                              env=self.environment, **options)
        if done.returncode != 0:
            raise Failed("status %d of %s\n%s%s" % (done.returncode, " ".join(done.args), done.stdout[-2000:], done.stderr[:6000]))
        return done

    def has(self, module):
        code = "import importlib.util, sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)"
        return subprocess.run([self.python, "-c", code, module], env=self.environment).returncode == 0

    def generate(self, name, modules, *options):
        """Writes NAME.hpp, and returns the numbers of the report."""
        made = self.run(self.python, "-m", "pyhost", "generate", *modules, "--typeshed", self.typeshed, "--report", "--out",
                        self.build / (name + ".hpp"), *options)
        return Counts(*map(int, REPORT.match(made.stderr).groups()))

    def compile(self, source, *options):
        self.run(self.compiler, "-std=gnu++20", *WARNINGS, "-I", self.build, "-I", ROOT / "include", "-isystem", self.include, source, *options)

    def compile_header(self, name):
        source = self.build / (name + ".cpp")
        source.write_text('#include "%s.hpp"\n' % name)
        self.compile(source, "-fsyntax-only")

    def run_program(self, name):
        program = self.build / name
        self.compile(PACKAGES / (name + ".cpp"), "-o", program, "-pthread", "-L" + self.library, "-Wl,-rpath," + self.library,
                     "-lpython" + self.version)
        venv = pathlib.Path(self.python).parent.parent
        is_venv = (venv / "pyvenv.cfg").exists()
        self.environment["PYHOST_TEST_VENV"] = str(venv) if is_venv else ""
        self.run(program)


class Counts:
    def __init__(self, functions=0, declared=0, typed=0, with_objects=0, fallbacks=0):
        self.numbers = (functions, declared, typed, with_objects, fallbacks)

    def __add__(self, other):
        return Counts(*map(sum, zip(self.numbers, other.numbers)))

    def row(self, name):
        functions, declared, typed, with_objects, fallbacks = self.numbers
        return "| %s | %d | %d | %d of %d | %d | %d |" % (name, functions, functions - declared, typed, declared, with_objects, fallbacks)

    @property
    def rate(self):
        return self.numbers[2] / (self.numbers[1] or 1)


def library(tools, modules):
    """The table of modules of the standard library. Returns what is wrong."""
    total, wrong = Counts(), []
    print(HEAD % "module")
    for module in modules:
        try:
            counts = tools.generate("std_" + module.replace(".", "_"), [module])
            tools.compile_header("std_" + module.replace(".", "_"))
        except Failed as error:
            wrong.append("%s: %s" % (module, error))
            continue
        total += counts
        print(counts.row(module), flush=True)
    print(total.row("**total**"))
    print("\n%.1f%% of the public functions without `Any` are typed" % (100 * total.rate))
    if total.rate < LEAST_TYPED:
        wrong.append("at least %d%% have to be" % (100 * LEAST_TYPED))
    return wrong


def packages(tools):
    """The table of packages. Returns what is wrong."""
    wrong, skipped = [], [name for name in MODULES_OF if not tools.has(name)]
    for name in skipped:
        print("skipped: %s is not installed for %s" % (name, tools.python))
    print(HEAD % "package")
    for name in sorted(set(MODULES_OF) - set(skipped)):
        try:
            print(tools.generate(name, MODULES_OF[name], "--path", PACKAGES).row(name), flush=True)
            tools.run_program(name)
        except Failed as error:
            wrong.append("%s: %s" % (name, error))
    return wrong


# Python's type, that of a result, that of a parameter, and a value.
SIMPLE = (("int", "std::int64_t", "std::int64_t", "1"), ("float", "double", "double", "2.0"), ("bool", "bool", "bool", "true"),
          ("str", "std::string", "std::string_view", '"x"'),
          ("list[float]", "std::vector<double>", "std::span<const double>", "std::vector<double>{1.0}"))


def types_of(index):
    """The types of two parameters and the result of one function."""
    return SIMPLE[index % 5], SIMPLE[index // 5 % 5], SIMPLE[(index + 2 * (index // 5)) % 5]


def write_functions(folder, count, used):
    """A stub with functions, and two programs that call some of them: one with the generated header, and one that declares those itself."""
    stub, generated, by_hand = [], [], []
    for index in range(count):
        a, b, result = types_of(index)
        stub.append("def f%d(a: %s, b: %s) -> %s: ..." % (index, a[0], b[0], result[0]))
        if index % (count // used) == 0:
            call = "f%d(%s, %s));" % (index, a[3], b[3])
            generated.append("    static_cast<void>(functions::" + call)
            by_hand += ['    static const pyhost::function<%s(%s, %s)> f%d{"functions", "f%d"};' % (result[1], a[2], b[2], index, index),
                        "    static_cast<void>(" + call]
    includes = "<pyhost/function.hpp> <pyhost/convert/arithmetic.hpp> <pyhost/convert/sequence.hpp> <pyhost/convert/text.hpp>".split()
    (folder / "functions.pyi").write_text("\n".join(stub) + "\n")
    for name, headers, lines in (("generated", ['"functions.hpp"'], generated), ("by_hand", includes, by_hand)):
        text = ["#include %s" % header for header in headers] + ["", "int main()", "{", *lines, "}", ""]
        (folder / (name + ".cpp")).write_text("\n".join(text))


def processor_time(tools, name):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    tools.compile(tools.build / (name + ".cpp"), "-c", "-o", os.devnull)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def time(tools):
    """The ratio of the time to compile, for a program that uses all of 40 functions and for one that uses ten. Returns what is wrong."""
    wrong = []
    print("| to compile | generated | by hand | ratio |\n|---|--:|--:|--:|")
    for used in (40, 10):
        write_functions(tools.build, 40, used)
        tools.generate("functions", ["functions"], "--path", tools.build)
        pairs = [(processor_time(tools, "generated"), processor_time(tools, "by_hand")) for _ in range(5)]
        ratio = statistics.median(generated / by_hand for generated, by_hand in pairs)
        print("| %d of 40 functions, seconds | %.2f | %.2f | %.2f |" % (used, *(statistics.median(one) for one in zip(*pairs)), ratio))
        if ratio > MOST_TIME:
            wrong.append("the ratio has to be at most %.1f" % MOST_TIME)
    return wrong


# How many tests each is, and what it runs.
STEPS = {"quick": (len(QUICK), lambda tools: library(tools, QUICK)), "all": (len(ALL), lambda tools: library(tools, ALL)),
         "packages": (len(MODULES_OF), packages), "time": (2, time)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="+", choices=list(STEPS))
    parser.add_argument("--compiler", default="c++")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--typeshed", help="the folder with stdlib/VERSIONS (default: that of the environment)")
    parser.add_argument("--build", help="where what is made stays (default: a new folder)")
    parser.add_argument("--results")
    arguments = parser.parse_args()
    tools = Tools(arguments)
    if not tools.typeshed:
        print("skipped: there is no typeshed; install typeshed_client or mypy for %s, or name one with --typeshed" % arguments.python)
        return 0
    wrong = []
    for what in arguments.what:
        print(flush=True)
        wrong += STEPS[what][1](tools)
    print("".join("\nfailed: %s\n" % one for one in wrong), end="", file=sys.stderr)
    if arguments.results:
        gate.write_results(arguments.results, sum(STEPS[what][0] for what in arguments.what), len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
