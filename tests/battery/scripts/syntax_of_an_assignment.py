# SPDX-License-Identifier: MIT
# A SyntaxError with a hint.
exec("if x = 3:\n    pass")
