// SPDX-License-Identifier: MIT
// Text that many threads write in pieces, put together to lines: those of one thread never get into another's.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// A number of this thread that no other has, before or after it.
std::uint64_t this_thread_number() noexcept;

/// A thread that writes: its number here, and the one that Python gives it, which a later thread may have again.
struct writer {
    std::uint64_t number;
    std::uint64_t id;
};

/// The line that each thread has begun. Bounded: a line that gets too long, and the oldest of too many, is taken as it is.
class unfinished_lines {
public:
    static constexpr std::size_t longest = 65'536;
    static constexpr std::size_t most_threads = 1024;

    /// Adds what a thread has written; calls `take(id, text, ended)` for what is complete, without the end of the line.
    template <class Take>
    void add(const writer& by, std::string_view text, Take take)
    {
        std::size_t end = text.find('\n');
        if (end != std::string_view::npos) {
            take(by.id, finish(by) + std::string{text.substr(0, end)}, true);
            text.remove_prefix(end + 1);
        }
        for (end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
            take(by.id, std::string{text.substr(0, end)}, true);
            text.remove_prefix(end + 1);
        }
        if (!text.empty()) begin(by, text, take);
    }

    /// Takes the line that this thread has begun, as it is.
    template <class Take>
    void take_of(const writer& by, Take take)
    {
        if (std::string text = finish(by); !text.empty()) take(by.id, std::move(text), false);
    }

    /// Takes those of all threads.
    template <class Take>
    void take_all(Take take)
    {
        for (line& one : lines_) take(one.by.id, std::move(one.text), false);
        lines_.clear();
    }

    void clear() noexcept { lines_.clear(); }

private:
    struct line {
        writer by;
        std::string text;
    };

    line* find(const writer& by) noexcept
    {
        for (line& one : lines_)
            if (one.by.number == by.number) return &one;
        return nullptr;
    }

    /// What the thread had begun, which is over.
    std::string finish(const writer& by)
    {
        line* found = find(by);
        if (found == nullptr) return {};
        std::string text = std::move(found->text);
        lines_.erase(lines_.begin() + (found - lines_.data()));
        return text;
    }

    template <class Take>
    void begin(const writer& by, std::string_view text, Take take)
    {
        line* mine = find(by);
        if (mine == nullptr) {
            if (lines_.size() == most_threads) {
                take(lines_.front().by.id, std::move(lines_.front().text), false);
                lines_.erase(lines_.begin());
            }
            mine = &lines_.emplace_back(line{by, {}});
        }
        mine->text += text;
        while (mine->text.size() > longest) {
            const std::size_t cut = whole_characters(mine->text, longest);
            take(by.id, mine->text.substr(0, cut), false);
            mine->text.erase(0, cut);
        }
    }

    /// How many of the first `most` bytes end with a whole character of UTF-8.
    static std::size_t whole_characters(std::string_view text, std::size_t most) noexcept
    {
        std::size_t end = most;
        while (end > most - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        return (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80 ? most : end;
    }

    std::vector<line> lines_;  // the oldest first
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::uint64_t this_thread_number() noexcept
{
    static atomic<std::uint64_t> last{0};
    static thread_local const std::uint64_t mine = last.fetch_add(1) + 1;
    return mine;
}

}  // namespace pyhost::inline v0::detail

#endif
