# SPDX-License-Identifier: MIT
# Keys with quotes, lines and bytes.
try:
    {}["it's a \"key\"\nwith lines"]
except KeyError:
    try:
        {}[b"\xff"]
    except KeyError:
        raise KeyError("two", "arguments")
