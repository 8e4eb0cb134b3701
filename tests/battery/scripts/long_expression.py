# SPDX-License-Identifier: MIT
# An expression of several lines.
def f(*args):
    return args


value = f(
    1,
    f(2,
      3 / 0),
    4,
)
