// SPDX-License-Identifier: MIT
// Converters of __int128 and unsigned __int128, where the compiler has them.
#pragma once

#include <pyhost/convert/arithmetic.hpp>

#if defined(__SIZEOF_INT128__)

namespace pyhost::inline v0 {
namespace detail {

__extension__ typedef __int128 int128;            // NOLINT(modernize-use-using): __extension__ takes only this form
__extension__ typedef unsigned __int128 uint128;  // NOLINT(modernize-use-using)

/// 128 bits of two's complement.
struct wide_bits {
    std::uint64_t low;
    std::uint64_t high;
};

/// The bits of what has __index__; an OverflowError when they are more, or of the other sign.
std::optional<wide_bits> load_wide(PyObject* from, failure& why, bool is_signed) PYHOST_NEEDS_GIL;

/// An int of these bits; null with an exception raised.
PyObject* store_wide(wide_bits bits, bool is_signed) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `__int128`, `unsigned __int128`: as the other integers, what has __index__; never a float or a str. To Python: int.
///
/// Throws: OverflowError out of range.
template <class T>
    requires(std::same_as<T, detail::int128> || std::same_as<T, detail::uint128>)
struct converter<T> {
    static constexpr const char* python_hint = "int";
    static constexpr bool is_signed = std::same_as<T, detail::int128>;

    static std::string name() { return is_signed ? "__int128" : "unsigned __int128"; }
    static bool is_plain(PyObject* from) noexcept
    {
        return PyLong_CheckExact(from) && detail::is_compact(from) && (is_signed || detail::compact_value(from) >= 0);
    }
    static T read_plain(PyObject* from) noexcept { return static_cast<T>(detail::compact_value(from)); }
    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (is_plain(from)) return read_plain(from);
        const std::optional<detail::wide_bits> bits = detail::load_wide(from, why, is_signed);
        if (!bits) return std::nullopt;
        return static_cast<T>(static_cast<detail::uint128>(bits->high) << 64 | bits->low);
    }
    static PyObject* store(T value) PYHOST_NEEDS_GIL
    {
        const auto bits = static_cast<detail::uint128>(value);
        return detail::store_wide({static_cast<std::uint64_t>(bits), static_cast<std::uint64_t>(bits >> 64)}, is_signed);
    }
    static bool is_exact(PyObject* from) noexcept { return PyLong_CheckExact(from); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<wide_bits> load_wide(PyObject* from, failure& why, bool is_signed)
{
    const char* name = is_signed ? "__int128" : "unsigned __int128";
    if (!PyLong_Check(from) && (!PyIndex_Check(from) || is_no_number(from))) return why.mismatch(name, from);
    const owned_pointer index{PyNumber_Index(from)};
    const owned_pointer width{index ? PyLong_FromLong(64) : nullptr};
    // The slot itself: up to 3.9 the index may be of a subclass with a shift of its own. It rounds down, so the sign stays in it.
    const owned_pointer upper{width ? PyLong_Type.tp_as_number->nb_rshift(index.get(), width.get()) : nullptr};
    if (!upper) return why.raised();
    const std::uint64_t low = PyLong_AsUnsignedLongLongMask(index.get());
    if (low == static_cast<std::uint64_t>(-1) && PyErr_Occurred() != nullptr) return why.raised();
    int overflow = 0;
    const long long high = PyLong_AsLongLongAndOverflow(upper.get(), &overflow);
    if (overflow == 0 && (is_signed || high >= 0)) return wide_bits{low, static_cast<std::uint64_t>(high)};
    if (!is_signed && overflow > 0) {
        const unsigned long long upper_half = PyLong_AsUnsignedLongLong(upper.get());
        if (PyErr_Occurred() == nullptr) return wide_bits{low, upper_half};
    }
    return why.overflow(name, index.get());
}

PYHOST_DETAIL_BODY PyObject* store_wide(wide_bits bits, bool is_signed)
{
    const bool fits = is_signed ? static_cast<std::int64_t>(bits.high) == static_cast<std::int64_t>(bits.low) >> 63 : bits.high == 0;
    if (fits) return is_signed ? PyLong_FromLongLong(static_cast<std::int64_t>(bits.low)) : PyLong_FromUnsignedLongLong(bits.low);
    const owned_pointer high{is_signed ? PyLong_FromLongLong(static_cast<std::int64_t>(bits.high))
                                       : PyLong_FromUnsignedLongLong(bits.high)};
    const owned_pointer width{high ? PyLong_FromLong(64) : nullptr};
    const owned_pointer upper{width ? PyNumber_Lshift(high.get(), width.get()) : nullptr};
    const owned_pointer low{upper ? PyLong_FromUnsignedLongLong(bits.low) : nullptr};
    return low ? PyNumber_Or(upper.get(), low.get()) : nullptr;
}

}  // namespace pyhost::inline v0::detail

#endif

#endif
