// SPDX-License-Identifier: MIT
// A text of JSON put together from texts and numbers of C++; what is no UTF-8 is replaced.
#pragma once

#include <pyhost/detail/json_escape.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace pyhost::inline v0::detail {

/// Bytes of the character that a text begins with; 0 where it is no UTF-8 (RFC 3629).
inline std::size_t utf8_length(std::string_view text) noexcept
{
    const auto byte = [text](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u; };
    const unsigned first = byte(0), second = byte(1);
    const auto continues = [&](std::size_t from, std::size_t to) {
        for (std::size_t at = from; at < to; ++at)
            if ((byte(at) & 0xC0u) != 0x80u) return std::size_t{0};
        return to;
    };
    if (first < 0x80u) return 1;
    if (first >= 0xC2u && first <= 0xDFu) return continues(1, 2);
    const bool is_overlong = (first == 0xE0u && second < 0xA0u) || (first == 0xF0u && second < 0x90u);
    const bool is_no_character = (first == 0xEDu && second > 0x9Fu) || (first == 0xF4u && second > 0x8Fu);
    if (is_overlong || is_no_character) return 0;
    if (first >= 0xE0u && first <= 0xEFu) return continues(1, 3);
    return first >= 0xF0u && first <= 0xF4u ? continues(1, 4) : 0;
}

class json_text {
public:
    void open(char bracket) { add(bracket); }
    void close(char bracket)
    {
        text_ += bracket;
        needs_comma_ = true;
    }
    void name(std::string_view key)
    {
        string(key);
        text_ += ':';
        needs_comma_ = false;
    }
    void raw(std::string_view value)
    {
        separate();
        text_ += value;
    }
    void number(std::string_view key, long value)
    {
        name(key);
        raw(std::to_string(value));
    }
    void member(std::string_view key, std::string_view value)
    {
        name(key);
        string(value);
    }
    void string(std::string_view value)
    {
        separate();
        text_ += '"';
        while (!value.empty()) {
            const std::size_t length = utf8_length(value);
            if (length == 0) text_ += "\\ufffd";
            else if (length == 1) escaped(value.front());
            else text_ += value.substr(0, length);
            value.remove_prefix(length != 0 ? length : 1);
        }
        text_ += '"';
    }
    std::string take() { return std::move(text_); }

private:
    void separate()
    {
        if (needs_comma_) text_ += ',';
        needs_comma_ = true;
    }
    void add(char bracket)
    {
        separate();
        text_ += bracket;
        needs_comma_ = false;
    }
    void escaped(char c)
    {
        char form[6];
        if (is_escaped(c)) text_.append(form, put_escaped(form, static_cast<unsigned char>(c)));
        else text_ += c;
    }

    std::string text_;
    bool needs_comma_ = false;
};

}  // namespace pyhost::inline v0::detail
