// SPDX-License-Identifier: MIT
// uuid: the 16 bytes of a UUID, as Python's uuid.UUID.
#pragma once

#include <pyhost/convert/detail/standard_value.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/detail/limbs.hpp>

#include <array>
#include <compare>
#include <cstring>
#include <stdexcept>

namespace pyhost::inline v0 {

/// A UUID (RFC 9562). A plain value: needs no interpreter and no GIL. Ordered by its bytes, as Python's are.
class uuid {
public:
    static constexpr const char* python_name = "uuid";

    /// The nil UUID.
    constexpr uuid() = default;

    /// The bytes in the order in which the text has them.
    constexpr explicit uuid(const std::array<std::uint8_t, 16>& bytes) noexcept : bytes_{bytes} {}

    /// From "12345678-1234-5678-1234-567812345678", in either case, or the 32 digits alone. Throws: std::invalid_argument.
    explicit uuid(std::string_view text)
    {
        if (!read(text))
            throw std::invalid_argument{"uuid: expected 8-4-4-4-12 hexadecimal digits, got \"" + std::string{text.substr(0, 60)} + "\""};
    }

    [[nodiscard]] constexpr const std::array<std::uint8_t, 16>& bytes() const noexcept { return bytes_; }

    /// In lower case, with hyphens.
    [[nodiscard]] std::string to_string() const
    {
        std::string text;
        for (std::size_t i = 0; i < bytes_.size(); ++i) {
            if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
            text += "0123456789abcdef"[bytes_[i] >> 4];
            text += "0123456789abcdef"[bytes_[i] & 15];
        }
        return text;
    }

    friend auto operator<=>(const uuid&, const uuid&) noexcept = default;

private:
    bool read(std::string_view text) noexcept
    {
        const bool has_hyphens = text.size() == 36;
        if (!has_hyphens && text.size() != 32) return false;
        std::size_t at = 0;
        for (std::size_t i = 0; i < bytes_.size(); ++i) {
            if (has_hyphens && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-') return false;
            const int high = detail::digit_value(text[at], 16), low = detail::digit_value(text[at + 1], 16);
            if (high < 0 || low < 0) return false;
            bytes_[i] = static_cast<std::uint8_t>(high << 4 | low);
            at += 2;
        }
        return true;
    }

    std::array<std::uint8_t, 16> bytes_{};
};

namespace detail {

std::optional<uuid> load_uuid(PyObject* from, failure& why) PYHOST_NEEDS_GIL;
PyObject* store_uuid(const uuid& value) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `py::uuid`: uuid.UUID; never a str. To Python: uuid.UUID.
template <>
struct converter<uuid> : detail::value_converter<uuid, &detail::load_uuid, &detail::store_uuid> {
    static constexpr const char* python_hint = "uuid.UUID";
    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL { return detail::is_exactly(from, "uuid", "UUID"); }
};

}  // namespace pyhost::inline v0

/// For unordered containers.
template <>
struct std::hash<pyhost::uuid> {
    std::size_t operator()(const pyhost::uuid& value) const noexcept
    {
        return std::hash<std::string_view>{}({reinterpret_cast<const char*>(value.bytes().data()), value.bytes().size()});
    }
};

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::optional<uuid> load_uuid(PyObject* from, failure& why)
{
    if (!is_of_class(from, "uuid", "UUID", why, "py::uuid (a uuid.UUID)")) return std::nullopt;
    const owned_pointer bytes{PyObject_GetAttrString(from, "bytes")};
    if (!bytes) return why.raised();
    if (!PyBytes_Check(bytes.get()) || PyBytes_GET_SIZE(bytes.get()) != 16) {
        why.mismatch("16 bytes", bytes.get());
        return why.at(".bytes");
    }
    std::array<std::uint8_t, 16> copied{};
    std::memcpy(copied.data(), PyBytes_AS_STRING(bytes.get()), copied.size());
    return uuid{copied};
}

PYHOST_DETAIL_BODY PyObject* store_uuid(const uuid& value) { return make_of_class("uuid", "UUID", store_text(value.to_string())); }

}  // namespace pyhost::inline v0::detail

#endif
