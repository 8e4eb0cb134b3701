# SPDX-License-Identifier: MIT
# A SyntaxError of the script itself.
print("never)
