# SPDX-License-Identifier: MIT
# Notes, one of them of several lines.
# From 3.11: notes.
e = ValueError("noted")
e.add_note("in row 3")
e.add_note("of a.csv\nwhich has\n  lines")
e.add_note("")
raise e
