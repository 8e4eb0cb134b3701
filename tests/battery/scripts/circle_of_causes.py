# SPDX-License-Identifier: MIT
# A cause that is caused by its own effect.
def made(text, cause):
    try:
        raise ValueError(text) from cause
    except ValueError as e:
        return e


first = made("first", None)
second = made("second", first)
first.__cause__ = second
raise second
