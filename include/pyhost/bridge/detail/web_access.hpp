// SPDX-License-Identifier: MIT
// Who may load pages from a server on the loopback address: keys that are used once, and the cookies that they are exchanged for.
#pragma once

#include <pyhost/macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0::detail {

/// Any thread.
class web_access {
public:
    using clock = std::chrono::steady_clock;

    explicit web_access(std::string cookie_name) : cookie_name_{std::move(cookie_name)} {}

    /// A key that may be exchanged once, until then. Throws: std::system_error where the system has no random numbers.
    [[nodiscard]] std::string make_key(clock::time_point until);

    /// The value of Set-Cookie for the key, which is used up; nothing for a key that is unknown, was used, or is too old.
    [[nodiscard]] std::optional<std::string> exchange(std::string_view key);

    /// Whether a header Cookie has one that was given out.
    [[nodiscard]] bool admits(std::string_view cookies) const;

private:
    std::string cookie_name_;
    mutable std::mutex state_;
    std::map<std::string, clock::time_point> keys_;
    std::vector<std::string> sessions_;
};

/// 256 bits in 64 hexadecimal digits, from the system. Throws: std::system_error.
std::string random_key();

/// Compares as long for texts that differ early as for those that differ late.
bool is_same_secret(std::string_view one, std::string_view other) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <cerrno>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_TRANSPORT_BODY std::string random_key()
{
    unsigned char bits[32];
    if (::getentropy(bits, sizeof bits) != 0) throw std::system_error{errno, std::generic_category(), "no random numbers for a key"};
    std::string made;
    for (const unsigned char one : bits)
        for (const unsigned digit : {one / 16u, one % 16u}) made += "0123456789abcdef"[digit];
    return made;
}

PYHOST_DETAIL_TRANSPORT_BODY bool is_same_secret(std::string_view one, std::string_view other) noexcept
{
    if (one.size() != other.size()) return false;
    unsigned difference = 0;
    for (std::size_t at = 0; at < one.size(); ++at) difference |= static_cast<unsigned>(one[at] ^ other[at]);
    return difference == 0;
}

PYHOST_DETAIL_TRANSPORT_BODY std::string web_access::make_key(clock::time_point until)
{
    std::string made = random_key();
    const std::scoped_lock held{state_};
    std::erase_if(keys_, [now = clock::now()](const auto& one) { return one.second < now; });
    keys_.emplace(made, until);
    return made;
}

PYHOST_DETAIL_TRANSPORT_BODY std::optional<std::string> web_access::exchange(std::string_view key)
{
    const std::scoped_lock held{state_};
    for (auto one = keys_.begin(); one != keys_.end(); ++one) {
        if (!is_same_secret(one->first, key)) continue;
        const bool is_late = one->second < clock::now();
        keys_.erase(one);
        if (is_late) return std::nullopt;
        sessions_.push_back(random_key());
        return cookie_name_ + "=" + sessions_.back() + "; Path=/; HttpOnly; SameSite=Strict";
    }
    return std::nullopt;
}

PYHOST_DETAIL_TRANSPORT_BODY bool web_access::admits(std::string_view cookies) const
{
    const std::string name = cookie_name_ + "=";
    const std::scoped_lock held{state_};
    while (!cookies.empty()) {
        std::string_view one = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(one.size() + 1, cookies.size()));
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        if (!one.starts_with(name)) continue;
        one.remove_prefix(name.size());
        for (const std::string& session : sessions_)
            if (is_same_secret(session, one)) return true;
    }
    return false;
}

}  // namespace pyhost::inline v0::detail

#endif
