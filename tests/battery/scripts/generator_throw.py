# SPDX-License-Identifier: MIT
# An exception thrown into a generator.
def generator():
    try:
        yield 1
    except KeyError as e:
        raise ValueError("in the generator") from e


g = generator()
next(g)
g.throw(KeyError("thrown"))
