# SPDX-License-Identifier: MIT
# The import of a module that is no Python.
import sys

with open("bad_module.py", "w") as file:
    file.write("x = 1\n\ndef f(:\n    pass\n")
sys.path.insert(0, ".")
import bad_module
