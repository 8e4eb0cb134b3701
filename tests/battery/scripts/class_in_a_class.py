# SPDX-License-Identifier: MIT
# Classes in classes and functions.
# Traceback until 3.10: the interpreter puts __main__ before the name of a class.
class Outer:
    class Inner(Exception):
        pass


def make():
    class Local(Outer.Inner):
        pass

    return Local


try:
    raise Outer.Inner("inner")
except Outer.Inner:
    raise make()("local")
