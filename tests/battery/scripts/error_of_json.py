# SPDX-License-Identifier: MIT
# An error of the standard library, in its own words.
import json

json.loads('{"a": [1, 2,, 3]}')
