# SPDX-License-Identifier: MIT
# A SyntaxError of a file that cannot be read.
raise SyntaxError("no text", ("no such file.py", 3, 2, None))
