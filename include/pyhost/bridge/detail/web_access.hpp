// SPDX-License-Identifier: MIT
// Who may load pages from a server on the loopback address: keys that are used once, and what they are exchanged for.
#pragma once

#include <pyhost/bridge/detail/secret.hpp>

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

/// What a key is exchanged for: the cookie is for files, and the ticket, which browsers keep apart by port too, for the WebSocket.
struct web_session {
    std::string cookie;
    std::string ticket;
};

/// Any thread.
class web_access {
public:
    using clock = std::chrono::steady_clock;

    explicit web_access(std::string cookie_name) : cookie_name_{std::move(cookie_name)} {}

    /// A key that may be exchanged once, until then. Throws: std::system_error where the system has no random numbers.
    [[nodiscard]] std::string make_key(clock::time_point until);

    /// A session for the key, which is used up, its cookie as Set-Cookie has it; nothing for a key that is unknown, was used, or is too
    /// old.
    [[nodiscard]] std::optional<web_session> exchange(std::string_view key);

    /// Whether a header Cookie has one that was given out.
    [[nodiscard]] bool admits(std::string_view cookies) const;

    /// Whether a list of words with commas has a ticket that was given out.
    [[nodiscard]] bool has_ticket(std::string_view words) const;

private:
    [[nodiscard]] bool is_of_session(std::string_view text, std::string web_session::* part) const;

    std::string cookie_name_;
    mutable std::mutex state_;
    std::map<std::string, clock::time_point> keys_;
    std::vector<web_session> sessions_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <utility>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_TRANSPORT_BODY std::string web_access::make_key(clock::time_point until)
{
    std::string made = random_secret();
    const std::scoped_lock held{state_};
    std::erase_if(keys_, [now = clock::now()](const auto& one) { return one.second < now; });
    keys_.emplace(made, until);
    return made;
}

PYHOST_DETAIL_TRANSPORT_BODY std::optional<web_session> web_access::exchange(std::string_view key)
{
    const std::scoped_lock held{state_};
    for (auto one = keys_.begin(); one != keys_.end(); ++one) {
        if (!is_same_secret(one->first, key)) continue;
        const bool is_late = one->second < clock::now();
        keys_.erase(one);
        if (is_late) return std::nullopt;
        const web_session& made = sessions_.emplace_back(web_session{random_secret(), random_secret()});
        return web_session{cookie_name_ + "=" + made.cookie + "; Path=/; HttpOnly; SameSite=Strict", made.ticket};
    }
    return std::nullopt;
}

PYHOST_DETAIL_TRANSPORT_BODY bool web_access::is_of_session(std::string_view text, std::string web_session::* part) const
{
    const std::scoped_lock held{state_};
    return std::any_of(sessions_.begin(), sessions_.end(), [&](const web_session& one) { return is_same_secret(one.*part, text); });
}

/// The first of a list, without spaces in front of it; the list is what is behind it.
PYHOST_DETAIL_TRANSPORT_BODY std::string_view next_word(std::string_view& list, char separator)
{
    std::string_view one = list.substr(0, list.find(separator));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    return one;
}

PYHOST_DETAIL_TRANSPORT_BODY bool web_access::admits(std::string_view cookies) const
{
    const std::string name = cookie_name_ + "=";
    while (!cookies.empty()) {
        const std::string_view one = next_word(cookies, ';');
        if (one.starts_with(name) && is_of_session(one.substr(name.size()), &web_session::cookie)) return true;
    }
    return false;
}

PYHOST_DETAIL_TRANSPORT_BODY bool web_access::has_ticket(std::string_view words) const
{
    while (!words.empty())
        if (is_of_session(next_word(words, ','), &web_session::ticket)) return true;
    return false;
}

}  // namespace pyhost::inline v0::detail

#endif
