# SPDX-License-Identifier: MIT
# A SyntaxError of a file that is none, in several lines.
compile("f(1,\n  2 3)\n", "no such file.py", "exec")
