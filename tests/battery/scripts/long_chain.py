# SPDX-License-Identifier: MIT
# A chain of sixty, by cause and by context in turn.
def link(n):
    if n == 0:
        raise KeyError(n)
    try:
        link(n - 1)
    except Exception as e:
        if n % 2:
            raise ValueError(n) from e
        raise IndexError(n)


link(60)
