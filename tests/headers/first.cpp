// SPDX-License-Identifier: MIT
// One of two translation units that include every header.
#include "all_headers.hpp"

int second();

int main()
{
    const pyhost::interpreter python;
    return second();
}
