# SPDX-License-Identifier: MIT
"""Names and comments of TypeScript: which names the client has for itself, and what those of generic classes are made of."""

import json
import re

from pyhost.generate import model

OWN = "Bridge CallOptions Calls Host Numbers Rest StreamOptions Streams".split()  # of the client itself
GLOBAL = "Array AsyncGenerator Promise Record Uint8Array".split()  # that it uses
KEYWORDS = (
    "any asserts await bigint boolean break case catch class const continue debugger default delete do else enum export "
    "extends false finally for function if implements import in infer instanceof interface keyof let never new null "
    "number object package private protected public readonly return static string super switch symbol this throw true try "
    "typeof undefined unique unknown var void while with yield").split()
RESERVED = frozenset(OWN + GLOBAL + KEYWORDS)


def key(name):
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else json.dumps(name)


def comment(text, indent):
    lines = [line.rstrip().replace("*/", "*\\/") for line in text.split("\n")] if text else []
    if len(lines) < 2:
        return ["%s/** %s */" % (indent, lines[0])] if lines else []
    return [indent + "/**"] + [(indent + " * " + line).rstrip() for line in lines] + [indent + " */"]


def of_instance(name, arguments):
    """That of a generic class with its arguments: PageOfModel, PairOfIntAndListOfStr."""
    return "%sOf%s" % (name, "And".join(map(word, arguments))) if arguments else name


def word(of):
    """A type as a part of a name."""
    if isinstance(of, model.Union):
        return "Or".join(map(word, of.members))
    if isinstance(of, (model.Named, model.Alias, model.NewType)):
        arguments = [one for one in getattr(of, "arguments", ()) if one != model.Named("builtins.ellipsis")]
        last = of.path.rpartition(".")[2]
        return of_instance(last[:1].upper() + last[1:], arguments)
    return re.sub(r"\W", "", of.name) if isinstance(of, model.TypeVariable) else type(of).__name__
