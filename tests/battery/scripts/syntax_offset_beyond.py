# SPDX-License-Identifier: MIT
# A SyntaxError whose column is behind its line.
raise SyntaxError("beyond", ("file.py", 1, 400, "short"))
