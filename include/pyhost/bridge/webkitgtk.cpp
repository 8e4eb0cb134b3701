// SPDX-License-Identifier: MIT
// What is compiled once for a program that has windows of WebKitGTK.
#define PYHOST_DETAIL_COMPILING_TRANSPORT
#include <pyhost/bridge/webkitgtk.hpp>
