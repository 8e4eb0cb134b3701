# SPDX-License-Identifier: MIT
# A file that there is not.
code = compile("def f():\n    g()\ndef g():\n    raise ValueError('nowhere')\nf()\n", "/no such folder/missing.py", "exec")
exec(code, {})  # whose globals name no loader that has another source
