// SPDX-License-Identifier: MIT
// JSON between text and Python objects, with no tree between.
#pragma once

#include <pyhost/json/dump.hpp>
#include <pyhost/json/parse.hpp>
