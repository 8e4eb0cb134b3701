# SPDX-License-Identifier: MIT
# A SyntaxError of source in a string.
exec("x = 1\ny = = 2\n")
