# SPDX-License-Identifier: MIT
# A SyntaxError inside an f-string.
exec("name = f'{a b}'")
