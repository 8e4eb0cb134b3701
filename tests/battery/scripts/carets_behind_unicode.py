# SPDX-License-Identifier: MIT
# Carets behind characters of several bytes and columns.
def f(text):
    grün = 1
    return ("中文😀 ́", grün, text / 2)


f("x")
