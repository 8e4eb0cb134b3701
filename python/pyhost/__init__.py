# SPDX-License-Identifier: MIT
"""Tools for C++ programs that embed CPython with pyhost: `python -m pyhost`."""
