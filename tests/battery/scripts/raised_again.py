# SPDX-License-Identifier: MIT
# An exception that is raised again, further up.
def f():
    try:
        g()
    except ValueError as e:
        kept = e
    raise kept


def g():
    raise ValueError("twice")


f()
