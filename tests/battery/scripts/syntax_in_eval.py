# SPDX-License-Identifier: MIT
# An expression that ends too early.
eval("(1 +")
