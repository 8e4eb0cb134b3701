# SPDX-License-Identifier: MIT
# A cause that is not what was being handled.
other = KeyError("the cause")
try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("caused by another") from other
