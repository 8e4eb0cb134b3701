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
            const floored groups = floor_divide(whole / den, day);  // each of `day` times num microseconds, which is `unit` days
            if (multiply(groups.quotient, unit, span.days) != fit::exact) return fit::out_of_range;
            const std::int64_t rest = groups.rest * unit;
            if (add(span.days, rest / day, span.days) != fit::exact) return fit::out_of_range;
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
            // Counted towards zero, so that what fits does so on the way too.
            const bool is_negative = span.days < 0;
            std::int64_t parts = 0, whole = 0;
            if (multiply(is_negative ? span.days + 1 : span.days, day, parts) != fit::exact ||
                add(parts, span.microseconds / shared - (is_negative ? day : 0), parts) != fit::exact)
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
