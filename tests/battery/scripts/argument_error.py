# SPDX-License-Identifier: MIT
# Calls with wrong arguments.
def f(a, b, *, c):
    pass


try:
    f(1, d=2)
except TypeError:
    f(1)
