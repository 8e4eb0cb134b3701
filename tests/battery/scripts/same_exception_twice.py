# SPDX-License-Identifier: MIT
# One exception that is the cause in two places.
shared = KeyError("shared")
try:
    raise ValueError("one") from shared
except ValueError as e:
    try:
        raise IndexError("two") from shared
    except IndexError as other:
        other.__cause__.__context__ = e
        raise
