# SPDX-License-Identifier: MIT
# Frames of code in a string.
exec("def f():\n    return 1 / 0\n")
f()
