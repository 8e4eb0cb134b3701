// SPDX-License-Identifier: MIT
// Converters of bool, the integers and the floating types.
#pragma once

#include <pyhost/convert.hpp>

#include <limits>

namespace pyhost::inline v0 {
namespace detail {

template <class T>
concept character =
    std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> || std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept integer = std::integral<T> && sizeof(T) <= 8 && !std::same_as<T, bool> && !character<T>;  // gnu++20 counts __int128

/// The type as an error names it, with its range where the name does not tell it.
template <integer T>
std::string integer_name()
{
    constexpr const char* sign = std::is_signed_v<T> ? "" : "unsigned ";
    if constexpr (std::same_as<T, int>) return "int";
    else if constexpr (sizeof(T) == 1) return std::is_signed_v<T> ? "std::int8_t" : "std::uint8_t";
    else
        return sign + std::string{std::same_as<std::make_signed_t<T>, short>  ? "short"
                                  : std::same_as<std::make_signed_t<T>, int>  ? "int"
                                  : std::same_as<std::make_signed_t<T>, long> ? "long"
                                                                              : "long long"};
}

template <integer T>
std::string integer_range()
{
    return integer_name<T>() + " (" + std::to_string(std::numeric_limits<T>::min()) + " to " +
           std::to_string(std::numeric_limits<T>::max()) + ")";
}

/// Whether the class of an object, or one below it, is this one of an extension module, which names it in full: "numpy.ndarray".
inline bool derives_from(PyObject* o, std::string_view name) noexcept
{
    for (const PyTypeObject* type = Py_TYPE(o); type != nullptr; type = type->tp_base)
        if (type->tp_name[0] == name[0] && type->tp_name == name) return true;
    return false;
}

/// numpy's masked array, or an item of it that is masked: the memory has a value for that too, which is none.
PYHOST_DETAIL_INLINE bool is_masked(PyObject* from) noexcept
{
    if (Py_TYPE(from)->tp_base == &PyBaseObject_Type) [[likely]]
        return false;
    return derives_from(from, "MaskedArray") && derives_from(from, "numpy.ndarray");
}

/// Text and bytes are no numbers, whatever a subclass of theirs defines; nor are numpy's bytes, nor what it masks.
inline bool is_no_number(PyObject* from) noexcept
{
    return PyUnicode_Check(from) || PyBytes_Check(from) || PyByteArray_Check(from) || derives_from(from, "numpy.void") || is_masked(from);
}

/// A new reference: to the scalar in numpy's array of no dimensions, whose own __float__ reads text and drops imaginary parts; else to the
/// object. Null with an exception raised.
PyObject* scalar_of(PyObject* from) PYHOST_NEEDS_GIL;

/// Any int that is not compact, a subclass of int, or an object with __index__.
template <integer T>
PYHOST_DETAIL_NOINLINE std::optional<T> load_integer(PyObject* from, failure& why) PYHOST_NEEDS_GIL
{
    if (!PyLong_Check(from) && (!PyIndex_Check(from) || is_no_number(from))) return why.mismatch(integer_name<T>(), from);
    const object index = object::steal(PyNumber_Index(from));
    if (!index.has_value()) return why.raised();
    if constexpr (std::is_signed_v<T>) {
        int overflow = 0;
        const long long value = PyLong_AsLongLongAndOverflow(index.ptr(), &overflow);
        if (overflow != 0 || !std::in_range<T>(value)) return why.overflow(integer_range<T>(), index.ptr());
        return static_cast<T>(value);
    } else {
        const unsigned long long value = PyLong_AsUnsignedLongLong(index.ptr());
        if (value == static_cast<unsigned long long>(-1) && PyErr_Occurred() != nullptr)
            return why.overflow(integer_range<T>(), index.ptr());
        if (!std::in_range<T>(value)) return why.overflow(integer_range<T>(), index.ptr());
        return static_cast<T>(value);
    }
}

/// Subclasses of float, ints, and objects with __float__ or __index__; never a str or a complex number.
std::optional<double> load_double(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `bool`: bool and numpy.bool_ only; truthiness is never used. To Python: bool.
template <>
struct converter<bool> {
    static bool is_plain(PyObject* from) noexcept { return from == Py_True || from == Py_False; }
    static bool read_plain(PyObject* from) noexcept { return from == Py_True; }
    static std::optional<bool> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(bool value) noexcept PYHOST_NEEDS_GIL { return detail::new_reference(value ? Py_True : Py_False); }
    static bool is_exact(PyObject* from) noexcept { return PyBool_Check(from); }

private:
    static bool is_numpy_bool(PyObject* from) noexcept
    {
        const std::string_view name = Py_TYPE(from)->tp_name;
        return name == "numpy.bool_" || name == "numpy.bool";
    }
};

/// `int`, `long`, `unsigned long long`, `std::uint8_t` and every other integer but the characters: what has __index__, bool included; never
/// a float or a str. To Python: int.
///
/// Throws: OverflowError out of range.
template <detail::integer T>
struct converter<T> {
    PYHOST_DETAIL_INLINE static bool is_plain(PyObject* from) noexcept
    {
        if (!PyLong_CheckExact(from) || !detail::is_compact(from)) return false;
        if constexpr (std::is_signed_v<T> && sizeof(T) >= 4) return true;  // a digit has 30 bits
        else return std::in_range<T>(detail::compact_value(from));
    }
    PYHOST_DETAIL_INLINE static T read_plain(PyObject* from) noexcept { return static_cast<T>(detail::compact_value(from)); }
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (is_plain(from)) [[likely]]
            return read_plain(from);
        return detail::load_integer<T>(from, why);
    }
    static PyObject* store(T value) noexcept PYHOST_NEEDS_GIL
    {
        if constexpr (std::is_signed_v<T>)
            return sizeof(T) <= sizeof(long) ? PyLong_FromLong(static_cast<long>(value)) : PyLong_FromLongLong(value);
        else return PyLong_FromUnsignedLongLong(value);
    }
    static bool is_exact(PyObject* from) noexcept { return PyLong_CheckExact(from); }
};

/// `double`: what has __float__ or __index__; never a str or a complex number. To Python: float.
///
/// Throws: OverflowError for an int out of range.
template <>
struct converter<double> {
    static bool is_plain(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
    static double read_plain(PyObject* from) noexcept { return PyFloat_AS_DOUBLE(from); }
    static std::optional<double> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(double value) noexcept PYHOST_NEEDS_GIL { return PyFloat_FromDouble(value); }
    static bool is_exact(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
};

/// `float`: what double takes, rounded to the nearest. To Python: float.
///
/// Throws: OverflowError for a finite value that would be infinite.
template <>
struct converter<float> {
    static std::optional<float> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL;
    static PyObject* store(float value) noexcept PYHOST_NEEDS_GIL { return PyFloat_FromDouble(static_cast<double>(value)); }
    static bool is_exact(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Whether an object has an imaginary part that __float__ would drop, as numpy's complex scalars do with a warning.
inline bool is_complex(PyObject* from) noexcept { return PyComplex_Check(from) || derives_from(from, "numpy.complexfloating"); }

PYHOST_DETAIL_BODY PyObject* scalar_of(PyObject* from)
{
    if (!derives_from(from, "numpy.ndarray") || is_masked(from)) return new_reference(from);
    const owned_pointer nothing{PyTuple_New(0)};
    return nothing ? PyObject_GetItem(from, nothing.get()) : nullptr;
}

/// Any number but what numpy has in an array.
inline std::optional<double> load_scalar(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL
{
    const PyNumberMethods* number = Py_TYPE(from)->tp_as_number;
    if (!PyFloat_Check(from) && (number == nullptr || (number->nb_float == nullptr && number->nb_index == nullptr)))
        return why.mismatch(name, from);
    const bool is_number = PyFloat_Check(from) || PyLong_Check(from);
    if (!is_number && (is_no_number(from) || is_complex(from))) return why.mismatch(name, from);
    const double value = PyFloat_AsDouble(from);
    if (value != -1.0 || PyErr_Occurred() == nullptr) return value;
    const bool is_plain = PyLong_Check(from) && Py_TYPE(from)->tp_as_number->nb_float == PyLong_Type.tp_as_number->nb_float;
    if (is_plain && PyErr_ExceptionMatches(PyExc_OverflowError) != 0) return why.overflow(name, from);
    return why.raised();
}

PYHOST_DETAIL_BODY std::optional<double> load_double(PyObject* from, failure& why, const char* name)
{
    const owned_pointer scalar{PyFloat_Check(from) || PyLong_Check(from) ? new_reference(from) : scalar_of(from)};
    if (!scalar) return why.raised();
    return load_scalar(scalar.get(), why, name);
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY std::optional<bool> converter<bool>::load(PyObject* from, detail::failure& why)
{
    if (is_plain(from)) return read_plain(from);
    if (is_numpy_bool(from)) {
        const int truth = PyObject_IsTrue(from);
        if (truth < 0) return why.raised();
        return truth != 0;
    }
    return why.mismatch("bool", from);
}

PYHOST_DETAIL_BODY std::optional<double> converter<double>::load(PyObject* from, detail::failure& why)
{
    if (is_plain(from)) [[likely]]
        return read_plain(from);
    return detail::load_double(from, why, "double");
}

PYHOST_DETAIL_BODY std::optional<float> converter<float>::load(PyObject* from, detail::failure& why)
{
    const std::optional<double> value = detail::load_double(from, why, "float");
    if (!value) return std::nullopt;
    const auto narrowed = static_cast<float>(*value);
    const bool finite = *value - *value == 0;
    if (finite && narrowed - narrowed != 0) return why.overflow("float (up to 3.4e38)", from);
    return narrowed;
}

}  // namespace pyhost::inline v0

#endif
