// SPDX-License-Identifier: MIT
// Errors for tests.
#pragma once

#include <pyhost/eval.hpp>
#include <pyhost/gil.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>

namespace support {

/// The error that these statements raise; their file is "<string>".
inline pyhost::error raised_by(const std::string& statements)
{
    const pyhost::gil_guard gil;
    try {
        pyhost::exec(statements);
    } catch (const pyhost::error& e) {
        return e;
    }
    FAIL("nothing was raised by " << statements);
    throw std::logic_error{"not reached"};
}

}  // namespace support
