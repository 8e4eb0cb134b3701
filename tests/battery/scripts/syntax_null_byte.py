# SPDX-License-Identifier: MIT
# A source with a zero in it.
exec("x = 1\0")
