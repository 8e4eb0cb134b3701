// SPDX-License-Identifier: MIT
// Where the lines of Python's two streams come together, on their way to a sink of C++.
#pragma once

#include <pyhost/host/detail/delivery.hpp>
#include <pyhost/host/detail/unfinished_lines.hpp>
#include <pyhost/host/output_line.hpp>

#include <array>
#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

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

    /// Takes what this thread has written; returns the lines that the sink does not take any more, since it is closed.
    /// Needs: not to be inside the sink.
    [[nodiscard]] std::vector<output_line> write(output_stream stream, std::string_view text) PYHOST_NEEDS_GIL
    {
        std::vector<output_line> ready;
        {
            const std::scoped_lock held{state_};
            lines_of(stream).add(PyThread_get_thread_ident(), text, into(ready, stream));
        }
        return give_all(std::move(ready));
    }

    /// The line that this thread has begun; at the end of Python those of all threads.
    [[nodiscard]] std::vector<output_line> flush(output_stream stream) PYHOST_NEEDS_GIL
    {
        std::vector<output_line> ready;
        {
            const std::scoped_lock held{state_};
            const bool is_end = gate_word::phase_of(process().gate.load()) != phase::open;
            if (is_end) lines_of(stream).take_all(into(ready, stream));
            else lines_of(stream).take_of(PyThread_get_thread_ident(), into(ready, stream));
        }
        return give_all(std::move(ready));
    }

    /// Gives all that is not ended to the sink. Needs: to be detached, and not inside. Throws: what the sink throws.
    void finish_lines()
    {
        std::vector<output_line> ready;
        {
            const std::scoped_lock held{state_};
            for (const output_stream stream : {output_stream::out, output_stream::err}) lines_of(stream).take_all(into(ready, stream));
        }
        give_detached(std::move(ready));
    }

private:
    unfinished_lines& lines_of(output_stream stream) noexcept { return lines_[static_cast<std::size_t>(stream)]; }

    void begin_anew() noexcept override
    {
        delivery::begin_anew();
        for (unfinished_lines& lines : lines_) lines.clear();
    }

    std::vector<output_line> give_all(std::vector<output_line> ready) PYHOST_NEEDS_GIL
    {
        if (ready.empty()) return ready;
        const gil_release nogil;
        return give_detached(std::move(ready));
    }

    /// Returns what is not taken. Throws: what the sink has thrown first, when it has seen all.
    std::vector<output_line> give_detached(std::vector<output_line> ready)
    {
        std::vector<output_line> left;
        std::exception_ptr thrown;
        for (output_line& line : ready) {
            try {
                if (!give(std::move(line))) left.push_back(std::move(line));
            } catch (...) {
                if (!thrown) thrown = std::current_exception();
            }
        }
        if (thrown) std::rethrow_exception(thrown);
        return left;
    }

    std::array<unfinished_lines, 2> lines_;
};

}  // namespace pyhost::inline v0::detail
