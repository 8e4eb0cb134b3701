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
    [[nodiscard]] char next() noexcept;

    /// Takes the next character when it is this one.
    [[nodiscard]] bool takes(char c) noexcept;

    /// Throws malformed for all that follow.
    void need(char c);
    [[nodiscard]] std::string string();
    [[nodiscard]] std::uint64_t integer();  // up to 2^53 - 1, which JavaScript has exactly
    std::string_view value();               // passes over any value

    /// Throws malformed where more than spaces are left.
    void need_end();

    [[noreturn]] void refuse(std::string_view expected) const;

private:
    std::uint32_t hex4();
    void escape(std::string& to);
    std::string_view bare();

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

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY char json_cursor::next() noexcept
{
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
}

PYHOST_DETAIL_BRIDGE_BODY bool json_cursor::takes(char c) noexcept
{
    if (next() != c) return false;
    ++at_;
    return true;
}

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::need(char c)
{
    if (!takes(c)) refuse("'" + std::string{c} + "'");
}

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::need_end()
{
    if (next() != '\0' || at_ != text_.size()) refuse("the end");
}

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::refuse(std::string_view expected) const
{
    throw malformed{"expected " + std::string{expected} + " at byte " + std::to_string(at_) +
                    (at_ < text_.size() ? "" : ", where the text ends")};
}

PYHOST_DETAIL_BRIDGE_BODY std::uint32_t json_cursor::hex4()
{
    std::uint32_t made = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        const char c = at_ < text_.size() ? text_[at_] : '\0';
        const bool is_digit = c >= '0' && c <= '9', is_small = c >= 'a' && c <= 'f', is_large = c >= 'A' && c <= 'F';
        if (!is_digit && !is_small && !is_large) refuse("four hexadecimal digits");
        made = made * 16 + static_cast<std::uint32_t>(is_digit ? c - '0' : is_small ? c - 'a' + 10 : c - 'A' + 10);
    }
    return made;
}

inline void put_utf8(std::string& to, std::uint32_t code)
{
    const auto put = [&](std::uint32_t byte) { to += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) return put(code);
    if (code < 0x800) put(0xC0 | (code >> 6));
    else {
        if (code < 0x10000) put(0xE0 | (code >> 12));
        else {
            put(0xF0 | (code >> 18));
            put(0x80 | ((code >> 12) & 0x3F));
        }
        put(0x80 | ((code >> 6) & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

PYHOST_DETAIL_BRIDGE_BODY void json_cursor::escape(std::string& to)
{
    constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const char c = at_ < text_.size() ? text_[at_++] : '\0';
    if (c != 'u') {
        const std::size_t found = c == '\0' ? std::string_view::npos : names.find(c);
        if (found == std::string_view::npos) refuse("an escape of JSON");
        to += meant[found];
        return;
    }
    std::uint32_t code = hex4();
    if (code >= 0xDC00 && code <= 0xDFFF) refuse("the first half of a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
        if (text_.substr(at_, 2) != "\\u") refuse("the second half of a surrogate pair");
        at_ += 2;
        const std::uint32_t low = hex4();
        if (low < 0xDC00 || low > 0xDFFF) refuse("the second half of a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    put_utf8(to, code);
}

PYHOST_DETAIL_BRIDGE_BODY std::string json_cursor::string()
{
    need('"');
    std::string made;
    for (;;) {
        const std::size_t stop = text_.find_first_of("\"\\", at_);
        if (stop == std::string_view::npos) {
            at_ = text_.size();
            refuse("a quote that ends the string");
        }
        made += text_.substr(at_, stop - at_);
        at_ = stop + 1;
        if (text_[stop] == '"') return made;
        escape(made);
    }
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
    constexpr std::string_view inside = "+-.0123456789EINaefilnrstuy";
    const std::size_t begin = at_;
    while (at_ < text_.size() && inside.find(text_[at_]) != std::string_view::npos) ++at_;
    if (at_ == begin) refuse("a value");
    return text_.substr(begin, at_ - begin);
}

PYHOST_DETAIL_BRIDGE_BODY std::string_view json_cursor::value()
{
    const char first = next();
    const std::size_t begin = at_;
    if (first != '{' && first != '[' && first != '"') return bare();
    std::string open;
    do {
        const std::size_t found = text_.find_first_of("\"{}[]", at_);
        if (found == std::string_view::npos) {
            at_ = text_.size();
            refuse("the end of a value");
        }
        at_ = found;
        const char c = text_[at_];
        if (c == '"') {
            do {
                at_ = text_.find_first_of("\"\\", at_ + 1);
                if (at_ < text_.size() && text_[at_] == '\\') ++at_;
                else break;
            } while (true);
            if (at_ >= text_.size()) {
                at_ = text_.size();
                refuse("a quote that ends the string");
            }
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
