// SPDX-License-Identifier: MIT
// timedelta: a span of time with the whole range of Python's datetime.timedelta, which no std::chrono::duration of 64 bits has.
#pragma once

#include <pyhost/convert/detail/ticks.hpp>
#include <pyhost/detail/standard_class.hpp>

#include <compare>
#include <stdexcept>

namespace pyhost::inline v0 {

/// Days, seconds and microseconds. A plain value: needs no interpreter and no GIL.
class timedelta {
public:
    timedelta() = default;

    /// The sum of the three, each of either sign. Throws: std::out_of_range beyond 999999999 days.
    explicit timedelta(std::int64_t days, std::int64_t seconds = 0, std::int64_t microseconds = 0)
    {
        const detail::floored parts = detail::floor_divide(microseconds, 1'000'000), whole = detail::floor_divide(seconds, 86'400),
                              more = detail::floor_divide(parts.quotient, 86'400);
        const std::int64_t rest = whole.rest + more.rest;
        const std::int64_t more_days = whole.quotient + more.quotient + rest / 86'400;  // less than 2 to the 48
        microseconds_ = static_cast<int>(parts.rest);
        seconds_ = static_cast<int>(rest % 86'400);
        constexpr std::int64_t most = detail::longest_timedelta, far = std::int64_t{1} << 60;
        if (days > far || days < -far || days + more_days > most || days + more_days < -most)
            throw std::out_of_range{"timedelta: it has at most 999999999 days, in either direction"};
        days_ = static_cast<int>(days + more_days);
    }

    [[nodiscard]] int days() const noexcept { return days_; }
    [[nodiscard]] int seconds() const noexcept { return seconds_; }            ///< 0 to 86399
    [[nodiscard]] int microseconds() const noexcept { return microseconds_; }  ///< 0 to 999999

    /// As str() of the datetime.timedelta: "-1 day, 23:59:59.500000".
    [[nodiscard]] std::string to_string() const
    {
        std::string text;
        if (days_ != 0) text = std::to_string(days_) + (days_ == 1 || days_ == -1 ? " day, " : " days, ");
        text += std::to_string(seconds_ / 3600) + ":" + padded(seconds_ / 60 % 60, 2) + ":" + padded(seconds_ % 60, 2);
        return microseconds_ == 0 ? text : text + "." + padded(microseconds_, 6);
    }

    friend auto operator<=>(const timedelta&, const timedelta&) noexcept = default;

private:
    static std::string padded(int value, std::size_t width)
    {
        const std::string digits = std::to_string(value);
        return std::string(width - digits.size(), '0') + digits;
    }

    int days_ = 0;
    int seconds_ = 0;
    int microseconds_ = 0;
};

/// `py::timedelta`: datetime.timedelta and its subclasses. To Python: datetime.timedelta.
template <>
struct converter<timedelta> {
    static constexpr const char* python_hint = "datetime.timedelta";
    static std::string name() { return "py::timedelta"; }
    static std::optional<timedelta> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<detail::day_time> span = detail::load_timedelta(from, why, &name);
        if (!span) return std::nullopt;
        if (span->nanoseconds != 0) return detail::refuse_time(from, why, name() + " (whole microseconds, since nothing is cut off)");
        if (span->days < -detail::longest_timedelta || span->days > detail::longest_timedelta)
            return detail::refuse_time(from, why, name() + " (of at most 999999999 days)");
        return timedelta{span->days, 0, span->microseconds};
    }
    static PyObject* store(const timedelta& value) PYHOST_NEEDS_GIL
    {
        return detail::store_timedelta({value.days(), std::int64_t{value.seconds()} * 1'000'000 + value.microseconds()});
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "timedelta"); }
};

}  // namespace pyhost::inline v0
