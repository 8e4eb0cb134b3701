# SPDX-License-Identifier: MIT
# The import of a module that is not in its encoding.
import sys

with open("bad_encoding.py", "wb") as file:
    file.write(b"x = 1\nname = 'gr\xfcn'\n")
sys.path.insert(0, ".")
import bad_encoding
