// SPDX-License-Identifier: MIT
// Texts that nobody can guess, by which a transport knows its pages. For POSIX.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// 256 bits in 64 hexadecimal digits, from the system. Throws: std::system_error where it has no random numbers.
std::string random_secret();

/// Compares as long for texts that differ early as for those that differ late.
bool is_same_secret(std::string_view one, std::string_view other) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <unistd.h>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY std::string random_secret()
{
    unsigned char bits[32];
    if (::getentropy(bits, sizeof bits) != 0) throw std::system_error{errno, std::generic_category(), "no random numbers for a key"};
    std::string made;
    for (const unsigned char one : bits)
        for (const unsigned digit : {one / 16u, one % 16u}) made += "0123456789abcdef"[digit];
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY bool is_same_secret(std::string_view one, std::string_view other) noexcept
{
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t at = 0; at < one.size(); ++at) difference |= static_cast<unsigned>(one[at] ^ other[at]);
    return difference == 0;
}

}  // namespace pyhost::inline v0::detail

#endif
