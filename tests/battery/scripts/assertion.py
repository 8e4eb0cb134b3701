# SPDX-License-Identifier: MIT
# Assertions with and without a message, in several lines.
try:
    assert 1 == 2, "one is not two"
except AssertionError:
    assert (
        1
        == 2
    )
