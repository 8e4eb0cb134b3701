# SPDX-License-Identifier: MIT
# What `except*` leaves of a group.
# From 3.11: the syntax.
try:
    raise ExceptionGroup("mixed", [ValueError("one"), TypeError("two"), KeyError("three")])
except* ValueError:
    raise RuntimeError("in a handler")
except* TypeError:
    pass
