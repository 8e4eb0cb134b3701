// SPDX-License-Identifier: MIT
// Python's datetime objects to days and microseconds, by the C API of the datetime module.
#pragma once

#include <pyhost/detail/calendar.hpp>
#include <pyhost/detail/failure.hpp>
#include <pyhost/detail/slot.hpp>

#include <cstdint>
#include <datetime.h>
#include <optional>

namespace pyhost::inline v0::detail {

inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;
inline constexpr std::int64_t longest_timedelta = 999'999'999;  // days, either way

/// A span of time, or a moment as the span since 1970-01-01.
struct day_time {
    std::int64_t days = 0;
    std::int64_t microseconds = 0;  ///< 0 to a day
    int nanoseconds = 0;            ///< 0 to 999: what pandas.Timestamp and pandas.Timedelta have more
};

/// The capsule of the run, and what is in it, which is there for as long as the capsule is kept.
inline constinit atomic<cache_slot*> datetime_slot{};
inline constinit atomic<PyDateTime_CAPI*> datetime_functions{};

/// Imports datetime; null with an exception raised.
PyDateTime_CAPI* import_datetime() PYHOST_NEEDS_GIL;

/// The functions and types of datetime; null with an exception raised.
inline PyDateTime_CAPI* datetime_api() PYHOST_NEEDS_GIL
{
    if (slot_of(datetime_slot).kept.load_acquire() != nullptr) [[likely]]
        return datetime_functions.load_acquire();
    return import_datetime();
}

/// What a conversion may be asked for; the failure names the C++ type.
using cpp_name = std::string (*)();

/// A timedelta.
std::optional<day_time> load_timedelta(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;
/// An aware datetime, in UTC.
std::optional<day_time> load_moment(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;
/// A naive datetime.
std::optional<day_time> load_local_time(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;
/// A date that is no datetime, in days.
std::optional<day_time> load_date(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;
/// A naive time, since midnight.
std::optional<day_time> load_time_of_day(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;

/// A timedelta or datetime that cannot be the C++ value: its unit is too long, or its range too short.
std::nullopt_t refuse_time(PyObject* from, failure& why, std::string_view expected) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyDateTime_CAPI* import_datetime()
{
    const owned_pointer module{PyImport_ImportModule("datetime")};
    owned_pointer capsule{module ? PyObject_GetAttrString(module.get(), "datetime_CAPI") : nullptr};
    auto* api = capsule ? static_cast<PyDateTime_CAPI*>(PyCapsule_GetPointer(capsule.get(), PyDateTime_CAPSULE_NAME)) : nullptr;
    if (api == nullptr) return nullptr;
    datetime_functions.store(api);
    keep_in(slot_of(datetime_slot), capsule.release());
    return api;
}

/// The repr of an object of datetime itself, whose time zone, if any, is datetime's own; else its type.
inline std::string described_time(PyObject* from) PYHOST_NEEDS_GIL
{
    PyErr_Clear();
    const PyDateTime_CAPI* api = datetime_api();
    PyErr_Clear();
    if (api == nullptr) return described(from);
    PyTypeObject* type = Py_TYPE(from);
    bool is_plain = type == api->DeltaType || type == api->DateType;
    if (type == api->DateTimeType)
        is_plain = reinterpret_cast<PyDateTime_DateTime*>(from)->hastzinfo == 0 ||
                   reinterpret_cast<PyDateTime_DateTime*>(from)->tzinfo == api->TimeZone_UTC;
    if (type == api->TimeType) is_plain = reinterpret_cast<PyDateTime_Time*>(from)->hastzinfo == 0;
    const owned_pointer shown{is_plain ? PyObject_Repr(from) : nullptr};
    return is_plain ? utf8_or(shown.get(), type->tp_name) : described(from);
}

PYHOST_DETAIL_BODY std::nullopt_t refuse_time(PyObject* from, failure& why, std::string_view expected)
{
    return why.overflow(expected, described_time(from));
}

inline std::nullopt_t mistaken_time(PyObject* from, failure& why, cpp_name name, const char* python_type) PYHOST_NEEDS_GIL
{
    return why.mismatch(name() + " (" + python_type + ")", described_time(from));
}

inline day_time span_in(PyObject* timedelta) noexcept
{
    const auto* fields = reinterpret_cast<PyDateTime_Delta*>(timedelta);
    return {fields->days, std::int64_t{fields->seconds} * 1'000'000 + fields->microseconds};
}

/// The day in the fields of a date or datetime.
inline std::int64_t day_in(PyObject* date) noexcept
{
    const unsigned char* data = reinterpret_cast<PyDateTime_Date*>(date)->data;
    return days_of_date(data[0] << 8 | data[1], data[2], data[3]);
}

/// Microseconds since midnight from the bytes of a time: hour, minute, second, and three of microseconds.
inline std::int64_t time_in(const unsigned char* data) noexcept
{
    const std::int64_t seconds = (data[0] * 60 + data[1]) * 60 + data[2];
    return seconds * 1'000'000 + (data[3] << 16 | data[4] << 8 | data[5]);
}

/// What a subclass has more: the nanoseconds of pandas, and whether it is a time at all, as pandas.NaT is not.
inline std::optional<int> nanoseconds_of(PyObject* from, const literal_name& attribute, failure& why, cpp_name name) PYHOST_NEEDS_GIL
{
    const owned_pointer equal{PyObject_RichCompare(from, from, Py_EQ)};
    const int is_time = equal ? PyObject_IsTrue(equal.get()) : -1;
    if (is_time < 0) return why.raised();
    if (is_time == 0) return why.bad_value(name(), std::string{Py_TYPE(from)->tp_name} + ", which is not equal to itself");
    PyObject* text = intern(attribute);
    PyObject* found = nullptr;
    if (text == nullptr || find_attribute(from, text, &found) < 0) return why.raised();
    const owned_pointer value{found};
    if (!value || !PyLong_Check(value.get())) return 0;
    const long count = PyLong_AsLong(value.get());
    if (count < 0 || count > 999) {
        if (PyErr_Occurred() != nullptr) return why.raised();
        return why.bad_value(name(), std::string{Py_TYPE(from)->tp_name} + " of " + std::to_string(count) + " nanoseconds");
    }
    return static_cast<int>(count);
}

PYHOST_DETAIL_BODY std::optional<day_time> load_timedelta(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DeltaType)) return mistaken_time(from, why, name, "a timedelta");
    day_time span = span_in(from);
    if (Py_IS_TYPE(from, api->DeltaType)) return span;
    const std::optional<int> more = nanoseconds_of(from, "nanoseconds", why, name);
    if (!more) return std::nullopt;
    span.nanoseconds = *more;
    return span;
}

inline std::optional<day_time> all_fields_of(PyObject* from, failure& why, cpp_name name, const PyDateTime_CAPI& api) PYHOST_NEEDS_GIL
{
    day_time moment{day_in(from), time_in(reinterpret_cast<PyDateTime_DateTime*>(from)->data + 4)};
    if (Py_IS_TYPE(from, api.DateTimeType)) return moment;
    const std::optional<int> more = nanoseconds_of(from, "nanosecond", why, name);
    if (!more) return std::nullopt;
    moment.nanoseconds = *more;
    return moment;
}

PYHOST_DETAIL_BODY std::optional<day_time> load_moment(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DateTimeType)) return mistaken_time(from, why, name, "an aware datetime");
    std::optional<day_time> moment = all_fields_of(from, why, name, *api);
    const auto* fields = reinterpret_cast<PyDateTime_DateTime*>(from);
    if (!moment || (fields->hastzinfo != 0 && fields->tzinfo == api->TimeZone_UTC)) return moment;
    PyObject* method = intern("utcoffset");
    const owned_pointer offset{method != nullptr ? PyObject_CallMethodObjArgs(from, method, nullptr) : nullptr};
    if (!offset) return why.raised();
    if (!PyObject_TypeCheck(offset.get(), api->DeltaType)) return mistaken_time(from, why, name, "an aware datetime: one with a time zone");
    const day_time east = span_in(offset.get());
    moment->days -= east.days;
    moment->microseconds -= east.microseconds;
    if (moment->microseconds < 0) {
        moment->microseconds += microseconds_a_day;
        --moment->days;
    }
    return moment;
}

PYHOST_DETAIL_BODY std::optional<day_time> load_local_time(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DateTimeType)) return mistaken_time(from, why, name, "a naive datetime");
    const auto* fields = reinterpret_cast<PyDateTime_DateTime*>(from);
    if (fields->hastzinfo != 0) return mistaken_time(from, why, name, "a naive datetime: it has no place for a time zone");
    if (fields->fold != 0) return why.bad_value(name() + " (a naive datetime with fold=0)", described_time(from));
    return all_fields_of(from, why, name, *api);
}

PYHOST_DETAIL_BODY std::optional<day_time> load_date(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DateType) || PyObject_TypeCheck(from, api->DateTimeType))
        return mistaken_time(from, why, name, "a date without a time");
    return day_time{day_in(from)};
}

PYHOST_DETAIL_BODY std::optional<day_time> load_time_of_day(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->TimeType)) return mistaken_time(from, why, name, "a naive time");
    const auto* fields = reinterpret_cast<PyDateTime_Time*>(from);
    if (fields->hastzinfo != 0) return mistaken_time(from, why, name, "a naive time: it has no place for a time zone");
    if (fields->fold != 0) return why.bad_value(name() + " (a naive time with fold=0)", described_time(from));
    return day_time{0, time_in(fields->data)};
}

}  // namespace pyhost::inline v0::detail

#endif
