// SPDX-License-Identifier: MIT
// Counts of a unit of time, as std::chrono::duration has them, to days and microseconds and back, without losing a part.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/datetime_store.hpp>

#include <cmath>
#include <numeric>
#include <ratio>

namespace pyhost::inline v0::detail {

/// Whether one count of time is another one.
enum class fit { exact, has_remainder, out_of_range };

/// The product, or out_of_range.
constexpr fit multiply(std::int64_t a, std::int64_t b, std::int64_t& product) noexcept
{
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (a != 0 && (b > most / (a < 0 ? -a : a) || b < -most / (a < 0 ? -a : a))) return fit::out_of_range;
    product = a * b;
    return fit::exact;
}

constexpr fit add(std::int64_t a, std::int64_t b, std::int64_t& sum) noexcept
{
    if (b > 0 ? a > std::numeric_limits<std::int64_t>::max() - b : a < std::numeric_limits<std::int64_t>::min() - b)
        return fit::out_of_range;
    sum = a + b;
    return fit::exact;
}

/// Rounds down.
constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept { return a / b - (a % b < 0 ? 1 : 0); }

/// A unit of time, in microseconds num / den. A day is day / unit of num microseconds.
template <class Rep, class Period>
struct ticks {
    using in_microseconds = std::ratio_divide<Period, std::micro>;
    static constexpr std::int64_t num = in_microseconds::num, den = in_microseconds::den;
    static constexpr std::int64_t shared = std::gcd(num, microseconds_a_day);
    static constexpr std::int64_t unit = num / shared, day = microseconds_a_day / shared;
    static_assert(unit <= std::numeric_limits<std::int64_t>::max() / day, "pyhost: this unit of time is too long to convert");

    /// The count as days and microseconds.
    static fit to(Rep count, day_time& span) noexcept
    {
        if constexpr (std::floating_point<Rep>) {
            return round_to(static_cast<long double>(count) * num / den, span);
        } else {
            if (!std::in_range<std::int64_t>(count)) return fit::out_of_range;
            const auto whole = static_cast<std::int64_t>(count);
            if (whole % den != 0) return fit::has_remainder;
            const std::int64_t parts = whole / den;  // of num microseconds
            const std::int64_t groups = floor_divide(parts, day), rest = (parts - groups * day) * unit;
            if (multiply(groups, unit, span.days) != fit::exact) return fit::out_of_range;
            span.days += rest / day;
            span.microseconds = rest % day * shared;
            return fit::exact;
        }
    }

    /// The count of a span.
    static fit from(const day_time& span, Rep& count) noexcept
    {
        if constexpr (std::floating_point<Rep>) {
            const long double microseconds = static_cast<long double>(span.days) * microseconds_a_day +
                                             static_cast<long double>(span.microseconds) +
                                             static_cast<long double>(span.nanoseconds) / 1000;
            count = static_cast<Rep>(microseconds * den / num);
            return count - count == 0 ? fit::exact : fit::out_of_range;
        } else {
            if (span.microseconds % shared != 0) return fit::has_remainder;
            std::int64_t parts = 0, whole = 0;
            if (multiply(span.days, day, parts) != fit::exact || add(parts, span.microseconds / shared, parts) != fit::exact)
                return fit::out_of_range;
            if (parts % unit != 0) return fit::has_remainder;
            if (multiply(parts / unit, den, whole) != fit::exact) return fit::out_of_range;
            return add_nanoseconds(span.nanoseconds, whole, count);
        }
    }

private:
    static fit round_to(long double microseconds, day_time& span) noexcept
    {
        constexpr auto most = static_cast<long double>(longest_timedelta + 1) * microseconds_a_day;
        if (!(microseconds > -most && microseconds < most)) return fit::out_of_range;  // NaN too
        const long double rounded = std::rint(microseconds), days = std::floor(rounded / microseconds_a_day);
        span.days = static_cast<std::int64_t>(days);
        span.microseconds = static_cast<std::int64_t>(rounded - days * microseconds_a_day);
        return fit::exact;
    }

    static fit add_nanoseconds(int nanoseconds, std::int64_t whole, Rep& count) noexcept
    {
        if (nanoseconds != 0) {
            std::int64_t more = 0;
            if (multiply(nanoseconds, den, more) != fit::exact) return fit::out_of_range;
            if (more % 1000 != 0 || more / 1000 % num != 0) return fit::has_remainder;
            if (add(whole, more / 1000 / num, whole) != fit::exact) return fit::out_of_range;
        }
        if (!std::in_range<Rep>(whole)) return fit::out_of_range;
        count = static_cast<Rep>(whole);
        return fit::exact;
    }
};

}  // namespace pyhost::inline v0::detail
