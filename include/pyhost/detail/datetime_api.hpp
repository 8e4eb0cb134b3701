// SPDX-License-Identifier: MIT
// The C API of Python's datetime module, and times as days and microseconds.
#pragma once

#include <pyhost/detail/failure.hpp>
#include <pyhost/detail/slot.hpp>

#include <cstdint>
#include <optional>

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"  // a static variable for those who use its macros
#endif
#include <datetime.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace pyhost::inline v0::detail {

inline constexpr std::int64_t microseconds_a_day = 86'400'000'000;
inline constexpr std::int64_t longest_timedelta = 999'999'999;  // days, either way

/// What is read of subclasses, whose bounds are others; far from the ends of 64 bits.
inline constexpr std::int64_t farthest_day = std::int64_t{1} << 52, farthest_year = std::int64_t{1} << 40;

/// A span of time, or a moment as the span since 1970-01-01.
struct day_time {
    std::int64_t days = 0;
    std::int64_t microseconds = 0;  ///< 0 to a day
    std::int64_t nanoseconds = 0;   ///< 0 to 999: what pandas.Timestamp and pandas.Timedelta have more
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

}  // namespace pyhost::inline v0::detail

#endif
