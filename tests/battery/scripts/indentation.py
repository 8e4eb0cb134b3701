# SPDX-License-Identifier: MIT
# An IndentationError.
# Traceback until 3.12: the interpreter marks the first character of what it did not expect.
exec("def f():\npass\n")
