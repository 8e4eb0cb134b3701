// SPDX-License-Identifier: MIT
// What is compiled once for a program that has a bridge, beside what ../compiled.cpp compiles for all.
#define PYHOST_DETAIL_COMPILING_BRIDGE
#include <pyhost/bridge.hpp>
#if !defined(_WIN32)
#include <pyhost/bridge/detail/page_files.hpp>
#include <pyhost/bridge/detail/secret.hpp>
#include <pyhost/bridge/stdio.hpp>
#endif
