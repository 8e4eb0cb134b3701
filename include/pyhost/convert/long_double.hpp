// SPDX-License-Identifier: MIT
// The converter of long double, which keeps what it has more than double.
#pragma once

#include <pyhost/convert/arithmetic.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// The parts of a numpy.longdouble or numpy.clongdouble.
struct extended {
    long double real;
    long double imag;
};

/// What an object keeps as long doubles, of the buffer format "g" or "Zg"; nothing, and nothing raised, for all others.
std::optional<extended> read_extended(PyObject* from, std::string_view format) PYHOST_NEEDS_GIL;

/// The nearest long double of anything that is a number.
std::optional<long double> load_long_double(PyObject* from, failure& why) PYHOST_NEEDS_GIL;

/// Whether a float of Python has room for `value`; else OverflowError is raised.
bool store_narrowed(long double value) noexcept PYHOST_NEEDS_GIL;

}  // namespace detail

/// As double; an int and a numpy.longdouble give their nearest long double. To Python: the nearest float.
///
/// Throws: OverflowError for a finite value that is infinite in the other type.
template <>
struct converter<long double> {
    static bool is_plain(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
    static long double read_plain(PyObject* from) noexcept { return static_cast<long double>(PyFloat_AS_DOUBLE(from)); }
    static std::optional<long double> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (is_plain(from)) return read_plain(from);
        return detail::load_long_double(from, why);
    }
    static PyObject* store(long double value) noexcept PYHOST_NEEDS_GIL
    {
        return detail::store_narrowed(value) ? PyFloat_FromDouble(static_cast<double>(value)) : nullptr;
    }
    static bool is_exact(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/buffer_items.hpp>

#include <cstdlib>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<extended> read_extended(PyObject* from, std::string_view format)
{
    if (PyObject_CheckBuffer(from) == 0) return std::nullopt;
    const buffer_lease lease{from, PyBUF_FORMAT};
    if (!lease.is_held()) {
        PyErr_Clear();  // the ways that all objects take say what is wrong
        return std::nullopt;
    }
    const Py_buffer& view = lease.view();
    if (view.ndim != 0 || view.format == nullptr || view.format != format) return std::nullopt;
    extended parts{};
    const std::size_t size = format == "g" ? sizeof parts.real : sizeof parts;
    if (static_cast<std::size_t>(view.len) != size) return std::nullopt;
    std::memcpy(static_cast<void*>(&parts), view.buf, size);
    return parts;
}

/// The digits of an int, rounded once.
inline std::optional<long double> round_integer(PyObject* index, failure& why) PYHOST_NEEDS_GIL
{
    const owned_pointer digits{PyNumber_ToBase(index, 16)};
    const char* text = digits ? PyUnicode_AsUTF8(digits.get()) : nullptr;
    if (text == nullptr) return why.raised();
    const long double value = std::strtold(text, nullptr);
    if (value - value != 0) return why.overflow("long double", index);
    return value;
}

PYHOST_DETAIL_BODY std::optional<long double> load_long_double(PyObject* from, failure& why)
{
    if (const std::optional<extended> exact = read_extended(from, "g")) return exact->real;
    const PyNumberMethods* number = Py_TYPE(from)->tp_as_number;
    const bool is_integer = PyLong_CheckExact(from) || PyBool_Check(from) ||
                            (number != nullptr && number->nb_float == nullptr && number->nb_index != nullptr && !is_text(from));
    if (!is_integer) {
        const std::optional<double> value = load_double(from, why, "long double");
        if (!value) return std::nullopt;
        return static_cast<long double>(*value);
    }
    const owned_pointer index{PyNumber_Index(from)};
    if (!index) return why.raised();
    return round_integer(index.get(), why);
}

PYHOST_DETAIL_BODY bool store_narrowed(long double value) noexcept
{
    const auto narrowed = static_cast<double>(value);
    if (value - value != 0 || narrowed - narrowed == 0) return true;
    PyErr_SetString(PyExc_OverflowError, "to_python: the long double is beyond the range of a float of Python");
    return false;
}

}  // namespace pyhost::inline v0::detail

#endif
