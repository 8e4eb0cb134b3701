# SPDX-License-Identifier: MIT
# A call of several lines that fails itself.
def f(a, *, b):
    return a


value = (
    f(1,
      b=2)
    .missing
    .attributes
)
