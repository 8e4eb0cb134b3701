# SPDX-License-Identifier: MIT
# Groups in groups, with tracebacks of their own.
# From 3.11: groups.
def made(e):
    try:
        raise e
    except Exception as raised:
        return raised


inner = made(ExceptionGroup("inner", [made(KeyError("two")), made(OSError(2, "missing", "file"))]))
raise ExceptionGroup("outer", [made(ValueError("one")), inner, TypeError("never raised")])
