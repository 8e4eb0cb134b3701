// SPDX-License-Identifier: MIT
// Days and microseconds to Python's datetime objects.
#pragma once

#include <pyhost/detail/calendar.hpp>
#include <pyhost/detail/datetime_api.hpp>

namespace pyhost::inline v0::detail {

/// Null with OverflowError raised for a year that is not 1 to 9999, or a timedelta that is too long.
PyObject* store_timedelta(const day_time& span) PYHOST_NEEDS_GIL;
PyObject* store_moment(const day_time& since_1970) PYHOST_NEEDS_GIL;
PyObject* store_local_time(const day_time& since_1970) PYHOST_NEEDS_GIL;
PyObject* store_date(std::int64_t days_since_1970) PYHOST_NEEDS_GIL;
PyObject* store_time_of_day(const day_time& since_midnight) PYHOST_NEEDS_GIL;

/// Raises OverflowError; null.
PyObject* refuse_to_store_time(const std::string& what) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* refuse_to_store_time(const std::string& what)
{
    PyErr_SetString(PyExc_OverflowError, ("to_python: " + what).c_str());
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* store_timedelta(const day_time& span)
{
    if (span.days < -longest_timedelta || span.days > longest_timedelta)
        return refuse_to_store_time("the duration is longer than a timedelta, which has 999999999 days");
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return nullptr;
    return api->Delta_FromDelta(static_cast<int>(span.days), static_cast<int>(span.microseconds / 1'000'000),
                                static_cast<int>(span.microseconds % 1'000'000), 0, api->DeltaType);
}

/// Whether Python has this day; else OverflowError is raised.
inline bool has_year(std::int64_t days) PYHOST_NEEDS_GIL
{
    if (days >= first_day && days <= last_day) return true;
    refuse_to_store_time("the year is not one of Python's, 1 to 9999");
    return false;
}

/// A datetime in a time zone of datetime's own, or None.
inline PyObject* store_datetime(const day_time& since_1970, const PyDateTime_CAPI& api, PyObject* zone) PYHOST_NEEDS_GIL
{
    if (!has_year(since_1970.days)) return nullptr;
    const calendar_date date = date_of_days(since_1970.days);
    const auto seconds = static_cast<int>(since_1970.microseconds / 1'000'000);
    return api.DateTime_FromDateAndTime(date.year, date.month, date.day, seconds / 3600, seconds / 60 % 60, seconds % 60,
                                        static_cast<int>(since_1970.microseconds % 1'000'000), zone, api.DateTimeType);
}

PYHOST_DETAIL_BODY PyObject* store_moment(const day_time& since_1970)
{
    const PyDateTime_CAPI* api = datetime_api();
    return api != nullptr ? store_datetime(since_1970, *api, api->TimeZone_UTC) : nullptr;
}

PYHOST_DETAIL_BODY PyObject* store_local_time(const day_time& since_1970)
{
    const PyDateTime_CAPI* api = datetime_api();
    return api != nullptr ? store_datetime(since_1970, *api, Py_None) : nullptr;
}

PYHOST_DETAIL_BODY PyObject* store_date(std::int64_t days_since_1970)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr || !has_year(days_since_1970)) return nullptr;
    const calendar_date date = date_of_days(days_since_1970);
    return api->Date_FromDate(date.year, date.month, date.day, api->DateType);
}

PYHOST_DETAIL_BODY PyObject* store_time_of_day(const day_time& since_midnight)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return nullptr;
    if (since_midnight.days != 0) return refuse_to_store_time("the time of day is not within a day, 00:00 to 24:00");
    const auto seconds = static_cast<int>(since_midnight.microseconds / 1'000'000);
    return api->Time_FromTime(seconds / 3600, seconds / 60 % 60, seconds % 60, static_cast<int>(since_midnight.microseconds % 1'000'000),
                              Py_None, api->TimeType);
}

}  // namespace pyhost::inline v0::detail

#endif
