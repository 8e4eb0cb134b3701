// SPDX-License-Identifier: MIT
// Converters of std::chrono to Python's datetime: exact, or an OverflowError; a time zone is never dropped.
#pragma once

#include <pyhost/convert/detail/ticks.hpp>
#include <pyhost/detail/standard_class.hpp>

#include <chrono>

namespace pyhost::inline v0 {
namespace detail {

template <class Rep, class Period>
std::string duration_name()
{
    using std::ratio;
    const char* unit = std::same_as<Period, std::nano>           ? "nanoseconds"
                       : std::same_as<Period, std::micro>        ? "microseconds"
                       : std::same_as<Period, std::milli>        ? "milliseconds"
                       : std::same_as<Period, ratio<1>>          ? "seconds"
                       : std::same_as<Period, ratio<60>>         ? "minutes"
                       : std::same_as<Period, ratio<3600>>       ? "hours"
                       : std::same_as<Period, ratio<86'400>>     ? "days"
                       : std::same_as<Period, ratio<604'800>>    ? "weeks"
                       : std::same_as<Period, ratio<2'629'746>>  ? "months"
                       : std::same_as<Period, ratio<31'556'952>> ? "years"
                                                                 : nullptr;
    if (unit != nullptr && std::integral<Rep>) return std::string{"std::chrono::"} + unit;
    return "std::chrono::duration<" + type_name<Rep>() + ", std::ratio<" + std::to_string(Period::num) + ", " +
           std::to_string(Period::den) + ">>";
}

template <class Duration>
std::string unit_name()
{
    return duration_name<typename Duration::rep, typename Duration::period>();
}

/// "std::chrono::sys_time<std::chrono::seconds>".
template <class Duration>
std::string sys_time_name()
{
    return "std::chrono::sys_time<" + unit_name<Duration>() + ">";
}
template <class Duration>
std::string local_time_name()
{
    return "std::chrono::local_time<" + unit_name<Duration>() + ">";
}
template <class Duration>
std::string time_of_day_name()
{
    return "std::chrono::hh_mm_ss<" + unit_name<Duration>() + ">";
}

/// The span as this duration, or the failure.
template <class Duration>
std::optional<Duration> duration_of(const std::optional<day_time>& span, PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL
{
    if (!span) return std::nullopt;
    typename Duration::rep count{};
    switch (ticks<typename Duration::rep, typename Duration::period>::from(*span, count)) {
        case fit::exact:
            return Duration{count};
        case fit::has_remainder:
            return refuse_time(from, why, name() + " (whole ones, since nothing is cut off)");
        default:
            return refuse_time(from, why, name() + " (within its range)");
    }
}

/// The duration as Python has it, or nothing with OverflowError raised.
template <class Duration>
std::optional<day_time> span_of(const Duration& value) PYHOST_NEEDS_GIL
{
    day_time span;
    const fit found = ticks<typename Duration::rep, typename Duration::period>::to(value.count(), span);
    if (found == fit::exact) return span;
    refuse_to_store_time(found == fit::has_remainder
                             ? unit_name<Duration>() +
                                   " with a part of a microsecond, which Python's datetime has no place for; round them first"
                             : unit_name<Duration>() + " beyond the range of Python's datetime");
    return std::nullopt;
}

/// The duration inside a time.
template <class Rep, class Period>
auto duration_in(const std::chrono::duration<Rep, Period>& value)
{
    return value;
}
template <class Clock, class Duration>
auto duration_in(const std::chrono::time_point<Clock, Duration>& value)
{
    return value.time_since_epoch();
}
template <class Duration>
auto duration_in(const std::chrono::hh_mm_ss<Duration>& value)
{
    return value.to_duration();
}

using span_loader = std::optional<day_time> (*)(PyObject*, failure&, cpp_name);
using span_storer = PyObject* (*)(const day_time&);

/// What durations, times and times of day share: a span, since one moment or another.
template <class T, class Duration, cpp_name Name, span_loader Load, span_storer Store>
struct time_converter {
    static std::string name() { return Name(); }
    static std::optional<T> load(PyObject* from, failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<Duration> span = duration_of<Duration>(Load(from, why, Name), from, why, Name);
        if (!span) return std::nullopt;
        return T{*span};
    }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        const std::optional<day_time> span = span_of(duration_in(value));
        return span ? Store(*span) : nullptr;
    }
};

}  // namespace detail

/// `std::chrono::seconds`, `std::chrono::milliseconds` and other durations: datetime.timedelta. To Python: datetime.timedelta.
///
/// Integral: exact or OverflowError, in both directions; floating: the nearest.
template <class Rep, class Period>
struct converter<std::chrono::duration<Rep, Period>>
    : detail::time_converter<std::chrono::duration<Rep, Period>, std::chrono::duration<Rep, Period>, &detail::duration_name<Rep, Period>,
                             &detail::load_timedelta, &detail::store_timedelta> {
    static constexpr const char* python_hint = "datetime.timedelta";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "timedelta"); }
};

/// `std::chrono::sys_time<std::chrono::microseconds>`: an aware datetime.datetime, of any time zone. To Python: datetime.datetime, in UTC.
///
/// Exact or OverflowError. Throws: TypeError for a naive one, which could be any moment.
template <class Duration>
struct converter<std::chrono::time_point<std::chrono::system_clock, Duration>>
    : detail::time_converter<std::chrono::time_point<std::chrono::system_clock, Duration>, Duration, &detail::sys_time_name<Duration>,
                             &detail::load_moment, &detail::store_moment> {
    static constexpr const char* python_hint = "datetime.datetime";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "datetime"); }
};

/// `std::chrono::local_time<std::chrono::microseconds>`: a naive datetime.datetime. To Python: datetime.datetime, naive.
///
/// Exact or OverflowError. Throws: TypeError for an aware one, whose time zone would be lost, ValueError for one of fold=1.
template <class Duration>
struct converter<std::chrono::time_point<std::chrono::local_t, Duration>>
    : detail::time_converter<std::chrono::time_point<std::chrono::local_t, Duration>, Duration, &detail::local_time_name<Duration>,
                             &detail::load_local_time, &detail::store_local_time> {
    static constexpr const char* python_hint = "datetime.datetime";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "datetime"); }
};

/// `std::chrono::hh_mm_ss<std::chrono::microseconds>`: a naive datetime.time. To Python: datetime.time.
template <class Duration>
struct converter<std::chrono::hh_mm_ss<Duration>>
    : detail::time_converter<std::chrono::hh_mm_ss<Duration>, Duration, &detail::time_of_day_name<Duration>, &detail::load_time_of_day,
                             &detail::store_time_of_day> {
    static constexpr const char* python_hint = "datetime.time";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "time"); }
};

/// `std::chrono::year_month_day`: a datetime.date; never a datetime, whose time would be lost. To Python: datetime.date.
template <>
struct converter<std::chrono::year_month_day> {
    static constexpr const char* python_hint = "datetime.date";
    static std::string name() { return "std::chrono::year_month_day"; }
    static std::optional<std::chrono::year_month_day> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<detail::day_time> date = detail::load_date(from, why, &name);
        if (!date) return std::nullopt;
        return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{date->days}}};
    }
    static PyObject* store(const std::chrono::year_month_day& date) PYHOST_NEEDS_GIL
    {
        if (date.ok()) return detail::store_date(std::chrono::sys_days{date}.time_since_epoch().count());
        PyErr_SetString(PyExc_ValueError, "to_python: the std::chrono::year_month_day is no date (its ok() is false)");
        return nullptr;
    }
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "datetime", "date"); }
};

}  // namespace pyhost::inline v0
