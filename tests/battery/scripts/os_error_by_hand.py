# SPDX-License-Identifier: MIT
# OSErrors that Python did not make.
try:
    raise OSError(2, "missing", b"bytes.txt")
except OSError:
    try:
        raise OSError("text alone")
    except OSError:
        raise OSError(99999, "unknown number", None, None, "second")
