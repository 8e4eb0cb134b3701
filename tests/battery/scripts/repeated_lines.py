# SPDX-License-Identifier: MIT
# Frames that repeat, and two that do in turn.
def down(n):
    if n == 0:
        ping(9)
    down(n - 1)


def ping(n):
    pong(n)


def pong(n):
    if n == 0:
        raise RecursionError("by hand")
    ping(n - 1)


down(6)
