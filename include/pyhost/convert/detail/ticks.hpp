// SPDX-License-Identifier: MIT
// Counts of a unit of time, as std::chrono::duration has them, to days and microseconds and back, without losing a part.
#pragma once

#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/datetime.hpp>
#include <pyhost/detail/datetime_store.hpp>

#include <cmath>
#include <numeric>
#include <ratio>

namespace pyhost::inline v0::detail {

/// Whether one count of time is another one.
enum class fit { exact, has_remainder, out_of_range };

/// The product, or out_of_range. Needs: b is positive.
constexpr fit multiply(std::int64_t a, std::int64_t b, std::int64_t& product) noexcept
{
    if (a > std::numeric_limits<std::int64_t>::max() / b || a < std::numeric_limits<std::int64_t>::min() / b) return fit::out_of_range;
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

/// A quotient that is rounded down, and what is left, which is not negative.
struct floored {
    std::int64_t quotient;
    std::int64_t rest;
};
constexpr floored floor_divide(std::int64_t a, std::int64_t b) noexcept
{
    const std::int64_t rest = a % b;
    return rest < 0 ? floored{a / b - 1, rest + b} : floored{a / b, rest};
}

/// A unit of time as num / den parts, of which a day has `PartsADay`: a day is day / unit units of num parts each.
template <class Period, class Part, std::int64_t PartsADay>
struct unit_in_parts {
    using ratio = std::ratio_divide<Period, Part>;
    static constexpr std::int64_t num = ratio::num, den = ratio::den;
    static constexpr std::int64_t shared = std::gcd(num, PartsADay);
    static constexpr std::int64_t unit = num / shared, day = PartsADay / shared;
    static_assert(unit <= std::numeric_limits<std::int64_t>::max() / day, "pyhost: this unit of time is too long to convert");

    /// How many units these days and parts of a day are.
    static constexpr fit count(std::int64_t days, std::int64_t parts, std::int64_t& units) noexcept
    {
        if (parts % shared != 0) return fit::has_remainder;
        // Counted towards zero, so that what fits does so on the way too.
        const bool is_negative = days < 0;
        std::int64_t whole = 0;
        if (multiply(is_negative ? days + 1 : days, day, whole) != fit::exact ||
            add(whole, parts / shared - (is_negative ? day : 0), whole) != fit::exact)
            return fit::out_of_range;
        if (whole % unit != 0) return fit::has_remainder;
        return multiply(whole / unit, den, units);
    }
};

/// Counts of a unit, and spans.
template <class Rep, class Period>
struct ticks {
    using in_microseconds = unit_in_parts<Period, std::micro, microseconds_a_day>;
    using in_nanoseconds = unit_in_parts<Period, std::nano, 1000 * microseconds_a_day>;

    /// The count as days and microseconds.
    static fit to(Rep count, day_time& span) noexcept
    {
        using in = in_microseconds;
        if constexpr (std::floating_point<Rep>) {
            return round_to(static_cast<long double>(count) * in::num / in::den, span);
        } else {
            if (!std::in_range<std::int64_t>(count)) return fit::out_of_range;
            const auto whole = static_cast<std::int64_t>(count);  // NOLINT(bugprone-signed-char-misuse,cert-str34-c): no character
            if (whole % in::den != 0) return fit::has_remainder;
            const floored groups = floor_divide(whole / in::den, in::day);  // each of in::unit days
            if (multiply(groups.quotient, in::unit, span.days) != fit::exact) return fit::out_of_range;
            const std::int64_t rest = groups.rest * in::unit;
            if (add(span.days, rest / in::day, span.days) != fit::exact) return fit::out_of_range;
            span.microseconds = rest % in::day * in::shared;
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
            count = static_cast<Rep>(microseconds * in_microseconds::den / in_microseconds::num);
            return count - count == 0 ? fit::exact : fit::out_of_range;
        } else {
            std::int64_t whole = 0;
            const fit found = span.nanoseconds == 0 ? in_microseconds::count(span.days, span.microseconds, whole)
                                                    : in_nanoseconds::count(span.days, 1000 * span.microseconds + span.nanoseconds, whole);
            if (found != fit::exact) return found;
            if (!std::in_range<Rep>(whole)) return fit::out_of_range;
            count = static_cast<Rep>(whole);
            return fit::exact;
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
};

}  // namespace pyhost::inline v0::detail
