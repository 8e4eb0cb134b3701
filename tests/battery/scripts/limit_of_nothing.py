# SPDX-License-Identifier: MIT
# sys.tracebacklimit of zero.
import sys

sys.tracebacklimit = 0
1 / 0
