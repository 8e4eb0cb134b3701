# SPDX-License-Identifier: MIT
# A text where the list of the notes should be.
# From 3.11: notes.
e = ValueError("noted")
e.__notes__ = "no list"
raise e
