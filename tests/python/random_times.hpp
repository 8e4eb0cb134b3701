// SPDX-License-Identifier: MIT
// Random durations, times and dates, as random_values.hpp makes numbers.
#pragma once

#include "random_values.hpp"

#include <pyhost/convert/chrono.hpp>
#include <pyhost/values/timedelta.hpp>

#include <chrono>

namespace round_trip {

/// What its == tells apart.
template <class T>
struct by_value {
    static bool same(const T& a, const T& b) { return a == b; }
};

/// A number of so many bits at most, small ones as often as large ones.
inline std::int64_t up_to(engine& random, std::int64_t least, std::int64_t most)
{
    const std::int64_t value = static_cast<std::int64_t>(random()) >> below(random, 64);
    return below(random, 8) == 0 ? (below(random, 2) == 0 ? least : most) : std::clamp(value, least, most);
}

template <class Period>
struct family<std::chrono::duration<std::int64_t, Period>> : by_value<std::chrono::duration<std::int64_t, Period>> {
    static std::chrono::duration<std::int64_t, Period> make(engine& random)
    {
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max(), longest = 999'999'999;
        constexpr bool is_long = std::ratio_less_v<std::micro, Period>;
        constexpr std::int64_t limit = is_long ? longest * 86'400 * Period::den / Period::num : most / 1000 * 1000;
        const std::int64_t count = up_to(random, -limit, limit);
        return std::chrono::duration<std::int64_t, Period>{is_long ? count : count / 1000 * 1000};  // whole microseconds
    }

    static std::string shape()
    {
        constexpr std::int64_t nanoseconds = Period::num * (1'000'000'000 / Period::den);
        return nanoseconds < 1000 ? "span[1, " + std::to_string(nanoseconds) + "]" : "span[" + std::to_string(nanoseconds / 1000) + "]";
    }
};

/// Microseconds from the first moment of Python's years to the last.
inline std::chrono::microseconds moment(engine& random)
{
    return std::chrono::microseconds{
        up_to(random, kind::first_day * kind::microseconds_a_day, (kind::last_day + 1) * kind::microseconds_a_day - 1)};
}
template <class Clock>
    requires std::same_as<Clock, std::chrono::system_clock> || std::same_as<Clock, std::chrono::local_t>
struct family<std::chrono::time_point<Clock, std::chrono::microseconds>>
    : by_value<std::chrono::time_point<Clock, std::chrono::microseconds>> {
    static std::chrono::time_point<Clock, std::chrono::microseconds> make(engine& random)
    {
        return std::chrono::time_point<Clock, std::chrono::microseconds>{moment(random)};
    }

    static std::string shape() { return std::same_as<Clock, std::chrono::local_t> ? "local" : "moment"; }
};
template <>
struct family<std::chrono::year_month_day> : by_value<std::chrono::year_month_day> {
    static std::chrono::year_month_day make(engine& random)
    {
        return std::chrono::year_month_day{
            std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::microseconds>{moment(random)})};
    }

    static std::string shape() { return "date"; }
};
template <>
struct family<std::chrono::hh_mm_ss<std::chrono::microseconds>> {
    using type = std::chrono::hh_mm_ss<std::chrono::microseconds>;
    static type make(engine& random) { return type{std::chrono::microseconds{up_to(random, 0, kind::microseconds_a_day - 1)}}; }
    static bool same(const type& a, const type& b) { return a.to_duration() == b.to_duration(); }
    static std::string shape() { return "time"; }
};
template <>
struct family<pyhost::timedelta> : by_value<pyhost::timedelta> {
    static pyhost::timedelta make(engine& random)
    {
        return pyhost::timedelta{up_to(random, -999'999'999, 999'999'998), up_to(random, 0, 86'399), up_to(random, 0, 999'999)};
    }

    static std::string shape() { return "timedelta"; }
};

}  // namespace round_trip
