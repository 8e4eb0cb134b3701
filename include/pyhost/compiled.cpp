// SPDX-License-Identifier: MIT
// What is compiled once for a program: the bodies of the functions that files with PYHOST_DETAIL_COMPILED only declare.
#define PYHOST_DETAIL_COMPILING
#include <pyhost/all.hpp>
