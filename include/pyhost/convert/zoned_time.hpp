// SPDX-License-Identifier: MIT
// std::chrono::zoned_time, where the standard library has it: a moment and the time zone that it is told in.
#pragma once

#include <pyhost/convert/chrono.hpp>

#if defined(__cpp_lib_chrono) && __cpp_lib_chrono >= 201907L

namespace pyhost::inline v0 {
namespace detail {

/// The name of the time zone of an aware datetime: that of a zoneinfo.ZoneInfo, or "UTC"; nothing and the reason in `why` for others.
std::optional<std::string> zone_name_of(PyObject* from, failure& why, cpp_name name) PYHOST_NEEDS_GIL;

/// An aware datetime of a moment in a time zone of the zoneinfo module; null with an exception raised.
PyObject* store_zoned_time(const day_time& since_1970, std::string_view zone) PYHOST_NEEDS_GIL;

template <class Duration>
std::string zoned_time_name()
{
    return "std::chrono::zoned_time<" + unit_name<Duration>() + ">";
}

}  // namespace detail

/// `std::chrono::zoned_time<std::chrono::microseconds>`: a datetime.datetime whose tzinfo is a zoneinfo.ZoneInfo, or UTC. To Python:
/// datetime.datetime, whose tzinfo is a zoneinfo.ZoneInfo, or datetime.timezone.utc.
///
/// The moment is exact or OverflowError. C++ has the zones alone: the name of an alias, such as Asia/Calcutta, becomes that of its zone.
/// Throws: TypeError for a fixed offset, which has no name; ValueError for a name that C++ does not know. One that Python does not know is
/// its zoneinfo.ZoneInfoNotFoundError.
template <class Duration>
struct converter<std::chrono::zoned_time<Duration>> {
    static constexpr const char* python_hint = "datetime.datetime";
    using type = std::chrono::zoned_time<Duration>;

    static std::string name() { return detail::zoned_time_name<Duration>(); }
    static std::optional<type> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<Duration> moment = detail::duration_of<Duration>(detail::load_moment(from, why, &name), from, why, &name);
        const std::optional<std::string> zone = moment ? detail::zone_name_of(from, why, &name) : std::nullopt;
        if (!zone) return std::nullopt;
        try {
            return type{std::chrono::locate_zone(*zone), std::chrono::sys_time<Duration>{*moment}};
        } catch (const std::runtime_error& e) {  // an unknown zone, or no data of zones at all
            return why.bad_value(name() + " (in a time zone that C++ knows)", "the zone '" + *zone + "', of which C++ says: " + e.what());
        }
    }
    static PyObject* store(const type& value) PYHOST_NEEDS_GIL
    {
        const std::optional<detail::day_time> span = detail::span_of(value.get_sys_time().time_since_epoch());
        return span ? detail::store_zoned_time(*span, value.get_time_zone()->name()) : nullptr;
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<std::string> zone_name_of(PyObject* from, failure& why, cpp_name name)
{
    const PyDateTime_CAPI* api = datetime_api();
    if (api == nullptr) return why.raised();
    const auto* fields = reinterpret_cast<PyDateTime_DateTime*>(from);
    PyObject* zone = fields->hastzinfo != 0 ? fields->tzinfo : Py_None;
    if (zone == api->TimeZone_UTC) return "UTC";
    const owned_pointer type{standard_class("zoneinfo", "ZoneInfo")};
    const int has_name = type ? PyObject_IsInstance(zone, type.get()) : -1;
    PyObject* key_name = has_name > 0 ? intern("key") : nullptr;
    const owned_pointer key{key_name != nullptr ? PyObject_GetAttr(zone, key_name) : nullptr};
    if (PyErr_Occurred() != nullptr) return why.raised();
    if (!key || !PyUnicode_Check(key.get()))
        return why.mismatch(name() + " (a datetime in a zoneinfo.ZoneInfo with a key, or in UTC)", "a datetime in " + described(zone));
    Py_ssize_t size = 0;
    const char* text = PyUnicode_AsUTF8AndSize(key.get(), &size);
    if (text == nullptr) return why.raised();
    return std::string(text, static_cast<std::size_t>(size));
}

PYHOST_DETAIL_BODY PyObject* store_zoned_time(const day_time& since_1970, std::string_view zone)
{
    owned_pointer moment{store_moment(since_1970)};
    if (zone == "Etc/UTC" || zone == "UTC") return moment.release();
    const owned_pointer type{moment ? standard_class("zoneinfo", "ZoneInfo") : nullptr};
    const owned_pointer key{type ? PyUnicode_FromStringAndSize(zone.data(), static_cast<Py_ssize_t>(zone.size())) : nullptr};
    const owned_pointer there{key ? PyObject_CallFunctionObjArgs(type.get(), key.get(), nullptr) : nullptr};
    PyObject* method = there ? intern("astimezone") : nullptr;
    return method != nullptr ? PyObject_CallMethodOneArg(moment.get(), method, there.get()) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
#endif
