# SPDX-License-Identifier: MIT
# An import of what there is not, in an import.
import sys

with open("importing.py", "w") as file:
    file.write("import os\nimport no_such_module_anywhere\n")
sys.path.insert(0, ".")
import importing
