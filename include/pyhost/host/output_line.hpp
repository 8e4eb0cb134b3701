// SPDX-License-Identifier: MIT
// A line that Python has written, as a sink of C++ gets it, and how it gets it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace pyhost::inline v0 {

/// One of Python's two streams.
enum class output_stream : unsigned char { out, err };

/// What an output_sink gets: a line that Python has written.
struct output_line {
    output_stream stream = output_stream::out;
    std::string text{};           ///< UTF-8, without the end of the line; what was written to sys.stdout.buffer is as it was written
    std::uint64_t thread = 0;    ///< threading.get_ident() of the thread that wrote it
    bool ended = true;           ///< false: a part of a line, since it was flushed or got longer than 64 KiB
    std::uint64_t dropped = 0;   ///< how many lines were lost just before this one, where the queue was full
};

/// How an output_sink or a log_sink gets what is for it.
struct sink_options {
    /// 0: on the thread that writes, which waits for the sink; nothing is lost. Else on a thread of the sink's own, after at most as many
    /// others that wait; what finds as many waiting is lost, and counted.
    std::size_t queue = 0;
};

}  // namespace pyhost::inline v0
