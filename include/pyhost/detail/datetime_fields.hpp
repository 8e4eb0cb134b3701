// SPDX-License-Identifier: MIT
// The fields of Python's datetime objects, and what a failure says of them.
#pragma once

#include <pyhost/detail/calendar.hpp>
#include <pyhost/detail/datetime_api.hpp>

namespace pyhost::inline v0::detail {

/// A timedelta or datetime that cannot be the C++ value: its unit is too long, or its range too short.
std::nullopt_t refuse_time(PyObject* from, failure& why, std::string_view expected) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

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

/// The same for what is another kind of object.
inline std::nullopt_t mistaken_time(PyObject* from, failure& why, cpp_name name, const char* python_type) PYHOST_NEEDS_GIL
{
    return why.mismatch(name() + " (" + python_type + ")", described_time(from));
}

/// The fields of an object of datetime itself.
inline day_time span_in(PyObject* timedelta) noexcept
{
    const auto* fields = reinterpret_cast<PyDateTime_Delta*>(timedelta);
    return {fields->days, std::int64_t{fields->seconds} * 1'000'000 + fields->microseconds};
}
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

/// The fields of an object of a subclass, by its attributes: pandas keeps others in the fields that it inherits, and has nanoseconds.
class subclass_fields {
public:
    subclass_fields(PyObject* from, failure& why, cpp_name name) noexcept : from_{from}, why_{why}, name_{name} {}

    /// Whether it is a time at all: pandas.NaT is a datetime, and not equal to itself.
    bool is_time() const PYHOST_NEEDS_GIL
    {
        const owned_pointer equal{PyObject_RichCompare(from_, from_, Py_EQ)};
        const int is_equal = equal ? PyObject_IsTrue(equal.get()) : -1;
        if (is_equal < 0) why_.raised();
        if (is_equal == 0) why_.bad_value(name_(), std::string{Py_TYPE(from_)->tp_name} + ", which is not equal to itself");
        return is_equal > 0;
    }

    /// Reads an attribute, an int within these bounds; false with the reason told.
    bool read(const literal_name& attribute, std::int64_t least, std::int64_t most, std::int64_t& value) const PYHOST_NEEDS_GIL
    {
        PyObject* text = intern(attribute);
        const owned_pointer found{text != nullptr ? PyObject_GetAttr(from_, text) : nullptr};
        return found ? take(found.get(), attribute, least, most, value) : fail();
    }

    /// The same for one that only pandas has; 0 without it.
    bool read_more(const literal_name& attribute, std::int64_t& value) const PYHOST_NEEDS_GIL
    {
        PyObject* text = intern(attribute);
        PyObject* found = nullptr;
        if (text == nullptr || find_attribute(from_, text, &found) < 0) return fail();
        const owned_pointer owner{found};
        return !owner || take(found, attribute, 0, 999, value);
    }

private:
    bool fail() const noexcept
    {
        why_.raised();
        return false;
    }
    bool take(PyObject* found, const literal_name& attribute, std::int64_t least, std::int64_t most, std::int64_t& value) const
        PYHOST_NEEDS_GIL
    {
        int overflow = 0;
        if (PyLong_Check(found)) value = PyLong_AsLongLongAndOverflow(found, &overflow);
        if (PyLong_Check(found) && overflow == 0 && value >= least && value <= most) return true;
        why_.bad_value("an int from " + std::to_string(least) + " to " + std::to_string(most), described(found));
        why_.at("." + std::string{attribute.text()});
        return false;
    }

    PyObject* from_;
    failure& why_;
    cpp_name name_;
};

/// The span of a timedelta of any class.
inline std::optional<day_time> span_of_any(PyObject* from, failure& why, cpp_name name, const PyDateTime_CAPI& api) PYHOST_NEEDS_GIL
{
    if (Py_IS_TYPE(from, api.DeltaType)) return span_in(from);
    const subclass_fields fields{from, why, name};
    day_time span;
    std::int64_t seconds = 0, microseconds = 0;
    if (!fields.is_time() || !fields.read("days", -farthest_day, farthest_day, span.days) || !fields.read("seconds", 0, 86'399, seconds) ||
        !fields.read("microseconds", 0, 999'999, microseconds) || !fields.read_more("nanoseconds", span.nanoseconds))
        return std::nullopt;
    span.microseconds = seconds * 1'000'000 + microseconds;
    return span;
}

/// The moment of a datetime of any class, as its fields say it.
inline std::optional<day_time> moment_of_any(PyObject* from, failure& why, cpp_name name, const PyDateTime_CAPI& api) PYHOST_NEEDS_GIL
{
    if (Py_IS_TYPE(from, api.DateTimeType)) return day_time{day_in(from), time_in(reinterpret_cast<PyDateTime_DateTime*>(from)->data + 4)};
    const subclass_fields fields{from, why, name};
    day_time moment;
    std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0;
    if (!fields.is_time() || !fields.read("year", -farthest_year, farthest_year, year) || !fields.read("month", 1, 12, month) ||
        !fields.read("day", 1, days_of_month(year, month), day) || !fields.read("hour", 0, 23, hour) ||
        !fields.read("minute", 0, 59, minute) || !fields.read("second", 0, 59, second) ||
        !fields.read("microsecond", 0, 999'999, microsecond) || !fields.read_more("nanosecond", moment.nanoseconds))
        return std::nullopt;
    moment.days = days_of_date(year, month, day);
    moment.microseconds = ((hour * 60 + minute) * 60 + second) * 1'000'000 + microsecond;
    return moment;
}

}  // namespace pyhost::inline v0::detail

#endif
