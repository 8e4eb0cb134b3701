// SPDX-License-Identifier: MIT
// The configuration of the interpreter in tests: the private environment, when this build has one.
#pragma once

#include <pyhost/config.hpp>

#include <cstdlib>

namespace support {

/// The default configuration, with the environment that ctest names in PYHOST_TEST_VENV.
inline pyhost::config test_config()
{
    pyhost::config config;
    if (const char* venv = std::getenv("PYHOST_TEST_VENV")) config.venv(venv);
    return config;
}

}  // namespace support
