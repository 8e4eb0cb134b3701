# SPDX-License-Identifier: MIT
# A context that `from None` hides.
try:
    1 / 0
except ZeroDivisionError:
    raise ValueError("alone") from None
