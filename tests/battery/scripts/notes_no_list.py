# SPDX-License-Identifier: MIT
# Notes that are no sequence.
# From 3.11: notes.
e = ValueError("noted")
e.__notes__ = 42
raise e
