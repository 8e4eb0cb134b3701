// SPDX-License-Identifier: MIT
// Awaiting coroutines of Python from another thread, beside asyncio's own run_coroutine_threadsafe() in the same process.
#include "pairs.hpp"

#include <pyhost/async.hpp>
#include <pyhost/pyhost.hpp>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace py = pyhost;
using benchmark::print_times;

namespace {

constexpr int one_at_a_time = 2000;
constexpr int in_flight = 5000;
constexpr int pending = 100'000;

constexpr const char* source = R"(
import asyncio, threading
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
async def at_once():
    return 1
async def wait_long():
    await asyncio.sleep(1000)
def one_by_one(count):
    for _ in range(count):
        asyncio.run_coroutine_threadsafe(at_once(), loop).result()
def together(count):
    for future in [asyncio.run_coroutine_threadsafe(at_once(), loop) for _ in range(count)]:
        future.result()
def wait_in_vain(count):
    global waiting
    waiting = [asyncio.run_coroutine_threadsafe(wait_long(), loop) for _ in range(count)]
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()
def give_up(_):
    for future in waiting:
        future.cancel()
    waiting.clear()
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.1), loop).result()
def end(_):
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
)";

void by_asyncio(const char* function, int count)
{
    const py::gil_guard gil;
    py::import_module("awaits").attr(function)(count);
}

void one_by_one()
{
    const py::async_function<int()> at_once{"awaits", "at_once"};
    for (int i = 0; i < one_at_a_time; ++i) static_cast<void>(at_once().get());
}

void together()
{
    const py::async_function<int()> at_once{"awaits", "at_once"};
    std::vector<py::future<int>> calls;
    calls.reserve(in_flight);
    for (int i = 0; i < in_flight; ++i) calls.push_back(at_once());
    for (auto& call : calls) static_cast<void>(call.get());
}

/// Bytes that are in use (proc(5), VmRSS).
double memory()
{
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return 1024.0 * std::stod(line.substr(6));
    return 0;
}

double bytes_of_pending_calls()
{
    const py::async_function<void()> wait_long{"awaits", "wait_long"};
    std::vector<py::future<void>> calls;
    calls.reserve(pending);
    const double before = memory();
    for (int i = 0; i < pending; ++i) calls.push_back(wait_long());
    static_cast<void>(py::async_function<int()>{"awaits", "at_once"}().get());
    return (memory() - before) / pending;
}

}  // namespace

int main()
{
    const py::interpreter python{py::config{}.site(false)};
    {
        const py::gil_guard gil;
        py::module_from_source("awaits", source);
    }
    const double own = bytes_of_pending_calls();  // first: memory that is free again is not given back
    const double before = memory();
    by_asyncio("wait_in_vain", pending);
    const double theirs = (memory() - before) / pending;
    by_asyncio("give_up", 0);

    std::printf("| awaits | asyncio | pyhost | ratio | middle half |\n|---|--:|--:|--:|--:|\n");
    print_times("microseconds, one at a time", one_at_a_time, [] { by_asyncio("one_by_one", one_at_a_time); }, one_by_one);
    print_times("microseconds each, 5000 in flight", in_flight, [] { by_asyncio("together", in_flight); }, together);
    std::printf("| bytes of one that waits, of %d | %.0f | %.0f | %.2f | |\n", pending, theirs, own, own / theirs);
    by_asyncio("end", 0);
}
