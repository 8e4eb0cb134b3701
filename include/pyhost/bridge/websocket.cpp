// SPDX-License-Identifier: MIT
// What is compiled once for a program that serves browsers, beside what compiled.cpp compiles for each bridge.
#define PYHOST_DETAIL_COMPILING_TRANSPORT
#include <pyhost/bridge/websocket.hpp>
