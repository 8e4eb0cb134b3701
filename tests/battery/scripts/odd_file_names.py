# SPDX-License-Identifier: MIT
# File names with blanks, quotes, lines and characters of several bytes.
def calls(name, next_one):
    scope = {"next_one": next_one}
    exec(compile("def call(): next_one()", name, "exec"), scope)
    return scope["call"]


last = lambda: 1 / 0
for name in ("two words.py", 'a "quoted" name.py', "gr\u00fcn.py", "<not a file>", "two\nlines", ""):
    last = calls(name, last)
last()
