// SPDX-License-Identifier: MIT
// The text of JSON while it is written: room is made first, then bytes are put without a look at it. Each value is put with the character
// that comes before it, the first one with any.
#pragma once

#include <pyhost/macros.hpp>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class text_buffer {
public:
    explicit text_buffer(std::size_t limit) noexcept : limit_{limit} { set_last(); }
    ~text_buffer()
    {
        if (begin_ != first_) std::free(begin_);
    }
    text_buffer(const text_buffer&) = delete;
    text_buffer& operator=(const text_buffer&) = delete;

    [[nodiscard]] PYHOST_DETAIL_INLINE bool has_room(std::size_t size) const noexcept
    {
        return static_cast<std::size_t>(end_ - at_) >= size;
    }
    /// Where the next `size` bytes go. Throws: std::bad_alloc.
    PYHOST_DETAIL_INLINE char* room(std::size_t size)
    {
        if (!has_room(size)) [[unlikely]]
            grow(size);
        return at_;
    }
    /// Up to where they went.
    PYHOST_DETAIL_INLINE void to(char* at) noexcept { at_ = at; }

    PYHOST_DETAIL_INLINE void put(char c)
    {
        *room(1) = c;
        ++at_;
    }
    PYHOST_DETAIL_INLINE void put(std::string_view text)
    {
        std::memcpy(room(text.size()), text.data(), text.size());
        at_ += text.size();
    }

    /// Whether there are no more bytes than `limit`, behind the one that is before the whole text.
    [[nodiscard]] PYHOST_DETAIL_INLINE bool is_within_limit() const noexcept { return at_ <= last_; }
    [[nodiscard]] std::string text() const { return {begin_ + 1, at_}; }

private:
    PYHOST_DETAIL_NOINLINE void grow(std::size_t size)
    {
        const std::size_t used = static_cast<std::size_t>(at_ - begin_), capacity = 2 * (used + size);
        auto* made = static_cast<char*>(begin_ == first_ ? std::malloc(capacity) : std::realloc(begin_, capacity));
        if (made == nullptr) throw std::bad_alloc{};
        if (begin_ == first_) std::memcpy(made, first_, used);
        begin_ = made;
        at_ = made + used;
        end_ = made + capacity;
        set_last();
    }
    void set_last() noexcept
    {
        const auto capacity = static_cast<std::size_t>(end_ - begin_);
        last_ = begin_ + (limit_ < capacity ? limit_ + 1 : capacity);
    }

    char first_[1024];
    char* begin_ = first_;
    char* at_ = first_;
    char* end_ = first_ + sizeof(first_);
    char* last_ = nullptr;  // where the limit ends, if that is before the end
    std::size_t limit_;
};

}  // namespace pyhost::inline v0::detail

#endif
