// SPDX-License-Identifier: MIT
// The other of two translation units that include every header.
#include "all_headers.hpp"

int second();

int second() { return 0; }
