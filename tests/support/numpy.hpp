// SPDX-License-Identifier: MIT
// For tests that need numpy, as np: they are skipped where it is not installed.
#pragma once

#include <pyhost/eval.hpp>
#include <pyhost/gil.hpp>

#include <catch2/catch_test_macros.hpp>

namespace support {

inline void need_numpy()
{
    const pyhost::gil_guard gil;
    try {
        pyhost::exec("import numpy as np");
    } catch (const pyhost::module_not_found_error&) {
        SKIP("numpy is not installed");
    }
}

}  // namespace support
