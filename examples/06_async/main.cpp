// SPDX-License-Identifier: MIT
// Coroutines of Python awaited in C++, and coroutines of C++ awaited in Python; README.md explains it.
#include <pyhost/async.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;

namespace {

void call_and_wait()
{
    const py::async_function<std::string(std::string)> fetch{"client", "fetch"};
    std::cout << fetch("https://one").get() << '\n';  // waits without the GIL

    std::vector<py::future<std::string>> pages;
    for (const char* url : {"https://two", "https://three", "ftp://four"}) pages.push_back(fetch(url));  // all at once
    for (auto& page : pages) {
        try {
            std::cout << page.get() << '\n';
        } catch (const py::value_error& e) {
            std::cout << e.message() << '\n';
        }
    }
}

py::task<std::size_t> total_size(std::vector<std::string> urls)
{
    const py::async_function<std::string(std::string)> fetch{"client", "fetch"};
    std::size_t total = 0;
    for (const std::string& url : urls) {
        const std::string page = co_await fetch(url);
        total += page.size();
    }
    co_return total;
}

void cancel_and_limit()
{
    const py::async_function<void(std::string)> watch{"client", "watch"};
    auto watching = watch("news");
    static_cast<void>(watching.wait_for(20ms));
    watching.cancel();
    try {
        watching.get();
    } catch (const py::cancelled_error& e) {
        std::cout << e.type_name() << '\n';
    }

    try {
        watch.with_timeout(20ms)("weather").get();
    } catch (const py::timeout_error& e) {
        std::cout << e.message() << '\n';
    }
}

py::task<std::string> resolve(std::string name)
{
    const py::async_function<void(double)> pause{"asyncio", "sleep"};
    co_await pause(name == "slow" ? 3600 : 0.01);  // cancelled when Python cancels the await of this task
    co_return "address of " + name;
}

py::async_generator<int> countdown(int from)
{
    for (int i = from; i > 0; --i) co_yield i;
}

void cpp_in_python()
{
    const py::async_function<std::vector<std::string>()> use_host{"client", "use_host"};
    for (const std::string& line : use_host().get()) std::cout << line << '\n';
}

py::task<> read_rows()
{
    const py::async_stream<std::tuple<int, std::string>(int)> rows{"client", "rows"};
    auto stream = rows(1'000'000);
    while (const auto row = co_await stream.next()) {
        std::cout << std::get<1>(*row) << '\n';
        if (std::get<0>(*row) == 1) break;  // the generator is closed with the stream
    }
}

void interrupt()
{
    const py::function<void()> search{"client", "search"};
    try {
        py::call_with(50ms, search);
    } catch (const py::timeout_error& e) {
        std::cout << e.message() << '\n';
    }
}

void poll_with_each_frame()
{
    py::hosted_loop loop{{.name = "frames"}};
    const auto fetch = py::async_function<std::string(std::string)>{"client", "fetch"}.on(loop);
    auto page = fetch("https://frame");
    while (!page.is_ready()) {
        loop.poll(1ms);
        std::this_thread::sleep_for(1ms);  // draws the frame
    }
    std::cout << page.get() << '\n';
    loop.close();
}

}  // namespace

int main(int argc, char** argv)
{
    std::cout << std::unitbuf;  // Python prints between
    py::module_def host{"host"};
    host.def("resolve", resolve, "Finds an address.");
    host.def("countdown", countdown);
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder).modules({host})};
    call_and_wait();
    std::cout << total_size({"https://a", "https://bcd"}).get() << " bytes\n";
    cancel_and_limit();
    cpp_in_python();
    read_rows().get();
    poll_with_each_frame();
    interrupt();
    auto unfinished = py::async_function<void(std::string)>{"client", "watch"}("the end");
    static_cast<void>(unfinished.wait_for(20ms));
}  // the end cancels what is under way, and waits until that has come to its end
