# SPDX-License-Identifier: MIT
# Notes that are no text, or have none.
# From 3.11: notes.
class Silent:
    def __str__(self):
        raise RuntimeError("no text")

    def __repr__(self):
        return "<silent>"


class Loud:
    def __str__(self):
        return "loud"


e = ValueError("noted")
e.__notes__ = [1, None, Loud(), Silent(), b"bytes", "gr\u00fcn", "\ud800"]
raise e
