# SPDX-License-Identifier: MIT
# An exception with arguments of several types.
raise ValueError("text", 1, None, b"bytes", {"key": [1.5]})
