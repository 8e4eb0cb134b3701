// SPDX-License-Identifier: MIT
// Converters of std::complex.
#pragma once

#include <pyhost/convert/long_double.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// std::complex, without its header.
template <class T>
concept complex_number = !declared_class<T> && requires(const T& number, typename T::value_type part) {
    requires std::floating_point<typename T::value_type>;
    { number.real() } -> std::same_as<typename T::value_type>;
    { number.imag() } -> std::same_as<typename T::value_type>;
    T{part, part};
};

/// Whether this is a complex, or has __complex__ and is no text: 1, 0, or -1 with an exception raised.
int is_complex_number(PyObject* from) PYHOST_NEEDS_GIL;

/// Both parts of such an object.
std::optional<Py_complex> read_complex(PyObject* from, failure& why) PYHOST_NEEDS_GIL;

/// Whether a finite double has become infinite in a smaller type.
template <class Part>
bool overflows(double value, Part narrowed) noexcept
{
    return value - value == 0 && narrowed - narrowed != 0;
}

}  // namespace detail

/// `std::complex<double>`, `std::complex<float>`: complex and its subclasses by value, what has __complex__, and what a floating type
/// takes; never a str. To Python: complex.
///
/// Throws: OverflowError for a finite part that is infinite in the other type; TypeError; what the object's own code raises.
template <detail::complex_number T>
struct converter<T> {
    static constexpr const char* python_hint = "complex";
    using part = typename T::value_type;

    static std::string name() { return std::string{"std::complex<"} + part_name() + ">"; }
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const detail::owned_pointer scalar{PyComplex_Check(from) ? detail::new_reference(from) : detail::scalar_of(from)};
        if (!scalar) return why.raised();
        return load_scalar(scalar.get(), why);
    }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        return detail::store_narrowed(value.real()) && detail::store_narrowed(value.imag())
                   ? PyComplex_FromDoubles(static_cast<double>(value.real()), static_cast<double>(value.imag()))
                   : nullptr;
    }
    static bool is_exact(PyObject* from) noexcept { return PyComplex_CheckExact(from); }

private:
    static std::optional<T> load_scalar(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const int is_complex = detail::is_complex_number(from);
        if (is_complex < 0) return why.raised();
        if (is_complex == 0) {
            const std::optional<part> real = load_real(from, why);
            if (!real) return std::nullopt;
            return T{*real, 0};
        }
        if constexpr (std::same_as<part, long double>)
            if (detail::is_extended(from, true)) return load_extended(from, why);
        const std::optional<Py_complex> value = detail::read_complex(from, why);
        if (!value) return std::nullopt;
        const T made{static_cast<part>(value->real), static_cast<part>(value->imag)};
        if (detail::overflows(value->real, made.real()) || detail::overflows(value->imag, made.imag())) return why.overflow(name(), from);
        return made;
    }
    static std::optional<part> load_real(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if constexpr (std::same_as<part, long double>) {
            return detail::load_long_double(from, why, name().c_str());
        } else {
            const std::optional<double> value = detail::load_double(from, why, name().c_str());
            if (!value) return std::nullopt;
            const auto narrowed = static_cast<part>(*value);
            if (detail::overflows(*value, narrowed)) return why.overflow(name(), from);
            return narrowed;
        }
    }
    static std::optional<T> load_extended(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        const std::optional<detail::extended> parts = detail::read_extended(from, why);
        if (!parts) return std::nullopt;
        return T{static_cast<part>(parts->real), static_cast<part>(parts->imag)};
    }
    static const char* part_name() noexcept
    {
        return std::same_as<part, float> ? "float" : std::same_as<part, double> ? "double" : "long double";
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY int is_complex_number(PyObject* from)
{
    if (PyComplex_Check(from)) return 1;
    if (PyFloat_Check(from) || PyLong_Check(from) || is_no_number(from)) return 0;
    PyObject* attribute = intern("__complex__");
    PyObject* found = nullptr;
    const int has_method = attribute != nullptr ? find_attribute(reinterpret_cast<PyObject*>(Py_TYPE(from)), attribute, &found) : -1;
    Py_XDECREF(found);
    return has_method;
}

PYHOST_DETAIL_BODY std::optional<Py_complex> read_complex(PyObject* from, failure& why)
{
    if (PyComplex_Check(from)) return reinterpret_cast<PyComplexObject*>(from)->cval;
    const Py_complex value = PyComplex_AsCComplex(from);
    if (value.real == -1 && PyErr_Occurred() != nullptr) return why.raised();
    return value;
}

}  // namespace pyhost::inline v0::detail

#endif
