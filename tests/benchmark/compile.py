# SPDX-License-Identifier: MIT
"""What it costs to compile a program that calls Python once and prints, how large it is, and what each header adds.

Usage: compile.py BUILD [--turns N]     (a build folder of the preset release in which the target benchmarks is built)

Compiled by g++ -O2 or what the folder uses. Times are those of the processor in the compiler, the least of the turns: whatever else runs
adds to them, and nothing takes away. The libraries of pyhost and nanobind are compiled once for a build, and have a line of their own.
"""

import argparse
import itertools
import json
import os
import pathlib
import re
import resource
import shlex
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STANDARD = ("Python.h", "cstdio", "cstring", "exception", "concepts", "limits", "mutex", "optional", "span", "stdexcept", "string", "tuple",
            "utility", "variant", "vector")  # what pyhost.hpp includes
HEADERS = ("gil", "error", "object", "convert", "convert/text", "convert/sequence", "convert/mapping", "convert/variant", "call", "module",
           "function", "interpreter", "diagnosis", "pyhost", "expose")


class Build:
    """How a configured tree compiles and links a program with all peers."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        entries = json.loads((self.folder / "compile_commands.json").read_text(encoding="utf-8"))
        self.commands = {pathlib.Path(entry["file"]).name: shlex.split(entry["command"]) for entry in entries
                         if "/benchmark" in entry["file"] or entry["file"].endswith(("compiled.cpp", "nb_combined.cpp"))}
        # `cmake -E env ... ccache` stands before the compiler: a cached object costs nothing.
        for name, command in self.commands.items():
            compiler = next(at for at, word in enumerate(command) if re.search(r"(^|/)(c|g|clang)\+\+[-0-9]*$", word))
            self.commands[name] = [word for word in command[compiler:] if word != "-O3"] + ["-O2"]

    def has(self, peer):
        return peer + ".cpp" in self.commands or peer in ("by_hand", "pyhost")

    def compile(self, like, source, to):
        """Processor seconds of the compiler, with the flags of another source."""
        command = list(self.commands[like])
        command[command.index("-o") + 1] = str(to)
        command[command.index("-c") + 1] = str(source)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, cwd=self.folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    def link(self, objects, to):
        """Bytes of the stripped program, linked as start_pyhost is."""
        listed = subprocess.run(["cmake", "--build", ".", "--", "-t", "commands", "rows"], cwd=self.folder, check=True,
                                stdout=subprocess.PIPE, text=True).stdout
        command = [word for word in shlex.split(listed.strip().splitlines()[-1])[2:-2] if not word.endswith(".o")]
        at = command.index("-o")
        command[at + 1] = str(to)
        subprocess.run([*command[:at], *map(str, objects), *command[at:], "-s", "-Wl,--gc-sections"], check=True, cwd=self.folder)
        return os.path.getsize(to)


def least(turns, measurements):
    """The least of each of these functions' numbers, called in turns."""
    found = {name: [] for name in measurements}
    for _ in range(turns):
        for name, measure in measurements.items():
            found[name].append(measure())
    return {name: min(numbers) for name, numbers in found.items()}


def including(names, scratch, name):
    file = scratch / (name.replace("/", "_") + ".cpp")
    file.write_text("".join("#include <%s>\n" % one for one in names), encoding="utf-8")
    return file


def programs(build, turns, scratch):
    peers = [peer for peer in ("by_hand", "pyhost", "pybind11", "nanobind") if build.has(peer)]
    like = {"by_hand": "main.cpp", "pyhost": "main.cpp", "pybind11": "pybind11.cpp", "nanobind": "nanobind.cpp"}
    compiled = {peer: (lambda peer=peer: build.compile(like[peer], HERE / "programs" / (peer + ".cpp"), scratch / (peer + ".o")))
                for peer in peers}
    standard = including(STANDARD, scratch, "standard")
    seconds = least(turns, {**compiled, "standard": lambda: build.compile("main.cpp", standard, scratch / "standard.o")})
    print("| call and print | seconds | of pybind11 | of its headers | stripped bytes |\n|---|--:|--:|--:|--:|")
    for peer in peers:
        of_pybind11 = "%.2f" % (seconds[peer] / seconds["pybind11"]) if "pybind11" in seconds else ""
        of_headers = "%.2f" % (seconds[peer] / seconds["standard"]) if peer == "pyhost" else ""
        size = build.link([scratch / (peer + ".o")], scratch / peer)
        print("| %s | %.2f | %s | %s | %d |" % (peer.replace("_", " "), seconds[peer], of_pybind11, of_headers, size), flush=True)
    print("| Python.h and the standard headers of pyhost.hpp alone | %.2f | | | |" % seconds["standard"])
    for name, source in (("pyhost", "compiled.cpp"), ("nanobind", "nb_combined.cpp")):
        if source in build.commands:
            file = build.commands[source][build.commands[source].index("-c") + 1]
            print("| the library of %s, once | %.2f | | | |" % (name, build.compile(source, file, scratch / "library.o")), flush=True)


def headers(build, turns, scratch):
    files = {name: including(("pyhost/%s.hpp" % name,), scratch, name) for name in HEADERS}
    files["Python.h"] = including(("Python.h",), scratch, "python")
    seconds = least(turns, {name: (lambda file=file: build.compile("main.cpp", file, scratch / "header.o")) for name, file in files.items()})
    print("\n| header alone | seconds | beyond Python.h |\n|---|--:|--:|")
    for name in ("Python.h", *HEADERS):
        print("| `%s` | %.2f | %.2f |" % (name if name == "Python.h" else name + ".hpp", seconds[name], seconds[name] - seconds["Python.h"]))


def functions(build, scratch):
    """Bytes that one more typed function of another signature adds."""
    types = ("int", "double", "bool", "std::string")
    signatures = ["%s(%s, %s)" % (result, *arguments) for arguments in itertools.product(types, types) for result in types]
    sizes = {}
    for count in (16, len(signatures)):
        file = scratch / ("functions%d.cpp" % count)
        calls = "".join('    const pyhost::function<%s> f%d{"m", "f"};\n    f%d({}, {});\n' % (signature, at, at)
                        for at, signature in enumerate(signatures[:count]))
        file.write_text("#include <pyhost/pyhost.hpp>\nint main()\n{\n%s}\n" % calls, encoding="utf-8")
        build.compile("main.cpp", file, scratch / "functions.o")
        sizes[count] = build.link([scratch / "functions.o"], scratch / "functions")
    few, many = sizes
    print("\nOne more typed function, %d to %d signatures of two arguments: %.0f bytes of the stripped program." % (
        few, many, (sizes[many] - sizes[few]) / (many - few)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--turns", type=int, default=7)
    options = parser.parse_args()
    build = Build(options.build)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        programs(build, options.turns, scratch)
        headers(build, max(1, options.turns // 2), scratch)
        functions(build, scratch)


if __name__ == "__main__":
    main()
