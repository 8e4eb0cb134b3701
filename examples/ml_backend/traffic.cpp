// SPDX-License-Identifier: MIT
// Plain C++ threads: nothing here knows that Python answers.
#include "traffic.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

namespace ml {

traffic send_requests(const classifier& model, std::vector<image> images, int threads)
{
    using clock = std::chrono::steady_clock;
    traffic result{std::vector<int>(images.size()), std::vector<milliseconds>(images.size()), {}};
    std::atomic<std::size_t> next = 0;

    const auto work = [&] {
        for (std::size_t at = next++; at < images.size(); at = next++) {
            const clock::time_point sent = clock::now();
            result.answers[at] = model.predict(std::move(images[at]));
            result.latencies[at] = clock::now() - sent;
        }
    };

    const clock::time_point begin = clock::now();
    std::vector<std::future<void>> workers;
    for (int i = 0; i < threads; ++i) workers.push_back(std::async(std::launch::async, work));
    for (std::future<void>& worker : workers) worker.get();
    result.elapsed = clock::now() - begin;

    std::ranges::sort(result.latencies);
    return result;
}

}  // namespace ml
