// SPDX-License-Identifier: MIT
// A header that does what check_macros.py must find.
#pragma once

#include <cstdio>

#define LEAKED 1
#define PYHOST_UNLISTED 1
#define PYHOST_DETAIL_ALLOWED 1
#undef EOF
