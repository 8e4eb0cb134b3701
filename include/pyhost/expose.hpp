// SPDX-License-Identifier: MIT
// C++ seen from Python: callables, and modules of functions.
#pragma once

#include <pyhost/expose/bound.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/expose/module_def.hpp>
