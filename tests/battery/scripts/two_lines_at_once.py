# SPDX-License-Identifier: MIT
# Several statements in a line.
a = 1; b = 0; a / b; c = 2
