# SPDX-License-Identifier: MIT
# A name that is nearly another.
# Traceback until 3.11: the interpreter alone has suggestions.
def f(parameter):
    return paramter


f(1)
