// SPDX-License-Identifier: MIT
// fraction: an exact quotient of two integers, as Python's fractions.Fraction.
#pragma once

#include <pyhost/convert/detail/standard_value.hpp>
#include <pyhost/values/big_int.hpp>

namespace pyhost::inline v0 {

/// A quotient in lowest terms, the sign above. A plain value: needs no interpreter and no GIL.
class fraction {
public:
    static constexpr const char* python_name = "fraction";

    fraction() = default;

    template <detail::integer T>
    fraction(T value) : numerator_{value}  // NOLINT(google-explicit-constructor): every integer is one
    {
    }

    /// Throws: std::invalid_argument for a denominator of 0. Cost: reduces the two.
    fraction(big_int numerator, big_int denominator = 1)  // NOLINT(google-explicit-constructor): every integer is one
        : numerator_{std::move(numerator)}, denominator_{std::move(denominator)}
    {
        if (denominator_ == 0) throw std::invalid_argument{"fraction: the denominator of " + numerator_.to_string() + " is 0"};
        if (denominator_ == 1) return;
        const detail::limbs shared = detail::greatest_divisor(numerator_.limbs(), denominator_.limbs());
        const bool is_negative = numerator_.is_negative() != denominator_.is_negative();
        numerator_ = big_int::from_limbs(is_negative, detail::divide_exactly(numerator_.limbs(), shared));
        denominator_ = big_int::from_limbs(false, detail::divide_exactly(denominator_.limbs(), shared));
    }

    /// From "-3/4" or "3". Throws: std::invalid_argument.
    explicit fraction(std::string_view text)
        : fraction{big_int{text.substr(0, text.find('/'))}, text.find('/') == std::string_view::npos ? big_int{1} : denominator_of(text)}
    {
    }

    [[nodiscard]] const big_int& numerator() const noexcept { return numerator_; }
    [[nodiscard]] const big_int& denominator() const noexcept { return denominator_; }

    /// "3/4", and "3" for a whole number.
    [[nodiscard]] std::string to_string() const
    {
        return denominator_ == 1 ? numerator_.to_string() : numerator_.to_string() + "/" + denominator_.to_string();
    }

    friend bool operator==(const fraction&, const fraction&) noexcept = default;
    friend std::strong_ordering operator<=>(const fraction& a, const fraction& b) { return scaled(a, b) <=> scaled(b, a); }

private:
    static big_int denominator_of(std::string_view text)
    {
        const std::string_view digits = text.substr(text.find('/') + 1);
        if (digits.starts_with('-') || digits.starts_with('+'))
            throw std::invalid_argument{"fraction: expected the sign before the numerator, got \"" + std::string{text.substr(0, 40)} +
                                        "\""};
        return big_int{digits};
    }
    static big_int scaled(const fraction& a, const fraction& b)
    {
        return big_int::from_limbs(a.numerator_.is_negative(), detail::multiply(a.numerator_.limbs(), b.denominator_.limbs()));
    }

    big_int numerator_;
    big_int denominator_ = 1;
};

namespace detail {

std::optional<fraction> load_fraction(PyObject* from, failure& why) PYHOST_NEEDS_GIL;
PyObject* store_fraction(const fraction& value) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `py::fraction`: fractions.Fraction and its subclasses, or what has __index__; never a float or a Decimal. To Python: fractions.Fraction.
template <>
struct converter<fraction> : detail::value_converter<fraction, &detail::load_fraction, &detail::store_fraction> {
    static constexpr const char* python_hint = "fractions.Fraction";
    static constexpr const char* python_argument_hint = "fractions.Fraction | int";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "fractions", "Fraction"); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<fraction> load_fraction(PyObject* from, failure& why)
{
    const char* name = "py::fraction (a fractions.Fraction or an int)";
    const owned_pointer type{PyLong_Check(from) ? nullptr : standard_class("fractions", "Fraction")};
    const int is_fraction = type ? PyObject_IsInstance(from, type.get()) : PyErr_Occurred() != nullptr ? -1 : 0;
    if (is_fraction < 0) return why.raised();
    if (is_fraction == 0) {
        std::optional<big_int> whole = load_big_int(from, why, name);
        if (!whole) return std::nullopt;
        return fraction{*std::move(whole)};
    }
    const owned_pointer above{PyObject_GetAttrString(from, "numerator")},
        below{above ? PyObject_GetAttrString(from, "denominator") : nullptr};
    if (!below) return why.raised();
    std::optional<big_int> numerator = load_big_int(above.get(), why, "an int as numerator");
    if (!numerator) return why.at(".numerator");
    std::optional<big_int> denominator = load_big_int(below.get(), why, "an int as denominator");
    if (!denominator) return why.at(".denominator");
    if (*denominator == 0) return why.bad_value(name, "one whose denominator is 0");
    return fraction{*std::move(numerator), *std::move(denominator)};
}

PYHOST_DETAIL_BODY PyObject* store_fraction(const fraction& value)
{
    const owned_pointer type{standard_class("fractions", "Fraction")};
    const owned_pointer above{type ? store_big_int(value.numerator()) : nullptr};
    const owned_pointer below{above ? store_big_int(value.denominator()) : nullptr};
    return below ? PyObject_CallFunctionObjArgs(type.get(), above.get(), below.get(), nullptr) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif
