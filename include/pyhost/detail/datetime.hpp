// SPDX-License-Identifier: MIT
// Python's datetime objects to days and microseconds.
#pragma once

#include <pyhost/detail/datetime_fields.hpp>

namespace pyhost::inline v0::detail {

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

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<day_time> load_timedelta(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DeltaType)) return mistaken_time(from, why, name, "a timedelta");
    return span_of_any(from, why, name, *api);
}

/// Whether an answer of a time zone is one that datetime passes on as it is: less than a day east or west.
inline bool is_offset(PyObject* answer, const PyDateTime_CAPI& api) noexcept
{
    if (!Py_IS_TYPE(answer, api.DeltaType)) return false;
    const auto* span = reinterpret_cast<PyDateTime_Delta*>(answer);
    return span->days == 0 || (span->days == -1 && (span->seconds != 0 || span->microseconds != 0));
}

/// What utcoffset() of a datetime answers; its time zone is asked at once where the datetime would add nothing. Null with an exception
/// raised.
inline PyObject* offset_of(PyObject* moment, const PyDateTime_CAPI& api) PYHOST_NEEDS_GIL
{
    static name_node& name = node_of("utcoffset");
    PyObject* method = interned(name);
    if (method == nullptr) return nullptr;
    const auto* fields = reinterpret_cast<PyDateTime_DateTime*>(moment);
    if (Py_IS_TYPE(moment, api.DateTimeType) && fields->hastzinfo != 0) {
        PyObject* answer = PyObject_CallMethodOneArg(fields->tzinfo, method, moment);
        if (answer == nullptr || is_offset(answer, api)) return answer;
        Py_DECREF(answer);
    }
    return PyObject_CallMethodNoArgs(moment, method);
}

PYHOST_DETAIL_BODY std::optional<day_time> load_moment(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    if (!PyObject_TypeCheck(from, api->DateTimeType)) return mistaken_time(from, why, name, "an aware datetime");
    std::optional<day_time> moment = moment_of_any(from, why, name, *api);
    const auto* fields = reinterpret_cast<PyDateTime_DateTime*>(from);
    if (!moment || (fields->hastzinfo != 0 && fields->tzinfo == api->TimeZone_UTC)) return moment;
    const owned_pointer offset{offset_of(from, *api)};
    if (!offset) return why.raised();
    if (!PyObject_TypeCheck(offset.get(), api->DeltaType)) return mistaken_time(from, why, name, "an aware datetime: one with a time zone");
    const std::optional<day_time> east = span_of_any(offset.get(), why, name, *api);
    if (!east) return std::nullopt;
    moment->days -= east->days;
    moment->microseconds -= east->microseconds;
    moment->nanoseconds -= east->nanoseconds;
    if (moment->nanoseconds < 0) {
        moment->nanoseconds += 1000;
        --moment->microseconds;
    }
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
    return moment_of_any(from, why, name, *api);
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
