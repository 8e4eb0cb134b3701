# SPDX-License-Identifier: MIT
# Frames that repeat just as often as all are printed.
def down(n):
    if n == 0:
        raise ValueError("three")
    down(n - 1)


down(3)
