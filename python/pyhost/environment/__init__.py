# SPDX-License-Identifier: MIT
"""How a program of pyhost searches for its Python, told in Python.

These are the rules of the C++ headers environment.hpp, detail/environment_sources.hpp, detail/candidate.hpp,
detail/installation.hpp and detail/layout.hpp, a second time: a tool that runs before any C++ is built cannot ask them.
tests/doctor compares both in many situations, line for line, and keeps them the same.
"""
