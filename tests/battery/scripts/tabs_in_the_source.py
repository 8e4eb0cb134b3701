# SPDX-License-Identifier: MIT
# Carets behind tabs, and a line that ends in blanks.
# Traceback until 3.12: the interpreter strips and counts blanks in another way.
def f(a):
	if a:
		return	a['x']	+ 1  	


f({"y": 1})
