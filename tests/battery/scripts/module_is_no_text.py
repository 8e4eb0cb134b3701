# SPDX-License-Identifier: MIT
# A class whose module is a number.
class Own(Exception):
    __module__ = 3


raise Own("mine")
