# SPDX-License-Identifier: MIT
# Carets below parts of a line: operators, subscripts, calls.
def subscript(d):
    return d["a"] + d["b"]["c"]["d"] + 1


def operator(a, b):
    return (a * 2) + (b / 0) - 3


try:
    subscript({"a": 1, "b": {"c": None}})
except TypeError:
    operator(1, 2)
