// SPDX-License-Identifier: MIT
// A translation unit that leaves the bodies to the library, in a program with one that has them itself.
#include <pyhost/pyhost.hpp>

int second();

int main()
{
    const pyhost::interpreter python;
    const pyhost::gil_guard gil;
    try {
        pyhost::import_module("math").attr("sqrt")("not a number");
    } catch (const pyhost::type_error&) {
        return second();
    }
    return 1;
}
