# SPDX-License-Identifier: MIT
# Exceptions of several context managers.
import contextlib


@contextlib.contextmanager
def failing(name):
    try:
        yield
    finally:
        raise ValueError(name)


with contextlib.ExitStack() as stack:
    for name in ("one", "two", "three"):
        stack.enter_context(failing(name))
    1 / 0
