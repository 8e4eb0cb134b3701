// SPDX-License-Identifier: MIT
// Which sinks a thread is in: what it prints and logs there is not for them.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/macros.hpp>

#include <cstdint>
#include <vector>

namespace pyhost::inline v0::detail {

/// A number that no other sink of the process has had.
std::uint64_t new_sink_number() noexcept;

/// Numbers of sinks.
using sink_numbers = std::vector<std::uint64_t>;

/// This thread runs the sink of that number, or does what a thread that ran these has asked for.
class sink_scope {
public:
    explicit sink_scope(std::uint64_t one) noexcept : one_{one}, outer_{innermost} { innermost = this; }
    explicit sink_scope(const sink_numbers& many) noexcept : many_{&many}, outer_{innermost} { innermost = this; }
    ~sink_scope() { innermost = outer_; }
    sink_scope(const sink_scope&) = delete;
    sink_scope& operator=(const sink_scope&) = delete;

    [[nodiscard]] static bool is_inside(std::uint64_t sink) noexcept
    {
        for (const sink_scope* at = innermost; at != nullptr; at = at->outer_)
            if (at->has(sink)) return true;
        return false;
    }

    [[nodiscard]] static bool is_inside_any() noexcept { return innermost != nullptr; }

    /// Those that this thread is in.
    [[nodiscard]] static sink_numbers all()
    {
        sink_numbers found;
        for (const sink_scope* at = innermost; at != nullptr; at = at->outer_) {
            if (at->many_ == nullptr) found.push_back(at->one_);
            else found.insert(found.end(), at->many_->begin(), at->many_->end());
        }
        return found;
    }

private:
    [[nodiscard]] bool has(std::uint64_t sink) const noexcept
    {
        if (many_ == nullptr) return one_ == sink;
        for (const std::uint64_t number : *many_)
            if (number == sink) return true;
        return false;
    }

    static inline constinit thread_local PYHOST_DETAIL_TLS const sink_scope* innermost = nullptr;

    std::uint64_t one_ = 0;
    const sink_numbers* many_ = nullptr;
    const sink_scope* outer_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::uint64_t new_sink_number() noexcept
{
    static atomic<std::uint64_t> last{0};
    return reinterpret_cast<std::uintptr_t>(&last) + last.fetch_add(1) + 1;  // other binaries have a counter elsewhere
}

}  // namespace pyhost::inline v0::detail

#endif
