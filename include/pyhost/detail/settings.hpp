// SPDX-License-Identifier: MIT
// What a config holds, as plain values.
#pragma once

#include <pyhost/detail/config_values.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

struct settings {
    std::optional<std::string> home;
    std::optional<std::string> executable;
    std::optional<std::string> venv;
    bool nearest_venv = false;
    std::optional<std::string> program_name;
    std::vector<std::string> module_path;
    std::vector<module_registration> modules;
    std::optional<std::vector<std::string>> argv;
    std::vector<std::string> x_options;
    std::optional<bool> dev_mode;      // empty: PYTHONDEVMODE decides, when the environment counts
    std::optional<bool> faulthandler;  // empty: PYTHONFAULTHANDLER likewise
    bool environment = true;
    bool isolated = false;
    bool site = true;
    bool signal_handlers = false;
    bool utf8 = true;
    std::int64_t shutdown_timeout_ms = 10'000;
};

}  // namespace pyhost::inline v0::detail
