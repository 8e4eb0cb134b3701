# SPDX-License-Identifier: MIT
# A TabError.
# Traceback until 3.12: the interpreter strips and counts blanks in another way.
exec("if True:\n        x = 1\n\ty = 2\n")
