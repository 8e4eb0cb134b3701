# SPDX-License-Identifier: MIT
# An exception whose text is a number.
# Traceback until 3.10: the two have different words for a text that cannot be had.
class Own(Exception):
    def __str__(self):
        return 3


raise Own("mine")
