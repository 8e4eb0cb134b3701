// SPDX-License-Identifier: MIT
// The other of two translation units that include every header.
#include "all_headers.hpp"

int second();

int second()
{
    const pyhost::gil_guard gil;
    return pyhost::import_module("math").attr("sqrt")(16).cast<double>() == 4 ? 0 : 1;
}
