// SPDX-License-Identifier: MIT
// A message as bytes, for transports that have no form for attachments of their own.
#pragma once

#include <pyhost/bridge/message.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// The bytes of its text and its attachments.
inline std::size_t size_of(const bridge::message& one) noexcept
{
    std::size_t size = one.text.size();
    for (const std::string& attached : one.attachments) size += attached.size();
    return size;
}

/// The text alone; with attachments a zero byte, then the text and each attachment behind their lengths, 4 bytes, little-endian.
std::string packed(const bridge::message& one);

/// The same behind its length, as put_length() writes it. Throws: std::length_error for one whose length is no number of 4 bytes.
std::string framed(const bridge::message& one, std::uint64_t most = UINT32_MAX);

/// The message of such bytes; nothing where they are cut short.
std::optional<bridge::message> unpacked_message(std::string_view bytes);

void put_length(std::string& to, std::size_t length);
std::uint32_t length_at(const char* bytes) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <stdexcept>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY void put_length(std::string& to, std::size_t length)
{
    for (unsigned shift = 0; shift < 32; shift += 8) to += static_cast<char>(static_cast<unsigned char>(length >> shift));
}

PYHOST_DETAIL_BRIDGE_BODY std::uint32_t length_at(const char* bytes) noexcept
{
    std::uint32_t made = 0;
    for (unsigned i = 0; i < 4; ++i) made |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::string packed(const bridge::message& one)
{
    if (one.attachments.empty()) return one.text;
    std::string made(1, '\0');
    put_length(made, one.text.size());
    made += one.text;
    for (const std::string& attached : one.attachments) {
        put_length(made, attached.size());
        made += attached;
    }
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::string framed(const bridge::message& one, std::uint64_t most)
{
    const std::size_t heads = one.attachments.empty() ? 0 : 1 + 4 * (1 + one.attachments.size());  // see packed()
    const std::size_t size = size_of(one) + heads;
    if (size > most)
        throw std::length_error("it has " + std::to_string(size) + " bytes, and what stands behind its length has at most " +
                                std::to_string(most));
    std::string made;
    made.reserve(size + 4);
    put_length(made, size);
    return made += packed(one);
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<bridge::message> unpacked_message(std::string_view bytes)
{
    if (bytes.empty() || bytes.front() != '\0') return bridge::message{std::string{bytes}};
    bridge::message made;
    bool is_text = true;
    for (bytes.remove_prefix(1); is_text || !bytes.empty(); is_text = false) {
        if (bytes.size() < 4) return std::nullopt;
        const std::size_t length = length_at(bytes.data());
        bytes.remove_prefix(4);
        if (bytes.size() < length) return std::nullopt;
        if (is_text) made.text = bytes.substr(0, length);
        else made.attachments.emplace_back(bytes.substr(0, length));
        bytes.remove_prefix(length);
    }
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
