# SPDX-License-Identifier: MIT
# What was being handled when another exception was raised.
class closing:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        raise OSError("while closing")


try:
    1 / 0
except ZeroDivisionError:
    with closing():
        raise ValueError("inside")
