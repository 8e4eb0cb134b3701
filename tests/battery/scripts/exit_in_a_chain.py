# SPDX-License-Identifier: MIT
# SystemExit as a cause.
try:
    raise SystemExit("the end")
except SystemExit as e:
    raise RuntimeError("not yet") from e
