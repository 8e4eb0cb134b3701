// SPDX-License-Identifier: MIT
// The argument types of the setters of a config.
#pragma once

#include <pyhost/detail/python.hpp>
#include <pyhost/detail/shared_value.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace pyhost::inline v0 {

class config;

namespace detail {

/// A module defined in C++: `create(definition.get())` returns a new reference to it, or null with an exception raised.
struct module_registration {
    std::string name;
    shared_value definition;
    PyObject* (*create)(const void* definition);
};

/// A path in the encoding of the system's calls, made from text or from std::filesystem::path without its header.
struct path_text {
    std::string text;

    template <class Path>
        requires std::convertible_to<const Path&, std::string_view>
    path_text(const Path& path) : text{static_cast<std::string_view>(path)}  // NOLINT(google-explicit-constructor)
    {
    }
    template <class Path>
        requires(!std::convertible_to<const Path&, std::string_view>) && requires(const Path& path) {
            { path.string() } -> std::convertible_to<std::string>;
        }
    path_text(const Path& path) : text{path.string()}  // NOLINT(google-explicit-constructor)
    {
    }
};

/// A bool and nothing that merely converts to it: `.site("off")` must not mean on.
struct only_bool {
    bool value;

    template <std::same_as<bool> Bool>
    constexpr only_bool(Bool on) noexcept : value{on}  // NOLINT(google-explicit-constructor)
    {
    }
};

/// std::chrono::duration, known by its shape: <chrono> is costly.
template <class Duration>
concept duration_like = requires(Duration limit) {
    { static_cast<long double>(limit.count()) };
    { static_cast<long double>(Duration::period::num) / static_cast<long double>(Duration::period::den) };
};

/// Whole milliseconds, rounded up, between nothing and about 292 million years.
template <duration_like Duration>
constexpr std::int64_t milliseconds_of(Duration limit) noexcept
{
    const long double ms = static_cast<long double>(limit.count()) * 1000 * static_cast<long double>(Duration::period::num) /
                           static_cast<long double>(Duration::period::den);
    if (!(ms > 0)) return 0;
    if (ms >= 9.2e18L) return INT64_MAX;
    const auto whole = static_cast<std::int64_t>(ms);
    return static_cast<long double>(whole) < ms ? whole + 1 : whole;
}

struct settings;

const settings& settings_of(const config& c) noexcept;

}  // namespace detail

}  // namespace pyhost::inline v0
