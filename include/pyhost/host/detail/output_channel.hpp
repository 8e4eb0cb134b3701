// SPDX-License-Identifier: MIT
// Where the lines of Python's two streams come together, on their way to a sink of C++.
#pragma once

#include <pyhost/host/detail/delivery.hpp>
#include <pyhost/host/detail/unfinished_lines.hpp>
#include <pyhost/host/output_line.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

template <>
struct loss_notice<output_line> {
    static output_line of(std::uint64_t lost) { return {.ended = false, .dropped = lost}; }
};

/// Where the lines of both streams come together. It owns nothing of Python, whose streams own it.
class output_channel : public delivery<output_line> {
    /// Puts lines into `ready`.
    static auto into(std::vector<output_line>& ready, output_stream stream)
    {
        return [&ready, stream](std::uint64_t thread, std::string&& text, bool ended) {
            ready.push_back({stream, std::move(text), thread, ended, 0});
        };
    }

public:
    using delivery::delivery;

    /// Takes what this thread has written; false when the sink has ended. Needs: not to be inside the sink. Throws: what the sink throws.
    [[nodiscard]] bool write(output_stream stream, std::string_view text) PYHOST_NEEDS_GIL
    {
        batch ready;
        if (!take(ready, [&](std::vector<output_line>& items) { lines_of(stream).add(this_writer(), text, into(items, stream)); }))
            return false;
        deliver_detached(std::move(ready));
        return true;
    }

    /// The line that this thread has begun; at the end of Python those of all threads. False when the sink has ended.
    [[nodiscard]] bool flush(output_stream stream) PYHOST_NEEDS_GIL
    {
        const bool is_end = gate_word::phase_of(process().gate.load()) != phase::open;
        batch ready;
        const auto collect = [&](std::vector<output_line>& items) {
            if (is_end) lines_of(stream).take_all(into(items, stream));
            else lines_of(stream).take_of(this_writer(), into(items, stream));
        };
        if (!take(ready, collect)) return false;
        deliver_detached(std::move(ready));
        return true;
    }

    /// Gives all that is not ended to the sink. Needs: to be detached. Throws: what the sink throws.
    void finish_lines()
    {
        batch ready;
        if (take(ready, [&](std::vector<output_line>& items) { take_all_lines(items); })) deliver(std::move(ready));
    }

    /// The same for the last time. Needs: to be detached. Throws: what the sink throws.
    void end()
    {
        close([&](std::vector<output_line>& items) { take_all_lines(items); });
    }

private:
    static writer this_writer() noexcept { return {this_thread_number(), PyThread_get_thread_ident()}; }

    unfinished_lines& lines_of(output_stream stream) noexcept { return lines_[static_cast<std::size_t>(stream)]; }

    void take_all_lines(std::vector<output_line>& items)
    {
        for (const output_stream stream : {output_stream::out, output_stream::err}) lines_of(stream).take_all(into(items, stream));
    }

    void deliver_detached(batch ready) PYHOST_NEEDS_GIL
    {
        if (ready.items.empty()) return;
        const gil_release nogil;
        deliver(std::move(ready));
    }

    void begin_anew() noexcept override
    {
        delivery::begin_anew();
        for (unfinished_lines& lines : lines_) lines.clear();
    }

    std::array<unfinished_lines, 2> lines_;
};

}  // namespace pyhost::inline v0::detail
