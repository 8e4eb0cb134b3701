# SPDX-License-Identifier: MIT
# A text of a megabyte.
raise ValueError("0123456789abcdef" * 65536)
