# SPDX-License-Identifier: MIT
# Text that a codec does not have.
"gr\u00fcn \u20ac".encode("latin-1")
