# SPDX-License-Identifier: MIT
# Lines of a module in another encoding than UTF-8.
import sys

with open("latin.py", "wb") as file:
    file.write(b"# coding: latin-1\ndef fail():\n    raise ValueError('gr\xfcn', 1 / 1)\n")
sys.path.insert(0, ".")
import latin

latin.fail()
