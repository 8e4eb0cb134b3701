// SPDX-License-Identifier: MIT
// Calls of one Python function from many threads: how many a second in all, and how long one takes when all of them want Python.
#include <pyhost/pyhost.hpp>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstdlib>
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
template <class Way>
void call_for_a_while(std::barrier<>& start, std::vector<double>& taken, long& calls)
{
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
    std::printf("| threads | by hand: calls a second | of one thread | pyhost: calls a second | of one thread | median us | 99%% us | 99.9%% us |\n"
                "|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    double one_by_hand = 0;
    double one = 0;
    for (const std::size_t count : {1U, 2U, 4U, 16U}) {
        const double hand = run<by_hand>(count).calls_a_second;
        const outcome all = run<by_pyhost>(count);
        if (count == 1) one = all.calls_a_second;
        if (count == 1) one_by_hand = hand;
        std::printf("| %zu | %.0f | %.2f | %.0f | %.2f | %.1f | %.1f | %.1f |\n", count, hand, hand / one_by_hand, all.calls_a_second,
                    all.calls_a_second / one, percentile(all.nanoseconds, 0.5), percentile(all.nanoseconds, 0.99),
                    percentile(all.nanoseconds, 0.999));
    }
}
