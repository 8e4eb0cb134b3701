// SPDX-License-Identifier: MIT
// A one-dimensional buffer of numbers: any stride, any byte order, the formats of the struct module.
#pragma once

#include <pyhost/detail/item_format.hpp>
#include <pyhost/detail/render.hpp>

#include <cstdint>
#include <cstring>

namespace pyhost::inline v0::detail {

/// Holds the buffer of an object; the exporter can neither resize nor free it meanwhile.
class buffer_lease {
public:
    /// Not held when the object refused; then an exception is raised.
    buffer_lease(PyObject* from, int flags) noexcept PYHOST_NEEDS_GIL : is_held_{take_buffer(from, &view_, flags) == 0} {}
    ~buffer_lease()
    {
        if (is_held_) release_buffer(&view_);
    }
    buffer_lease(const buffer_lease&) = delete;
    buffer_lease& operator=(const buffer_lease&) = delete;

    [[nodiscard]] bool is_held() const noexcept { return is_held_; }
    [[nodiscard]] const Py_buffer& view() const noexcept { return view_; }

private:
    Py_buffer view_{};
    bool is_held_;
};

/// One item of a buffer as C++ sees it; `bits` holds an integer of any kind.
struct number {
    item_kind kind;
    std::uint64_t bits;
    double real;
};

/// IEEE 754 binary16.
double half_value(std::uint64_t bits) noexcept;

/// Calls `f` with a C++ integer of these many bytes.
template <class F>
bool with_integer(std::size_t size, bool is_signed, F f)
{
    switch (size) {
        case 1:
            return is_signed ? f(std::int8_t{}) : f(std::uint8_t{});
        case 2:
            return is_signed ? f(std::int16_t{}) : f(std::uint16_t{});
        case 4:
            return is_signed ? f(std::int32_t{}) : f(std::uint32_t{});
        default:
            return is_signed ? f(std::int64_t{}) : f(std::uint64_t{});
    }
}

/// Integers of another width to the items of `to`; false when one does not fit.
template <class To, class From>
bool narrow_into(To* to, const unsigned char* from, std::size_t size)
{
    bool fits = true;
    for (std::size_t i = 0; i < size; ++i) {  // without a branch for each, so that the compiler does several at once
        From value;
        std::memcpy(&value, from + i * sizeof value, sizeof value);
        to[i] = static_cast<To>(value);  // NOLINT(bugprone-signed-char-misuse,cert-str34-c): a number, not a character
        fits &= std::in_range<To>(value);
    }
    return fits;
}

/// The items of a buffer of one dimension, read one at a time.
class buffer_items {
public:
    explicit buffer_items(const Py_buffer& view) noexcept
        : first_{static_cast<const unsigned char*>(view.buf)}, item_size_{static_cast<std::size_t>(view.itemsize)}
    {
        if (view.ndim != 1) return;
        size_ = static_cast<std::size_t>(view.shape[0]);
        stride_ = view.strides != nullptr ? view.strides[0] : view.itemsize;
        const item_format format = read_format(view.format, item_size_);
        is_swapped_ = format.is_swapped;
        if (is_read(format)) kind_ = format.kind;
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// Whether memory holds each item: not where one stands for all, as numpy.broadcast_to makes them.
    [[nodiscard]] bool is_backed() const noexcept { return stride_ != 0; }

    /// Whether the items can be read at all.
    [[nodiscard]] bool is_known() const noexcept { return kind_ != item_kind::unknown; }

    /// Whether the buffer is an array of `T` as it stands in memory.
    template <class T>
    [[nodiscard]] bool is_array_of() const noexcept
    {
        constexpr item_kind wanted = std::is_floating_point_v<T> ? item_kind::floating
                                     : std::is_signed_v<T>       ? item_kind::signed_integer
                                                                 : item_kind::unsigned_integer;
        return kind_ == wanted && item_size_ == sizeof(T) && stride_ == static_cast<Py_ssize_t>(sizeof(T)) && !is_swapped_;
    }
    [[nodiscard]] const unsigned char* data() const noexcept { return first_; }

    /// Writes integers that stand one after another in this machine's byte order to `to`; false for all other items, and when one does not
    /// fit.
    template <class T>
    bool copy_integers(T* to) const
    {
        const bool is_signed = kind_ == item_kind::signed_integer;
        if ((!is_signed && kind_ != item_kind::unsigned_integer) || is_swapped_ || stride_ != static_cast<Py_ssize_t>(item_size_))
            return false;
        return with_integer(item_size_, is_signed, [&]<class From>(From) { return narrow_into<T, From>(to, first_, size_); });
    }

    /// The number at `index`.
    [[nodiscard]] number operator[](std::size_t index) const noexcept
    {
        const std::uint64_t bits = bits_at(index);
        switch (kind_) {
            case item_kind::boolean:
                return {kind_, bits != 0, 0};
            case item_kind::floating:
                return {kind_, 0, floating_value(bits)};
            case item_kind::signed_integer: {
                const auto unused = static_cast<unsigned>(64 - 8 * item_size_);  // shifting up and down copies the sign
                return {kind_, static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << unused) >> unused), 0};
            }
            default:
                return {kind_, bits, 0};
        }
    }

    /// The item as Python sees it, as memoryview.tolist() does: a new reference, or null with an exception raised.
    [[nodiscard]] PyObject* object_at(std::size_t index) const PYHOST_NEEDS_GIL
    {
        if (kind_ == item_kind::object) {
            PyObject* item = nullptr;
            std::memcpy(static_cast<void*>(&item), at(index), sizeof item);
            return new_reference(item != nullptr ? item : Py_None);  // numpy: null stands for None
        }
        const number item = (*this)[index];
        switch (kind_) {
            case item_kind::boolean:
                return PyBool_FromLong(item.bits != 0);
            case item_kind::floating:
                return PyFloat_FromDouble(item.real);
            case item_kind::signed_integer:
                return PyLong_FromLongLong(static_cast<std::int64_t>(item.bits));
            default:
                return PyLong_FromUnsignedLongLong(item.bits);
        }
    }

private:
    bool is_read(const item_format& format) const noexcept
    {
        if (format.kind == item_kind::object) return !format.is_swapped;
        return format.kind != item_kind::complex && item_size_ <= 8;
    }
    double floating_value(std::uint64_t bits) const noexcept
    {
        if (item_size_ == 8) return std::bit_cast<double>(bits);
        if (item_size_ == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        return half_value(bits);
    }
    const unsigned char* at(std::size_t index) const noexcept { return first_ + static_cast<Py_ssize_t>(index) * stride_; }

    /// The bytes of an item as a number.
    std::uint64_t bits_at(std::size_t index) const noexcept
    {
        const unsigned char* bytes = at(index);
        if (item_size_ == 8 && !is_swapped_) return read<std::uint64_t>(bytes);
        if (item_size_ == 4 && !is_swapped_) return read<std::uint32_t>(bytes);
        std::uint64_t bits = 0;
        const bool is_big = is_swapped_ != (std::endian::native == std::endian::big);
        for (std::size_t i = 0; i < item_size_; ++i) bits |= std::uint64_t{bytes[i]} << 8 * (is_big ? item_size_ - 1 - i : i);
        return bits;
    }
    template <class T>
    static T read(const unsigned char* bytes) noexcept
    {
        T value{};
        std::memcpy(&value, bytes, sizeof value);
        return value;
    }

    const unsigned char* first_;
    std::size_t item_size_;
    std::size_t size_ = 0;
    Py_ssize_t stride_ = 0;
    bool is_swapped_ = false;
    item_kind kind_ = item_kind::unknown;
};

/// A list of the items; null with an exception raised.
PyObject* list_of(const buffer_items& items) PYHOST_NEEDS_GIL;

/// Writes a number to `to`; false when it has no exact value, or for a floating type no nearest one, there.
template <class T>
bool assign(T& to, const number& from) noexcept
{
    if (from.kind == item_kind::object) return false;
    const bool is_signed = from.kind == item_kind::signed_integer;
    const auto integer = static_cast<std::int64_t>(from.bits);
    if constexpr (std::is_floating_point_v<T>) {
        const double value = from.kind == item_kind::floating ? from.real
                             : is_signed                      ? static_cast<double>(integer)
                                                              : static_cast<double>(from.bits);
        to = static_cast<T>(value);
        return value - value != 0 || to - to == 0;  // a finite value stays finite
    } else {
        if (from.kind == item_kind::floating) return false;
        to = is_signed ? static_cast<T>(integer) : static_cast<T>(from.bits);
        return is_signed ? std::in_range<T>(integer) : std::in_range<T>(from.bits);
    }
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY double half_value(std::uint64_t bits) noexcept
{
    const std::uint64_t exponent = bits >> 10 & 31, fraction = bits & 1023;
    double value = 0;
    if (exponent == 31) value = std::bit_cast<double>(std::uint64_t{0x7ff} << 52 | fraction << 42);
    else  // a fraction of 2 to the -24, or with its upper bit at the exponent's place
        value = static_cast<double>(exponent == 0 ? fraction : fraction | 1024) *
                std::bit_cast<double>((1023 - 25 + (exponent == 0 ? 1 : exponent)) << 52);
    return (bits >> 15 & 1) != 0 ? -value : value;
}

PYHOST_DETAIL_BODY PyObject* list_of(const buffer_items& items)
{
    owned_pointer list{new_list(items.size())};
    for (std::size_t i = 0; list && i < items.size(); ++i) {
        PyObject* item = items.object_at(i);
        if (item == nullptr) return nullptr;
        PyList_SET_ITEM(list.get(), static_cast<Py_ssize_t>(i), item);
    }
    return list.release();
}

}  // namespace pyhost::inline v0::detail

#endif
