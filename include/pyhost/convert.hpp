// SPDX-License-Identifier: MIT
// The frame of all conversions: how failures travel, and the functions that users call.
#pragma once

#include <pyhost/detail/load_store.hpp>
#include <pyhost/result.hpp>

#include <new>
#include <optional>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
PyObject* new_value(T&& value)
{
    return store_value(std::forward<T>(value));
}

PYHOST_DETAIL_COLD std::nullopt_t out_of_memory(failure& why) noexcept PYHOST_NEEDS_GIL;

/// load() with nothing thrown where no memory holds the value, as of a buffer of 2 to the 60 items over one number.
template <class T>
PYHOST_DETAIL_INLINE std::optional<T> load_or_raise(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    try {
        return load<T>(from, why);
    } catch (const std::bad_alloc&) {
        return out_of_memory(why);
    }
}

template <loads_into T>
PYHOST_DETAIL_INLINE bool load_into_or_raise(T& made, PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    try {
        return converter<T>::load_into(made, from, why);
    } catch (const std::bad_alloc&) {
        out_of_memory(why);
        return false;
    }
}

/// Raises the failed conversion of a value that stood at `place`; layers above have places of their own. Where the path begins, as
/// failure::raise() has it.
std::uint32_t raise_at(const char* place, failure& why) PYHOST_NEEDS_GIL;

/// Raises the failed conversion as a Python exception and throws it.
template <class Place = const char*>
[[noreturn]] PYHOST_DETAIL_INLINE void throw_failure(failure& why, Place place = "") PYHOST_NEEDS_GIL
{
    raise_prepared(prepare_raised(raise_at(place, why)));
}

/// The failed conversion as the error of a result.
template <class Place = const char*>
PYHOST_DETAIL_COLD PYHOST_DETAIL_NOINLINE taken_error take_failure(failure& why, Place place = "") PYHOST_NEEDS_GIL
{
    return take_error(raise_at(place, why));
}

/// The C++ value; one that does not fit is told to be at `place`.
template <class T, class Place = const char*>
PYHOST_DETAIL_NOINLINE T cast_slowly(PyObject* from, Place place = "") PYHOST_NEEDS_GIL
{
    failure why;
    std::optional<T> loaded = load_or_raise<T>(from, why);
    if (!loaded) [[unlikely]]
        throw_failure(why, place);
    return *std::move(loaded);
}
template <loads_into T, class Place = const char*>
PYHOST_DETAIL_NOINLINE T cast_slowly(PyObject* from, Place place = "") PYHOST_NEEDS_GIL
{
    failure why;
    T made = T();
    if (!load_into_or_raise(made, from, why)) [[unlikely]]
        throw_failure(why, place);
    return made;
}

/// The same; what its converter tells at a glance is read at the call itself.
template <class T, class... Place>
PYHOST_DETAIL_INLINE T cast_at(PyObject* from, Place... place) PYHOST_NEEDS_GIL
{
    if constexpr (reads_plain<T>) {
        if (converter<T>::is_plain(from)) [[likely]] {
            try {
                return static_cast<T>(converter<T>::read_plain(from));
            } catch (const std::bad_alloc&) {
                PyErr_NoMemory();
                throw_raised();
            }
        }
    }
    return cast_slowly<T>(from, place...);
}

/// The same for what a call returned. Text is copied in a function of its own, which is there once for all the signatures of typed
/// functions.
template <class T, class Place>
PYHOST_DETAIL_INLINE T cast_returned(PyObject* from, Place place) PYHOST_NEEDS_GIL
{
    return cast_at<T>(from, place);
}
template <class T, class Place>
    requires(reads_plain<T> && !std::is_trivially_copyable_v<T>)
PYHOST_DETAIL_NOINLINE T cast_returned(PyObject* from, Place place) PYHOST_NEEDS_GIL
{
    return cast_at<T>(from, place);
}

template <class T>
PYHOST_DETAIL_INLINE T cast_borrowed(PyObject* from)
{
    if constexpr (!std::is_void_v<T>) return cast_at<T>(from);
}

template <class T, class Place>
PYHOST_DETAIL_INLINE T cast_consuming(PyObject* from, Place place)
{
    if constexpr (std::is_same_v<T, object>) {
        return object::steal(from);
    } else {
        const owned_pointer owner{from};
        if constexpr (!std::is_void_v<T>) return cast_returned<T>(from, place);
    }
}

/// The value, or the error, which names `place` when there is one.
template <class T, class... Place>
PYHOST_DETAIL_INLINE result<T> load_result(PyObject* from, const Place&... place) PYHOST_NEEDS_GIL
{
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        failure why;
        try {
            std::optional<T> loaded = load<T>(from, why);
            if (loaded) [[likely]]
                return *std::move(loaded);
        } catch (const std::bad_alloc&) {
            out_of_memory(why);
        }
        return take_failure(why, place...);
    }
}

template <class T>
result<T> try_cast_borrowed(PyObject* from)
{
    return load_result<T>(from);
}

/// The result of a call; drops the reference `from`.
template <class T, class Place>
PYHOST_DETAIL_INLINE result<T> try_cast_consuming(PyObject* from, Place place) PYHOST_NEEDS_GIL
{
    const owned_pointer owner{from};
    return load_result<T>(from, place);
}

}  // namespace detail

/// The C++ value of `from`.
///
/// Needs: the GIL. Throws: type_error, overflow_error or value_error naming what was expected, what came and where in
/// the value; or the error that the object's own code raised.
template <class T>
[[nodiscard]] T cast(handle from) PYHOST_NEEDS_GIL
{
    return detail::cast_borrowed<T>(from.resolve().ptr());
}

/// The C++ value of `from`, or the error with nothing thrown. Needs: the GIL.
template <class T>
[[nodiscard]] result<T> try_cast(handle from) PYHOST_NEEDS_GIL
{
    return detail::try_cast_borrowed<T>(from.resolve().ptr());
}

/// What a message says of a value: "str 'abc'", "list", "None". It is short, and no code of the object runs. Needs: the GIL.
[[nodiscard]] inline std::string described(handle o) PYHOST_NEEDS_GIL { return detail::described(o.resolve().ptr()); }

/// The Python value of `value`. Needs: the GIL. Throws: what the conversion raises, such as unicode_decode_error.
template <class T>
[[nodiscard]] object to_python(const T& value) PYHOST_NEEDS_GIL
{
    return detail::operand(value);
}

/// The same for a temporary, where Python can have the value itself: py::to_python(std::move(owner)).
template <detail::moves_to_python T>
[[nodiscard]] object to_python(T&& value) PYHOST_NEEDS_GIL
{
    return object::steal(detail::checked(detail::store_moved(std::forward<T>(value))));
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::nullopt_t out_of_memory(failure& why) noexcept
{
    PyErr_NoMemory();
    return why.raised();
}

PYHOST_DETAIL_BODY std::uint32_t raise_at(const char* place, failure& why) { return why.raise(place); }

}  // namespace pyhost::inline v0::detail

#endif
