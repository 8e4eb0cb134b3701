// SPDX-License-Identifier: MIT
// Calls of one Python function from many threads: how many a second in all, and how long one takes when all of them want Python.
#include <pyhost/pyhost.hpp>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

namespace py = pyhost;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds length{1000};

/// What the threads did: calls, and the nanoseconds of some of them.
struct outcome {
    double calls_a_second = 0;
    std::vector<double> nanoseconds;
};

/// Calls until the time is over; each call attaches by itself.
void call_for_a_while(std::barrier<>& start, std::vector<double>& taken, long& calls)
{
    const py::function<long(long)> work{"scaling_work", "work"};
    work(1);
    taken.reserve(1 << 20);
    start.arrive_and_wait();
    const auto end = clock_type::now() + length;
    for (auto before = clock_type::now(); before < end;) {
        work(1);
        const auto after = clock_type::now();
        if (taken.size() < taken.capacity()) taken.push_back(std::chrono::duration<double, std::nano>(after - before).count());
        before = after;
        ++calls;
    }
}

outcome run(std::size_t count)
{
    std::barrier start{static_cast<std::ptrdiff_t>(count)};
    std::vector<std::vector<double>> taken(count);
    std::vector<long> calls(count);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back([&, i] { call_for_a_while(start, taken[i], calls[i]); });
    for (std::thread& one : threads) one.join();
    outcome all;
    for (std::size_t i = 0; i < count; ++i) {
        all.calls_a_second += static_cast<double>(calls[i]) / std::chrono::duration<double>(length).count();
        all.nanoseconds.insert(all.nanoseconds.end(), taken[i].begin(), taken[i].end());
    }
    std::sort(all.nanoseconds.begin(), all.nanoseconds.end());
    return all;
}

double percentile(const std::vector<double>& sorted, double part)
{
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))] / 1000;
}

}  // namespace

int main()
{
    const py::interpreter python{py::config{}.site(false)};
    {
        const py::gil_guard gil;
        py::module_from_source("scaling_work", "def work(n):\n    for _ in range(200): n += 1\n    return n\n");
    }
    std::printf("| threads | calls a second | of one thread | median us | 99%% us | 99.9%% us |\n|--:|--:|--:|--:|--:|--:|\n");
    double one = 0;
    for (const std::size_t count : {1U, 2U, 4U, 16U}) {
        const outcome all = run(count);
        if (count == 1) one = all.calls_a_second;
        std::printf("| %zu | %.0f | %.2f | %.1f | %.1f | %.1f |\n", count, all.calls_a_second, all.calls_a_second / one,
                    percentile(all.nanoseconds, 0.5), percentile(all.nanoseconds, 0.99), percentile(all.nanoseconds, 0.999));
    }
}
