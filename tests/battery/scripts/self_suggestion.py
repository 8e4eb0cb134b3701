# SPDX-License-Identifier: MIT
# A name that is one of self, and one of a module that was not imported.
# Traceback until 3.12: the interpreter alone has these suggestions.
class Point:
    def __init__(self):
        self.value = 1

    def read(self):
        return value


try:
    Point().read()
except NameError:
    json.dumps(1)
