# SPDX-License-Identifier: MIT
# Groups deeper than is printed.
# From 3.11: groups.
e = ValueError("innermost")
for depth in range(14):
    e = ExceptionGroup("depth %d" % depth, [e, KeyError(depth)])
raise e
