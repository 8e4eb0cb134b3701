# SPDX-License-Identifier: MIT
"""`python -m pyhost generate`: typed C++ headers from modules of Python, which are read and not imported; or a client in TypeScript."""

import os
import pathlib
import sys
import tempfile

from pyhost import places
from pyhost.generate import model
from pyhost.generate.build import Program
from pyhost.generate.emit import files
from pyhost.generate.emit.headers import Headers
from pyhost.generate.emit.typescript import Client
from pyhost.generate.errors import NotFound, Repeated, Unreadable
from pyhost.generate.introspect import stub_of
from pyhost.generate.report import Report
from pyhost.generate.sources import Search


class Conflict(Exception):
    """Files of another run are in the way."""


def add_command(commands):
    parser = commands.add_parser("generate", help="write typed C++ headers for modules", description=__doc__)
    parser.add_argument("modules", metavar="MODULE", nargs="+", help="a module by its dotted name")
    parser.add_argument("--out", metavar="FILE|DIR", required=True, help="the header to write, X.hpp; or a folder for one header a module")
    parser.add_argument("--path", metavar="DIR", action="append", default=[], help="where modules are, besides sys.path (repeatable)")
    parser.add_argument("--stubs", metavar="DIR", action="append", default=[], help="stubs of your own, which win (repeatable)")
    parser.add_argument("--typeshed", metavar="DIR", help="stubs of the standard library (default: of an installed mypy or typeshed_client)")
    parser.add_argument("--introspect", action="store_true", help="import modules that have neither source nor stubs, to ask for signatures")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the header is not up to date")
    parser.add_argument("--replace", action="store_true", help="write over headers of other runs in DIR that have more of a module")
    parser.add_argument("--strict", action="store_true", help="fail when something became an object, or unknown in TypeScript")
    parser.add_argument("--report", action="store_true", help="print what is typed, and what is not and why")
    parser.add_argument("--depfile", metavar="FILE", help="write the files that were read, and this generator's own, as a rule of make")
    parser.add_argument("--depfile-target", metavar="NAME", help="the target of that rule (default: the header)")
    parser.add_argument("--typescript", action="store_true", help="write a client for the commands of a bridge, X.ts, in place of headers")
    parser.add_argument("--command", metavar="NAME=MODULE:FUNCTION", action="append", default=[],
                        help="a command of the client (repeatable; default: every public function, by its own name)")
    parser.add_argument("--from", metavar="PATH", dest="bridge", default="./pyhost.js",
                        help="where pyhost.js is, as the client imports it (default: ./pyhost.js)")
    parser.add_argument("--job", metavar="NAME", default="job", help="the parameter that the app gives, not the front end (default: job)")
    parser.set_defaults(run=run)


def run(arguments):
    with tempfile.TemporaryDirectory() as folder:
        return generate(arguments, pathlib.Path(folder))


def introspected(arguments, search, folder):
    """The folder with stubs of the modules that have no file, where they may be imported."""
    absent = [name for name in arguments.modules if arguments.introspect and search.find(name) is None]
    sys.path[:0] = arguments.path if absent else []
    for name in absent:
        path = folder / (name.replace(".", "/") + ".pyi")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(stub_of(name), encoding="utf-8")
    return [str(folder)] if absent else []


def generate(arguments, folder):
    report = Report("unknown", "unknown") if arguments.typescript else Report()
    try:
        search = Search(arguments.path, stubs=arguments.stubs, typeshed=arguments.typeshed)
        stubs = introspected(arguments, search, folder)
        program = Program(Search(arguments.path, stubs=arguments.stubs + stubs, typeshed=arguments.typeshed))
        made = client(program, arguments, report) if arguments.typescript else texts(Headers(program, arguments.modules, report), arguments)
        if not arguments.replace and not arguments.typescript:
            refuse_to_lose(made)
    except (NotFound, Unreadable, ImportError, Conflict, Repeated) as why:
        print("python -m pyhost generate: %s" % why, file=sys.stderr)
        return 1
    problems = ["%s:%d: %s is left out: %s" % (one.file, one.line, one.what, one.reason) for one in program.problems]
    if arguments.report or problems or arguments.strict and report.fallbacks:
        print("\n".join(report.lines() + problems), file=sys.stderr)
    if arguments.strict and (report.fallbacks or problems):
        return 1
    if arguments.check:
        return max(check(path, text) for path, text in made.items())
    for path, text in made.items():
        write_when_changed(path, text)
    if arguments.depfile:
        write_depfile(arguments, [one for one in program.files if not one.startswith(str(folder))] + own_files())
    return 0


def own_files():
    """Of this generator: another version of it may write other headers."""
    return [str(path) for path in sorted(pathlib.Path(places.__file__).parent.rglob("*.py"))]


def texts(headers, arguments):
    """What is to be written, by its path."""
    out = pathlib.Path(arguments.out)
    if out.suffix in (".hpp", ".h", ".hh", ".hxx"):
        return {out: files.whole(headers, arguments.modules, places.version())}
    made = files.by_module(headers, arguments.modules, places.version())
    return {out / name: text for name, text in made.items()}


def client(program, arguments, report):
    """The client in TypeScript, by its path."""
    modules = {name: program.module(name) for name in arguments.modules}
    made = Client(program, report, arguments.job, arguments.bridge)
    for command in arguments.command:
        name, _, path = command.partition("=")
        module, _, function = path.partition(":")
        made.add(name, function_of(program, modules.get(module) or program.module(module), function), module, function)
    for module in modules.values() if not arguments.command else ():
        for one in module.declarations:
            if isinstance(one, model.Function):
                made.add(one.name, one, module.name, one.name)
    return {pathlib.Path(arguments.out): made.text(arguments.modules, places.version())}


def function_of(program, module, name):
    """The model.Function of a name, "Class.method" too. Raises NotFound."""
    owner, _, last = name.rpartition(".")
    class_ = program.class_of("%s.%s" % (module.name, owner)) if owner else None
    for one in class_.members if class_ else module.declarations:
        if isinstance(one, model.Function) and one.name == last:
            return one
    raise NotFound("the function %s is not found in %s; a command is named as NAME=MODULE:FUNCTION" % (name or "''", module.file))


def refuse_to_lose(made):
    """Headers of another run into the same folder may have more of a module than this run writes."""
    for path, text in made.items():
        (_, mention), (modules, others) = files.source_of(text), files.source_of(path.read_text(encoding="utf-8") if path.exists() else "")
        lost = sorted(set(others or modules) - set(mention))
        if mention and lost:
            raise Conflict("%s is there for %s, which this run does not read; name %s too, or write to another folder" %
                           (path, ", ".join(lost), "it" if len(lost) == 1 else "them"))


def check(path, text):
    known = path.read_text(encoding="utf-8") if path.exists() else None
    if known == text:
        return 0
    print("python -m pyhost generate: %s %s; run it again without --check" %
          (path, "is not there" if known is None else "is not what its modules say"), file=sys.stderr)
    return 1


def write_when_changed(path, text):
    """An untouched file is no reason to compile again."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_depfile(arguments, read):
    escaped = [os.path.abspath(one).replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$") for one in read]
    target = (arguments.depfile_target or arguments.out).replace(" ", "\\ ")
    pathlib.Path(arguments.depfile).write_text("%s: \\\n  %s\n" % (target, " \\\n  ".join(escaped)), encoding="utf-8")
