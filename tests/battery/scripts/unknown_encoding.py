# SPDX-License-Identifier: MIT
# The import of a module in an encoding that there is not.
import sys

with open("odd_encoding.py", "wb") as file:
    file.write(b"# coding: no-such-encoding\nx = 1\n")
sys.path.insert(0, ".")
import odd_encoding
