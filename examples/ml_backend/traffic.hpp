// SPDX-License-Identifier: MIT
// Many threads that ask the model at once, and how long they waited.
#pragma once

#include "classifier.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace ml {

using milliseconds = std::chrono::duration<double, std::milli>;

struct traffic {
    std::vector<int> answers;             ///< one for each image, in their order
    std::vector<milliseconds> latencies;  ///< of the requests, shortest first
    std::chrono::duration<double> elapsed;

    /// Requests a second.
    double throughput() const { return static_cast<double>(answers.size()) / elapsed.count(); }

    /// The time within which `percent` of the requests were answered.
    milliseconds percentile(std::size_t percent) const { return latencies[(latencies.size() * percent - 1) / 100]; }
};

/// Sends each image as a request, from `threads` threads at once. Throws: what the first failing request threw.
traffic send_requests(const classifier& model, std::vector<image> images, int threads);

}  // namespace ml
