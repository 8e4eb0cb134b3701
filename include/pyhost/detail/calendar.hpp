// SPDX-License-Identifier: MIT
// Dates of the proleptic Gregorian calendar, which is Python's, as days since 1970-01-01.
#pragma once

#include <pyhost/macros.hpp>

#include <cstdint>

namespace pyhost::inline v0::detail {

inline constexpr std::int64_t era_length = 146'097;  // days of 400 years

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar. The year begins in March here, so that its leap day is its last.
constexpr std::int64_t days_of_date(std::int64_t year, std::int64_t month, std::int64_t day) noexcept
{
    const std::int64_t counted = month > 2 ? year : year - 1;
    const std::int64_t era = counted / 400 - (counted % 400 < 0 ? 1 : 0), rest = counted - 400 * era;
    const std::int64_t since_march = (month + 9) % 12;
    return era_length * era + 365 * rest + rest / 4 - rest / 100 + (153 * since_march + 2) / 5 + day - 1 - 719'468;
}

/// How many days a month has.
constexpr std::int64_t days_of_month(std::int64_t year, std::int64_t month) noexcept
{
    return month == 12 ? 31 : days_of_date(year, month + 1, 1) - days_of_date(year, month, 1);
}

struct calendar_date {
    int year;
    int month;
    int day;
};

/// The date of a day of the years 1 to 9999.
constexpr calendar_date date_of_days(std::int64_t days) noexcept
{
    const std::int64_t since_0000 = days + 719'468;
    const std::int64_t era = since_0000 / era_length, rest = since_0000 % era_length;
    const std::int64_t year = (rest - rest / 1460 + rest / 36'524 - rest / 146'096) / 365;
    const std::int64_t day_of_year = rest - (365 * year + year / 4 - year / 100);
    const std::int64_t since_march = (5 * day_of_year + 2) / 153;
    const auto month = static_cast<int>(since_march < 10 ? since_march + 3 : since_march - 9);
    const std::int64_t day = day_of_year - (153 * since_march + 2) / 5 + 1;
    return {static_cast<int>(400 * era + year) + (month <= 2 ? 1 : 0), month, static_cast<int>(day)};
}

/// The years of Python.
inline constexpr std::int64_t first_day = days_of_date(1, 1, 1), last_day = days_of_date(9999, 12, 31);
static_assert(date_of_days(first_day).year == 1 && date_of_days(last_day).month == 12 && days_of_date(1970, 1, 1) == 0 &&
              days_of_date(-400, 3, 1) + era_length == days_of_date(0, 3, 1));

}  // namespace pyhost::inline v0::detail
