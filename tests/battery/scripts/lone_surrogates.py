# SPDX-License-Identifier: MIT
# A text that is no UTF-8.
raise ValueError("before \ud800 between \udcff after")
