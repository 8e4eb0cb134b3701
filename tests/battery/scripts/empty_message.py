# SPDX-License-Identifier: MIT
# A message of nothing but blanks.
raise ValueError(" ")
