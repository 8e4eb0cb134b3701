# SPDX-License-Identifier: MIT
# A group whose members have causes, contexts and notes.
# From 3.11: groups.
def caused():
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise ValueError("caused") from e
    except ValueError as e:
        e.add_note("of a member\nin two lines")
        return e


def in_context():
    try:
        try:
            {}["key"]
        except KeyError:
            raise IndexError("later")
    except IndexError as e:
        return e


try:
    raise BaseExceptionGroup("group", [caused(), in_context(), KeyboardInterrupt()])
except BaseExceptionGroup as e:
    e.add_note("of the group")
    raise RuntimeError("from a group") from e
