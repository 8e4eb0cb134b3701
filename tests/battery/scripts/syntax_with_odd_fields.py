# SPDX-License-Identifier: MIT
# A SyntaxError that was made by hand, without a line and with a long one in its context.
try:
    raise SyntaxError("by hand", ("file.py", 7, 3, "    a line\n"))
except SyntaxError:
    raise SyntaxError("bare")
