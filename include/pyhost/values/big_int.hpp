// SPDX-License-Identifier: MIT
// big_int: an integer of any size, as Python's int, that C++ can keep, compare and print without Python.
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/detail/limbs.hpp>

#include <stdexcept>

namespace pyhost::inline v0 {

/// An integer of any size. A plain value: needs no interpreter and no GIL.
class big_int {
public:
    big_int() = default;

    template <detail::integer T>
    big_int(T value)  // NOLINT(google-explicit-constructor): every integer is one
        : is_negative_{std::cmp_less(value, 0)}, size_{detail::limbs_of(magnitude(value))}
    {
    }

    /// From decimal digits with a sign or none: "-12", or from "0x1f". Throws: std::invalid_argument.
    explicit big_int(std::string_view text)
    {
        std::string_view digits = text;
        const bool has_sign = digits.starts_with('-') || digits.starts_with('+');
        if (has_sign) digits.remove_prefix(1);
        const bool is_hexadecimal = digits.starts_with("0x");
        if (is_hexadecimal) digits.remove_prefix(2);
        if (!detail::read_digits(size_, digits, is_hexadecimal ? 16 : 10))
            throw std::invalid_argument{"big_int: expected digits such as -12 or 0x1f, got \"" + std::string{text.substr(0, 40)} + "\""};
        is_negative_ = text.starts_with('-') && !size_.empty();
    }

    [[nodiscard]] bool is_negative() const noexcept { return is_negative_; }

    /// Decimal digits. Cost: the square of their number.
    [[nodiscard]] std::string to_string() const { return sign() + detail::decimal_text(size_); }

    /// "-0x1f", as Python's hex() has it. Cost: linear.
    [[nodiscard]] std::string to_hex() const { return sign() + ("0x" + detail::hexadecimal_text(size_)); }

    /// The value as an integer type of C++, or nothing when it is out of range.
    template <detail::integer T>
    [[nodiscard]] std::optional<T> to() const noexcept
    {
        if (size_.size() > 2) return std::nullopt;
        std::uint64_t absolute = 0;
        for (std::size_t i = size_.size(); i-- > 0;) absolute = absolute << 32 | size_[i];
        const auto most = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
        if (!is_negative_) return absolute <= most ? std::optional<T>{static_cast<T>(absolute)} : std::nullopt;
        if constexpr (std::is_signed_v<T>)
            if (absolute <= most + 1) return static_cast<T>(0 - absolute);
        return std::nullopt;
    }

    /// 32 bits each of the absolute value, the least first; none for zero.
    [[nodiscard]] const std::vector<std::uint32_t>& limbs() const noexcept { return size_; }

    friend bool operator==(const big_int&, const big_int&) noexcept = default;
    friend std::strong_ordering operator<=>(const big_int& a, const big_int& b) noexcept
    {
        if (a.is_negative_ != b.is_negative_) return b.is_negative_ <=> a.is_negative_;
        return a.is_negative_ ? detail::compare(b.size_, a.size_) : detail::compare(a.size_, b.size_);
    }

    /// With these limbs, as limbs() gives them; leading zeros may be there.
    static big_int from_limbs(bool is_negative, std::vector<std::uint32_t> limbs)
    {
        big_int made;
        made.size_ = std::move(limbs);
        detail::trim(made.size_);
        made.is_negative_ = is_negative && !made.size_.empty();
        return made;
    }

private:
    template <detail::integer T>
    static std::uint64_t magnitude(T value) noexcept
    {
        const auto bits = static_cast<std::uint64_t>(value);
        return std::cmp_less(value, 0) ? 0 - bits : bits;
    }
    [[nodiscard]] const char* sign() const noexcept { return is_negative_ ? "-" : ""; }

    bool is_negative_ = false;
    std::vector<std::uint32_t> size_;
};

namespace detail {

/// An int, its subclasses by value, or what has __index__; never a float or a str.
std::optional<big_int> load_big_int(PyObject* from, failure& why, const char* name) PYHOST_NEEDS_GIL;

PyObject* store_big_int(const big_int& value) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `py::big_int`: what has __index__, of any size. To Python: int.
template <>
struct converter<big_int> {
    static constexpr const char* python_hint = "int";
    static std::string name() { return "py::big_int"; }
    static std::optional<big_int> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        return detail::load_big_int(from, why, "py::big_int");
    }
    static PyObject* store(const big_int& value) PYHOST_NEEDS_GIL { return detail::store_big_int(value); }
    static bool is_exact(PyObject* from) noexcept { return PyLong_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<big_int> load_big_int(PyObject* from, failure& why, const char* name)
{
    if (!PyLong_Check(from) && (!PyIndex_Check(from) || is_no_number(from))) return why.mismatch(name, from);
    const owned_pointer index{PyNumber_Index(from)};
    int overflow = 0;
    const long long small = index ? PyLong_AsLongLongAndOverflow(index.get(), &overflow) : 0;
    if (!index || (small == -1 && PyErr_Occurred() != nullptr)) return why.raised();
    if (overflow == 0) return big_int{small};
    const owned_pointer digits{PyNumber_ToBase(index.get(), 16)};  // linear, and sys.set_int_max_str_digits does not limit it
    const char* text = digits ? PyUnicode_AsUTF8(digits.get()) : nullptr;
    if (text == nullptr) return why.raised();
    return big_int{std::string_view{text}};
}

PYHOST_DETAIL_BODY PyObject* store_big_int(const big_int& value)
{
    if (const std::optional<long long> small = value.to<long long>()) return PyLong_FromLongLong(*small);
    const std::string text = value.to_hex();
    return PyLong_FromString(text.c_str(), nullptr, 16);
}

}  // namespace pyhost::inline v0::detail

#endif
