# SPDX-License-Identifier: MIT
# An attribute that is nearly another.
# Traceback until 3.11: the interpreter alone has suggestions.
class Point:
    def __init__(self):
        self.position = 1


Point().positon
