# SPDX-License-Identifier: MIT
# An exception, some calls deep.
def outer(text):
    inner(text)


def inner(text):
    raise ValueError("bad " + text)


outer("row")
