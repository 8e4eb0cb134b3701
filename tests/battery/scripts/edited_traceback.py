# SPDX-License-Identifier: MIT
# A traceback that was put together from others.
def first():
    raise ValueError("first")


def second():
    raise KeyError("second")


try:
    first()
except ValueError as e:
    trace = e.__traceback__
try:
    second()
except KeyError as e:
    e.__context__ = None
    raise e.with_traceback(trace.tb_next)
