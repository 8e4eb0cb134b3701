// SPDX-License-Identifier: MIT
// Two ways to do the same in one process, measured in turns: a ratio is the median of the ratios of the turns.
#pragma once

#include <pyhost/macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace benchmark {

inline constexpr int turns = 21;

template <class F>
double microseconds_of(F f, int count) PYHOST_DETAIL_NO_ANALYSIS
{
    const auto start = std::chrono::steady_clock::now();
    f();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / count;
}

inline double part(std::vector<double> numbers, double at)
{
    std::sort(numbers.begin(), numbers.end());
    return numbers[static_cast<std::size_t>(at * static_cast<double>(numbers.size() - 1) + 0.5)];
}

/// A line of a table: the microseconds of one of `count` rounds, which each function runs all of.
template <class Theirs, class Ours>
void print_times(const char* what, int count, Theirs theirs, Ours ours)
{
    std::vector<double> their_times, our_times, ratios;
    for (int turn = -1; turn < turns; ++turn) {  // the first one warms up
        const double their_time = microseconds_of(theirs, count);
        const double our_time = microseconds_of(ours, count);
        if (turn < 0) continue;
        their_times.push_back(their_time);
        our_times.push_back(our_time);
        ratios.push_back(our_time / their_time);
    }
    std::printf("| %s | %.2f | %.2f | %.2f | %.2f to %.2f |\n", what, part(their_times, 0.5), part(our_times, 0.5), part(ratios, 0.5),
                part(ratios, 0.25), part(ratios, 0.75));
    std::fflush(stdout);
}

}  // namespace benchmark
