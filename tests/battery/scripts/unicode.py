# SPDX-License-Identifier: MIT
# Characters of every width, some of which are not printed as they are.
raise ValueError("gr\u00fcn \u20ac \U0001f600 \u202e \x1b[31m \u0301 \ufeff")
