// SPDX-License-Identifier: MIT
// Converters of std::complex.
#pragma once

#include <pyhost/convert/long_double.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// std::complex, without its header.
template <class T>
concept complex_number = requires(const T& number, typename T::value_type part) {
    requires std::floating_point<typename T::value_type>;
    { number.real() } -> std::same_as<typename T::value_type>;
    { number.imag() } -> std::same_as<typename T::value_type>;
    T{part, part};
};

/// Both parts of a complex number; what has __complex__, and what a floating type takes.
std::optional<Py_complex> load_complex(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL;

/// Whether a finite double has become infinite in a smaller type.
template <class Part>
bool overflows(double value, Part narrowed) noexcept
{
    return value - value == 0 && narrowed - narrowed != 0;
}

}  // namespace detail

/// complex and its subclasses by value, what has __complex__, and what a floating type takes; never a str. To Python: complex.
///
/// Throws: OverflowError for a finite part that is infinite in the other type; TypeError; what the object's own code raises.
template <detail::complex_number T>
struct converter<T> {
    using part = typename T::value_type;

    static std::string name() { return std::string{"std::complex<"} + part_name() + ">"; }
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if constexpr (std::same_as<part, long double>)
            if (const std::optional<detail::extended> exact = detail::read_extended(from, "Zg")) return T{exact->real, exact->imag};
        const std::optional<Py_complex> value = detail::load_complex(from, why, name().c_str());
        if (!value) return std::nullopt;
        const T made{static_cast<part>(value->real), static_cast<part>(value->imag)};
        if (detail::overflows(value->real, made.real()) || detail::overflows(value->imag, made.imag())) return why.overflow(name(), from);
        return made;
    }
    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        return detail::store_narrowed(value.real()) && detail::store_narrowed(value.imag())
                   ? PyComplex_FromDoubles(static_cast<double>(value.real()), static_cast<double>(value.imag()))
                   : nullptr;
    }
    static bool is_exact(PyObject* from) noexcept { return PyComplex_CheckExact(from); }

private:
    static const char* part_name() noexcept
    {
        return std::same_as<part, float> ? "float" : std::same_as<part, double> ? "double" : "long double";
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<Py_complex> load_complex(PyObject* from, failure& why, const char* name)
{
    if (PyComplex_Check(from)) return reinterpret_cast<PyComplexObject*>(from)->cval;
    if (!PyFloat_Check(from) && !PyLong_Check(from) && !is_text(from)) {
        PyObject* found = nullptr;
        PyObject* attribute = intern("__complex__");
        if (attribute == nullptr || find_attribute(reinterpret_cast<PyObject*>(Py_TYPE(from)), attribute, &found) < 0) return why.raised();
        const owned_pointer method{found};
        if (method) {
            const Py_complex value = PyComplex_AsCComplex(from);
            if (value.real == -1 && PyErr_Occurred() != nullptr) return why.raised();
            return value;
        }
    }
    const std::optional<double> real = load_double(from, why, name);
    if (!real) return std::nullopt;
    return Py_complex{*real, 0};
}

}  // namespace pyhost::inline v0::detail

#endif
