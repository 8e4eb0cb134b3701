# SPDX-License-Identifier: MIT
# A SyntaxError behind characters of several bytes, wide ones and tabs.
# Traceback until 3.12: the interpreter strips and counts blanks in another way.
exec("if True:\n\tgr\u00fcn\t= '\u4e2d\u6587' + = \U0001f600\n", {})
