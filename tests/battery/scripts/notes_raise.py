# SPDX-License-Identifier: MIT
# Notes that cannot be read.
# From 3.13: older ones cannot print it.
class Own(Exception):
    @property
    def __notes__(self):
        raise RuntimeError("no notes")


raise Own("noted")
