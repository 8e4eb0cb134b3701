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

/// Whether this is numpy's longdouble, or clongdouble, or a subclass of it.
bool is_extended(PyObject* from, bool is_complex) noexcept PYHOST_NEEDS_GIL;

/// What such a scalar keeps, by its buffer.
std::optional<extended> read_extended(PyObject* from, failure& why) PYHOST_NEEDS_GIL;

/// The nearest long double of anything that is a number.
std::optional<long double> load_long_double(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL;

/// Whether a float of Python has room for `value`; else OverflowError is raised.
bool store_narrowed(long double value) noexcept PYHOST_NEEDS_GIL;

}  // namespace detail

/// `long double`: what double takes; an int and a numpy.longdouble give their nearest long double. To Python: the nearest float.
///
/// Throws: OverflowError for a finite value that is infinite in the other type.
template <>
struct converter<long double> {
    static bool is_plain(PyObject* from) noexcept { return PyFloat_CheckExact(from); }
    static long double read_plain(PyObject* from) noexcept { return static_cast<long double>(PyFloat_AS_DOUBLE(from)); }
    static std::optional<long double> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (is_plain(from)) return read_plain(from);
        return detail::load_long_double(from, why, "long double");
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

PYHOST_DETAIL_BODY bool is_extended(PyObject* from, bool is_complex) noexcept
{
    return derives_from(from, is_complex ? "numpy.clongdouble" : "numpy.longdouble");
}

PYHOST_DETAIL_BODY std::optional<extended> read_extended(PyObject* from, failure& why)
{
    const buffer_lease lease{from, PyBUF_SIMPLE};
    if (!lease.is_held()) return why.raised();
    extended parts{};
    const auto size = static_cast<std::size_t>(lease.view().len);
    if (size != sizeof parts.real && size != sizeof parts) return why.mismatch("a long double as long as C++ has it", from);
    std::memcpy(static_cast<void*>(&parts), lease.view().buf, size);
    return parts;
}

/// The digits of an int, rounded once.
inline std::optional<long double> round_integer(PyObject* index, failure& why, const char* name) PYHOST_NEEDS_GIL
{
    const owned_pointer digits{PyNumber_ToBase(index, 16)};
    const char* text = digits ? PyUnicode_AsUTF8(digits.get()) : nullptr;
    if (text == nullptr) return why.raised();
    const long double value = std::strtold(text, nullptr);
    if (value - value != 0) return why.overflow(name, index);
    return value;
}

PYHOST_DETAIL_BODY std::optional<long double> load_long_double(PyObject* from, failure& why, const char* name)
{
    const owned_pointer scalar{scalar_of(from)};
    if (!scalar) return why.raised();
    if (is_extended(scalar.get(), false)) {
        const std::optional<extended> exact = read_extended(scalar.get(), why);
        if (!exact) return std::nullopt;
        return exact->real;
    }
    // An int has a float of its own only in a subclass; what else has __index__ is exact by that, as numpy's integers are.
    PyObject* number = scalar.get();
    const PyNumberMethods* methods = Py_TYPE(number)->tp_as_number;
    const bool is_integer = PyLong_Check(number) ? methods->nb_float == PyLong_Type.tp_as_number->nb_float
                                                 : !PyFloat_Check(number) && PyIndex_Check(number) && !is_no_number(number);
    if (!is_integer) {
        const std::optional<double> value = load_double(number, why, name);
        if (!value) return std::nullopt;
        return static_cast<long double>(*value);
    }
    const owned_pointer index{PyNumber_Index(number)};
    if (!index) return why.raised();
    return round_integer(index.get(), why, name);
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
