# SPDX-License-Identifier: MIT
# An OSError about two files.
import os

os.rename("no such file", "nor this")
