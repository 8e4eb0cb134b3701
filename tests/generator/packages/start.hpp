// SPDX-License-Identifier: MIT
// What the programs that call packages share.
#pragma once

#include <pyhost/pyhost.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <source_location>

/// The interpreter, with the environment that is tested and the modules beside this file.
[[nodiscard]] inline std::unique_ptr<pyhost::interpreter> start()
{
    auto config = pyhost::config{}.module_path(std::filesystem::path{__FILE__}.parent_path());
    if (const char* venv = std::getenv("PYHOST_TEST_VENV")) config.venv(venv);
    return std::make_unique<pyhost::interpreter>(config);
}

inline void check(bool is_right, const std::source_location& where = std::source_location::current())
{
    if (is_right) return;
    std::cerr << where.file_name() << ':' << where.line() << ": it is not so\n";
    std::exit(1);
}

/// What an object is in C++.
template <class T>
[[nodiscard]] T value(const pyhost::ref<pyhost::object>& object)
{
    const pyhost::gil_guard gil;
    return object.get().cast<T>();
}
