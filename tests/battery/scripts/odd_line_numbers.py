# SPDX-License-Identifier: MIT
# Code with a line number far beyond its file.
import ast

tree = ast.parse("raise ValueError('far')")
ast.increment_lineno(tree, 100000)
exec(compile(tree, __file__, "exec"))
