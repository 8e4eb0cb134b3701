# SPDX-License-Identifier: MIT
# Classes whose module is told otherwise.
class Named(Exception):
    __module__ = "package.module"


class Unnamed(Exception):
    __module__ = ""


class Builtin(Exception):
    __module__ = "builtins"


try:
    raise Named("named")
except Named:
    try:
        raise Unnamed("unnamed")
    except Unnamed:
        raise Builtin("builtin")
