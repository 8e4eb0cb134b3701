// SPDX-License-Identifier: MIT
// Walks over a text of JSON without Python: what must be known of a message before its arguments are decoded.
#pragma once

#include <pyhost/macros.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// What is no JSON, or not what is expected there.
class malformed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A position in a text. What it passes over is only held together by its brackets and quotes: json::parse() checks the rest, and what is
/// read here means the same there, or is refused there.
class json_cursor {
public:
    explicit json_cursor(std::string_view text, std::size_t max_depth = 512) noexcept : text_{text}, max_depth_{max_depth} {}

    /// The next character that is no space, or zero at the end.
    [[nodiscard]] char next() noexcept
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
        return at_ < text_.size() ? text_[at_] : '\0';
    }

    /// Takes the next character when it is this one.
    [[nodiscard]] bool takes(char c) noexcept
    {
        if (next() != c) return false;
        ++at_;
        return true;
    }

    /// Throws malformed for all that follow.
    void need(char c)
    {
        if (!takes(c)) refuse("'" + std::string{c} + "'");
    }
    [[nodiscard]] std::string string();
    [[nodiscard]] std::uint64_t integer();  // up to 2^53 - 1, which JavaScript has exactly
    std::string_view value();               // passes over any value

    /// Throws malformed where more than spaces are left.
    void need_end();

    [[noreturn]] void refuse(std::string_view expected) const;

private:
    std::string_view bare();
    [[nodiscard]] std::size_t end_of_plain(std::size_t at) const noexcept;
    void pass_string();

    std::string_view text_;
    std::size_t max_depth_;
    std::size_t at_ = 0;
};

/// Calls `member(name, cursor)` for each member of an object; it takes the value. Throws: malformed.
template <class Member>
void each_member(json_cursor& in, Member member)
{
    in.need('{');
    if (in.takes('}')) return;
    do {
        if (in.next() != '"') in.refuse("a name in quotes");
        const std::string name = in.string();
        in.need(':');
        member(name, in);
    } while (in.takes(','));
    in.need('}');
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/json/detail/unescape.hpp>

#include <array>

namespace pyhost::inline v0::detail {

enum json_letter : unsigned char { of_bare_values = 1, of_structure = 2 };

/// What each byte may be outside of strings.
inline constexpr auto json_letters = [] {
    std::array<unsigned char, 256> made{};
    for (const char c : std::string_view{"+-.0123456789EINaefilnrstuy"}) made[static_cast<unsigned char>(c)] = of_bare_values;
    for (const char c : std::string_view{"\"{}[]"}) made[static_cast<unsigned char>(c)] = of_structure;
    return made;
}();

inline bool is_json_letter(char c, json_letter of) noexcept { return json_letters[static_cast<unsigned char>(c)] == of; }

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::need_end()
{
    if (next() != '\0' || at_ != text_.size()) refuse("the end");
}

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::refuse(std::string_view expected) const
{
    throw malformed{"expected " + std::string{expected} + " at byte " + std::to_string(at_) +
                    (at_ < text_.size() ? "" : ", where the text ends")};
}

/// The place of the next quote or backslash, or the end.
PYHOST_DETAIL_BRIDGE_BODY std::size_t json_cursor::end_of_plain(std::size_t at) const noexcept
{
    const char* const end = text_.data() + text_.size();
    bool is_ascii = true;
    const char* found = find_escaped(text_.data() + at, end, is_ascii);
    while (found != end && *found != '"' && *found != '\\') found = find_escaped(found + 1, end, is_ascii);
    return static_cast<std::size_t>(found - text_.data());
}

PYHOST_DETAIL_BRIDGE_BODY std::string json_cursor::string()
{
    need('"');
    const char* const end = text_.data() + text_.size();
    const char* at = text_.data() + at_;
    bool is_ascii = true;  // does not count here
    const char* const stop = find_escaped(at, end, is_ascii);
    std::string made{at, stop};
    at = stop;
    const char* const missing = unescape(at, end, made);
    at_ = static_cast<std::size_t>(at - text_.data());
    if (missing != nullptr) refuse(missing);
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::uint64_t json_cursor::integer()
{
    constexpr std::uint64_t most = (std::uint64_t{1} << 53) - 1;
    static_cast<void>(next());
    const std::size_t begin = at_;
    std::uint64_t made = 0;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && made <= most)
        made = made * 10 + static_cast<std::uint64_t>(text_[at_++] - '0');
    const bool is_led_by_zero = at_ - begin > 1 && text_[begin] == '0';
    const char behind = at_ < text_.size() ? text_[at_] : ',';
    const bool goes_on = behind == '.' || behind == 'e' || behind == 'E';
    if (at_ == begin || made > most || is_led_by_zero || goes_on) {
        at_ = begin;
        refuse("an integer from 0 to 9007199254740991");
    }
    return made;
}

/// A number or a word.
PYHOST_DETAIL_BRIDGE_BODY std::string_view json_cursor::bare()
{
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_json_letter(text_[at_], of_bare_values)) ++at_;
    if (at_ == begin) refuse("a value");
    return text_.substr(begin, at_ - begin);
}

/// From the quote that begins one to that which ends it.
PYHOST_DETAIL_BRIDGE_BODY void json_cursor::pass_string()
{
    for (++at_;; at_ += 2) {
        at_ = at_ < text_.size() ? end_of_plain(at_) : text_.size();
        if (at_ == text_.size()) refuse("a quote that ends the string");
        if (text_[at_] == '"') return;
    }
}

PYHOST_DETAIL_BRIDGE_BODY std::string_view json_cursor::value()
{
    const char first = next();
    const std::size_t begin = at_;
    if (first != '{' && first != '[' && first != '"') return bare();
    std::string open;
    do {
        while (at_ < text_.size() && !is_json_letter(text_[at_], of_structure)) ++at_;
        if (at_ == text_.size()) refuse("the end of a value");
        const char c = text_[at_];
        if (c == '"') {
            pass_string();
        } else if (c == '{' || c == '[') {
            if (open.size() == max_depth_)
                throw malformed{"at most " + std::to_string(max_depth_) + " arrays and objects may be in each other"};
            open += c == '{' ? '}' : ']';
        } else {
            if (open.empty() || open.back() != c) refuse("a bracket that fits");
            open.pop_back();
        }
        ++at_;
    } while (!open.empty());
    return text_.substr(begin, at_ - begin);
}

}  // namespace pyhost::inline v0::detail

#endif
