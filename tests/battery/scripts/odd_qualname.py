# SPDX-License-Identifier: MIT
# A class with a name that no source can write.
# Traceback until 3.10: the interpreter puts __main__ before the name of a class.
class Own(Exception):
    pass


Own.__qualname__ = "some thing: with\nlines"
raise Own("mine")
