# SPDX-License-Identifier: MIT
# More members than are printed.
# From 3.11: groups.
raise ExceptionGroup("many", [ValueError(n) for n in range(20)])
