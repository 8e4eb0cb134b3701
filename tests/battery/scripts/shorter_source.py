# SPDX-License-Identifier: MIT
# A module whose file has fewer lines when the error is printed.
import sys

with open("shrinking.py", "w") as file:
    file.write("\n\n\ndef fail():\n    raise ValueError('short')\n")
sys.path.insert(0, ".")
import shrinking

with open("shrinking.py", "w") as file:
    file.write("x = 1\n")
shrinking.fail()
