# SPDX-License-Identifier: MIT
"""C++ headers from the model of modules."""
