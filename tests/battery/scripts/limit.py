# SPDX-License-Identifier: MIT
# sys.tracebacklimit.
# Traceback: the interpreter shows the last lines within the limit, the module the first.
import sys


def f(n):
    if n == 0:
        raise ValueError("limited")
    f(n - 1) if n % 2 else f(n - 1)


sys.tracebacklimit = 2
f(3)
