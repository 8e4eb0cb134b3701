# SPDX-License-Identifier: MIT
# An exception whose text cannot be had.
# Traceback until 3.10: the two have different words for a text that cannot be had.
class Own(Exception):
    def __str__(self):
        raise RuntimeError("no text")


raise Own("mine")
