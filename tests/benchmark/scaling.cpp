// SPDX-License-Identifier: MIT
// Calls of one Python function from many threads: how many a second in all, and how long one takes when all of them want Python.
#include <pyhost/pyhost.hpp>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <thread>
#include <vector>

namespace py = pyhost;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds length{500};
constexpr int rounds = 9;
constexpr std::size_t thread_counts[] = {1, 2, 4, 16};

/// What the threads did: calls, and the nanoseconds of some of them.
struct outcome {
    double calls_a_second = 0;
    std::vector<double> nanoseconds;
};

/// The typed function of pyhost, which attaches by itself.
class by_pyhost {
public:
    void call() const { work_(1); }

private:
    py::function<long(long)> work_{"scaling_work", "work"};
};

/// A thread state that is kept, as an expert's C has it.
class by_hand {
public:
    by_hand()
    {
        const PyGILState_STATE was = PyGILState_Ensure();
        state_ = PyThreadState_Get();
        PyObject* module = PyImport_ImportModule("scaling_work");
        work_ = PyObject_GetAttrString(module, "work");
        Py_DECREF(module);
        outer_ = was;
        PyEval_SaveThread();
    }
    by_hand(const by_hand&) = delete;
    by_hand& operator=(const by_hand&) = delete;
    ~by_hand()
    {
        PyEval_RestoreThread(state_);
        Py_DECREF(work_);
        PyGILState_Release(outer_);
    }

    void call() const
    {
        PyEval_RestoreThread(state_);
        PyObject* one = PyLong_FromLong(1);
        PyObject* given = PyObject_CallOneArg(work_, one);
        Py_DECREF(one);
        if (given == nullptr || PyLong_AsLong(given) == -1) std::abort();
        Py_DECREF(given);
        PyEval_SaveThread();
    }

private:
    PyThreadState* state_;
    PyObject* work_;
    PyGILState_STATE outer_;
};

/// Calls until the time is over; each call attaches by itself.
///
/// Each time at another depth of the stack: a call of the same instructions takes up to an eighth longer at some depths than at others.
template <class Way>
void call_for_a_while(std::barrier<>& start, std::vector<double>& taken, long& calls)
{
    static std::atomic<unsigned> begun{0};
    auto* const unused = static_cast<volatile char*>(__builtin_alloca(16 * (1 + begun++ % 32)));
    *unused = 0;
    const Way work;
    work.call();
    taken.reserve(1 << 20);
    start.arrive_and_wait();
    const auto end = clock_type::now() + length;
    for (auto before = clock_type::now(); before < end;) {
        work.call();
        const auto after = clock_type::now();
        if (taken.size() < taken.capacity()) taken.push_back(std::chrono::duration<double, std::nano>(after - before).count());
        before = after;
        ++calls;
    }
}

template <class Way>
outcome run(std::size_t count)
{
    std::barrier start{static_cast<std::ptrdiff_t>(count)};
    std::vector<std::vector<double>> taken(count);
    std::vector<long> calls(count);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back([&, i] { call_for_a_while<Way>(start, taken[i], calls[i]); });
    for (std::thread& one : threads) one.join();
    outcome all;
    for (std::size_t i = 0; i < count; ++i) {
        all.calls_a_second += static_cast<double>(calls[i]) / std::chrono::duration<double>(length).count();
        all.nanoseconds.insert(all.nanoseconds.end(), taken[i].begin(), taken[i].end());
    }
    return all;
}

double median(std::vector<double> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    return numbers[numbers.size() / 2];
}

double percentile(const std::vector<double>& sorted, double part)
{
    return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))] / 1000;
}

/// Calls a second with each number of threads, round by round, and the nanoseconds of all calls.
struct results {
    std::vector<double> calls[std::size(thread_counts)];
    std::vector<double> nanoseconds[std::size(thread_counts)];

    template <class Way>
    void add_run(std::size_t at)
    {
        const outcome one = run<Way>(thread_counts[at]);
        calls[at].push_back(one.calls_a_second);
        nanoseconds[at].insert(nanoseconds[at].end(), one.nanoseconds.begin(), one.nanoseconds.end());
    }

    /// The median of the rounds' ratios to one thread: the speed of the machine drifts.
    [[nodiscard]] double of_one_thread(std::size_t at) const
    {
        std::vector<double> ratios;
        for (std::size_t round = 0; round < calls[at].size(); ++round) ratios.push_back(calls[at][round] / calls[0][round]);
        return median(ratios);
    }
};

}  // namespace

int main()
{
    const py::interpreter python{py::config{}.site(false)};
    {
        const py::gil_guard gil;
        py::module_from_source("scaling_work", "def work(n):\n    for _ in range(200): n += 1\n    return n\n");
    }
    results hand;
    results all;
    for (int round = 0; round < rounds; ++round)
        for (std::size_t at = 0; at < std::size(thread_counts); ++at) {
            hand.add_run<by_hand>(at);
            all.add_run<by_pyhost>(at);
        }
    std::printf("| threads | by hand: calls a second | of one thread | pyhost: calls a second | of one thread |\n"
                "|--:|--:|--:|--:|--:|\n");
    for (std::size_t at = 0; at < std::size(thread_counts); ++at)
        std::printf("| %zu | %.0f | %.2f | %.0f | %.2f |\n", thread_counts[at], median(hand.calls[at]), hand.of_one_thread(at),
                    median(all.calls[at]), all.of_one_thread(at));
    std::printf("\n"
                "| microseconds of a call | by hand: median | 99%% | 99.9%% | pyhost: median | 99%% | 99.9%% |\n"
                "|--:|--:|--:|--:|--:|--:|--:|\n");
    for (std::size_t at = 0; at < std::size(thread_counts); ++at) {
        std::printf("| %zu thread%s |", thread_counts[at], thread_counts[at] == 1 ? "" : "s");
        for (results* one : {&hand, &all}) {
            std::vector<double>& taken = one->nanoseconds[at];
            std::sort(taken.begin(), taken.end());
            for (const double part : {0.5, 0.99, 0.999}) std::printf(" %.1f |", percentile(taken, part));
        }
        std::printf("\n");
    }
}
