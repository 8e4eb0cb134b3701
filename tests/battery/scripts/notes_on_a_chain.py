# SPDX-License-Identifier: MIT
# Notes of a cause, and of what it caused.
# From 3.11: notes.
try:
    e = KeyError("cause")
    e.add_note("of the cause")
    raise e
except KeyError as cause:
    e = ValueError("effect")
    e.add_note("of the effect")
    raise e from cause
