// SPDX-License-Identifier: MIT
// decimal: a decimal number with all of its digits, as Python's decimal.Decimal.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/detail/standard_value.hpp>
#include <pyhost/convert/text.hpp>

#include <algorithm>
#include <charconv>
#include <compare>
#include <stdexcept>

namespace pyhost::inline v0 {

/// Digits times a power of ten, an infinity, or not a number. A plain value: needs no interpreter and no GIL.
class decimal {
public:
    static constexpr const char* python_name = "decimal";

    decimal() = default;

    template <detail::integer T>
    decimal(T value)  // NOLINT(google-explicit-constructor): every integer is one
        : is_negative_{std::cmp_less(value, 0)}, digits_{std::to_string(value).substr(is_negative_ ? 1 : 0)}
    {
    }

    /// From what decimal.Decimal prints: "-1.50", "1E+3", "Infinity", "NaN". Throws: std::invalid_argument.
    explicit decimal(std::string_view text);

    /// The same; nothing when it is no decimal number.
    [[nodiscard]] static std::optional<decimal> parse(std::string_view text);

    [[nodiscard]] bool is_finite() const noexcept { return kind_ == kind::finite; }
    [[nodiscard]] bool is_nan() const noexcept { return kind_ == kind::quiet_nan || kind_ == kind::signaling_nan; }
    [[nodiscard]] bool is_negative() const noexcept { return is_negative_; }

    /// Without leading zeros, "0" for zero; what follows the letters of a NaN.
    [[nodiscard]] const std::string& digits() const noexcept { return digits_; }

    /// The power of ten: 1.50 has the digits 150 and the exponent -2.
    [[nodiscard]] std::int64_t exponent() const noexcept { return exponent_; }

    /// Exactly what str() of the decimal.Decimal is.
    [[nodiscard]] std::string to_string() const;

    /// By value: 1.5 equals 1.50; a NaN is neither equal, less nor greater.
    friend std::partial_ordering operator<=>(const decimal& a, const decimal& b) noexcept
    {
        if (a.is_nan() || b.is_nan()) return std::partial_ordering::unordered;
        if (a.sign() != b.sign()) return a.sign() <=> b.sign();
        return a.sign() < 0 ? compare_absolute(b, a) : compare_absolute(a, b);
    }
    friend bool operator==(const decimal& a, const decimal& b) noexcept { return (a <=> b) == 0; }

private:
    enum class kind : unsigned char { finite, infinite, quiet_nan, signaling_nan };

    [[nodiscard]] int sign() const noexcept { return is_finite() && digits_ == "0" ? 0 : is_negative_ ? -1 : 1; }
    [[nodiscard]] std::int64_t leading_place() const noexcept { return exponent_ + static_cast<std::int64_t>(digits_.size()); }

    /// Needs: neither is NaN; both have the same sign.
    static std::partial_ordering compare_absolute(const decimal& a, const decimal& b) noexcept
    {
        if (!a.is_finite() || !b.is_finite())
            return a.is_finite() == b.is_finite() ? std::partial_ordering::equivalent
                   : a.is_finite()                ? std::partial_ordering::less
                                                  : std::partial_ordering::greater;
        if (a.sign() == 0) return std::partial_ordering::equivalent;
        if (a.leading_place() != b.leading_place()) return a.leading_place() <=> b.leading_place();
        for (std::size_t i = 0; i < std::max(a.digits_.size(), b.digits_.size()); ++i) {
            const char left = i < a.digits_.size() ? a.digits_[i] : '0', right = i < b.digits_.size() ? b.digits_[i] : '0';
            if (left != right) return left <=> right;
        }
        return std::partial_ordering::equivalent;
    }
    bool read_special(std::string_view text);
    bool read_number(std::string_view text);

    bool is_negative_ = false;
    kind kind_ = kind::finite;
    std::int64_t exponent_ = 0;
    std::string digits_ = "0";
};

namespace detail {

std::optional<decimal> load_decimal(PyObject* from, failure& why) PYHOST_NEEDS_GIL;
PyObject* store_decimal(const decimal& value) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `py::decimal`: decimal.Decimal and its subclasses by value, or what has __index__; never a float or a str. To Python: decimal.Decimal.
template <>
struct converter<decimal> : detail::value_converter<decimal, &detail::load_decimal, &detail::store_decimal> {
    static constexpr const char* python_hint = "decimal.Decimal";
    static constexpr const char* python_argument_hint = "decimal.Decimal | int";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "decimal", "Decimal"); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY decimal::decimal(std::string_view text)
{
    std::optional<decimal> parsed = parse(text);
    if (!parsed)
        throw std::invalid_argument{"decimal: expected a number such as -1.50 or 1E+3, got \"" + std::string{text.substr(0, 40)} + "\""};
    *this = *std::move(parsed);
}

PYHOST_DETAIL_BODY std::optional<decimal> decimal::parse(std::string_view text)
{
    decimal made;
    made.is_negative_ = text.starts_with('-');
    if (made.is_negative_ || text.starts_with('+')) text.remove_prefix(1);
    return made.read_special(text) || made.read_number(text) ? std::optional{std::move(made)} : std::nullopt;
}

/// "Infinity", "NaN", and "sNaN12" with digits that only a NaN has.
PYHOST_DETAIL_BODY bool decimal::read_special(std::string_view text)
{
    const auto starts_with = [text](std::string_view word) {
        return text.size() >= word.size() &&
               std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == (b | 32); });
    };
    const bool is_signaling = starts_with("snan");
    if (is_signaling || starts_with("nan")) {
        kind_ = is_signaling ? kind::signaling_nan : kind::quiet_nan;
        digits_ = text.substr(is_signaling ? 4 : 3);
        return std::all_of(digits_.begin(), digits_.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
    }
    if (!starts_with("inf") || (text.size() != 3 && !(starts_with("infinity") && text.size() == 8))) return false;
    kind_ = kind::infinite;
    return true;
}

PYHOST_DETAIL_BODY bool decimal::read_number(std::string_view text)
{
    const std::size_t power = text.find_first_of("eE");
    const std::string_view number = text.substr(0, power);
    if (power != std::string_view::npos) {
        std::string_view exponent = text.substr(power + 1);
        if (exponent.starts_with('+') && !exponent.starts_with("+-")) exponent.remove_prefix(1);
        const auto [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), exponent_);
        if (error != std::errc{} || end != exponent.data() + exponent.size() || exponent.empty()) return false;
        constexpr std::int64_t most = 2'000'000'000'000'000'000;  // twice decimal.MAX_EMAX
        if (exponent_ > most || exponent_ < -most) return false;
    }
    const std::size_t point = number.find('.');
    std::string all{number.substr(0, point)};
    if (point != std::string_view::npos) {
        all += number.substr(point + 1);
        exponent_ -= static_cast<std::int64_t>(number.size() - point - 1);
    }
    if (all.empty() || !std::all_of(all.begin(), all.end(), [](char digit) { return digit >= '0' && digit <= '9'; })) return false;
    digits_ = all.substr(std::min(all.find_first_not_of('0'), all.size() - 1));
    return true;
}

/// The form of the General Decimal Arithmetic Specification, "to-scientific-string".
PYHOST_DETAIL_BODY std::string decimal::to_string() const
{
    std::string text = is_negative_ ? "-" : "";
    if (kind_ == kind::infinite) return text + "Infinity";
    if (kind_ != kind::finite) return text + (kind_ == kind::signaling_nan ? "sNaN" : "NaN") + digits_;
    const auto size = static_cast<std::int64_t>(digits_.size());
    const bool is_plain = exponent_ <= 0 && leading_place() > -6;
    const std::int64_t point = is_plain ? leading_place() : 1;  // digits before it
    if (point <= 0) text.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits_);
    else if (point >= size) text += digits_;
    else text.append(digits_, 0, static_cast<std::size_t>(point)).append(".").append(digits_, static_cast<std::size_t>(point));
    if (is_plain) return text;
    const std::int64_t power = leading_place() - 1;
    return text.append(power < 0 ? "E" : "E+").append(std::to_string(power));
}

namespace detail {

/// str() of a Decimal, whatever a subclass makes of it.
inline PyObject* decimal_text(PyObject* from, PyObject* type) PYHOST_NEEDS_GIL
{
    const owned_pointer to_text{PyObject_GetAttrString(type, "__str__")};
    return to_text ? PyObject_CallFunctionObjArgs(to_text.get(), from, nullptr) : nullptr;
}

/// The digits of what has __index__, by Decimal: sys.set_int_max_str_digits does not limit it.
inline PyObject* integer_text(PyObject* from, PyObject* type) PYHOST_NEEDS_GIL
{
    const owned_pointer index{PyNumber_Index(from)};
    const owned_pointer exact{index ? PyObject_CallFunctionObjArgs(type, index.get(), nullptr) : nullptr};
    return exact ? PyObject_Str(exact.get()) : nullptr;
}

PYHOST_DETAIL_BODY std::optional<decimal> load_decimal(PyObject* from, failure& why)
{
    const char* name = "py::decimal (a decimal.Decimal or an int)";
    const owned_pointer type{standard_class("decimal", "Decimal")};
    const int is_decimal = type ? PyObject_IsInstance(from, type.get()) : -1;
    if (is_decimal < 0) return why.raised();
    if (is_decimal == 0 && (PyIndex_Check(from) == 0 || is_no_number(from))) return why.mismatch(name, from);
    const owned_pointer text{is_decimal > 0 ? decimal_text(from, type.get()) : integer_text(from, type.get())};
    Py_ssize_t size = 0;
    const char* data = text ? PyUnicode_AsUTF8AndSize(text.get(), &size) : nullptr;
    if (data == nullptr) return why.raised();
    std::optional<decimal> parsed = decimal::parse({data, static_cast<std::size_t>(size)});
    if (!parsed) return why.bad_value(name, "one whose text is no number: " + shown(text.get()));
    return parsed;
}

PYHOST_DETAIL_BODY PyObject* store_decimal(const decimal& value)
{
    owned_pointer made{make_of_class("decimal", "Decimal", store_text(value.to_string()))};
    if (!made || value.is_nan()) return made.release();
    const owned_pointer lost{PyObject_CallMethod(made.get(), "is_nan", nullptr)};  // where InvalidOperation is not trapped
    const int is_lost = lost ? PyObject_IsTrue(lost.get()) : -1;
    if (is_lost == 0) return made.release();
    if (is_lost > 0) PyErr_SetString(PyExc_OverflowError, "to_python: the decimal is beyond what decimal.Decimal holds");
    return nullptr;
}

}  // namespace detail
}  // namespace pyhost::inline v0

#endif
