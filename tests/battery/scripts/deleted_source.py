# SPDX-License-Identifier: MIT
# A module whose file is deleted before the error is printed.
import os
import sys

with open("vanishing.py", "w") as file:
    file.write("def fail():\n    raise ValueError('gone')\n")
sys.path.insert(0, ".")
import vanishing

os.remove("vanishing.py")
vanishing.fail()
