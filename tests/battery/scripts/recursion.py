# SPDX-License-Identifier: MIT
# A function that calls itself until Python ends it.
import sys


def depth():
    try:
        return depth() + 1
    except RecursionError:
        return 1


def call(n):
    return call(n + 1)


# As deep from here whatever runs this script.
sys.setrecursionlimit(sys.getrecursionlimit() - depth() + 100)
call(0)
