# SPDX-License-Identifier: MIT
# A cause, and the cause of that.
def first():
    return {}["missing"]


def second():
    try:
        first()
    except KeyError as e:
        raise ValueError("second") from e


try:
    second()
except ValueError as e:
    raise RuntimeError("third") from e
