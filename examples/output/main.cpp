// SPDX-License-Identifier: MIT
// What Python prints and logs in the places of a C++ program, and the program's own log in Python's logging; README.md explains it.
#include <pyhost/host.hpp>
#include <pyhost/pyhost.hpp>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

void output_as_lines()
{
    const py::output_sink sink{[](const py::output_line& line) {  // without the GIL, one line at a time
        std::cout << (line.stream == py::output_stream::err ? "err" : "out") << " | " << line.text << (line.ended ? "" : " ...") << '\n';
    }};
    py::function<void(std::vector<std::string>)>{"importer", "load"}({"1.5", "x", "2"});
}

void lines_of_threads()
{
    std::vector<std::string> lines;
    {
        const py::output_sink sink{[&](const py::output_line& line) { lines.push_back(line.text); }};
        py::function<void()>{"importer", "load_on_threads"}();
    }
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) std::cout << "thread | " << line << '\n';
}

void records_of_python()
{
    const py::log_sink sink{[](const py::log_record& record) {
                                std::cout << record.level_name << ' ' << record.logger << " | " << record.message << " | "
                                          << std::filesystem::path{record.file}.filename().string() << ':' << record.line;
                                for (const auto& [name, value] : record.extra)
                                    if (const auto* number = std::get_if<std::int64_t>(&value)) std::cout << ' ' << name << '=' << *number;
                                std::cout << '\n';
                            },
                            {.logger = "importer", .level = py::log_level::info}};
    const py::output_sink nowhere{[](const py::output_line&) {}};
    py::function<void(std::vector<std::string>)>{"importer", "load"}({"1.5", "x", "2"});
}

void records_of_cpp()
{
    std::atomic<int> lines{0};
    const py::output_sink sink{[&](const py::output_line& line) {
        std::cout << "handler | " << line.text << '\n';
        ++lines;
    }};
    py::function<void()>{"importer", "show_records"}();
    {
        const py::gil_guard gil;
        py::log(py::log_level::error, "app", "attached: at once");
        std::jthread{[] {
            py::log(py::log_level::info, "app.net", "listening", {{"port", 8080}});  // does not wait for the GIL
            py::log(py::log_level::debug, "app.net", "below the level of Python's root logger");
        }}.join();
        std::cout << "records handled: " << lines << '\n';
    }
    py::log_flush();
}

void a_slow_sink()
{
    std::atomic<bool> may_go_on{false};
    std::uint64_t told = 0;
    py::output_sink sink{[&](const py::output_line& line) {
                             while (!may_go_on) std::this_thread::yield();
                             told += line.dropped;
                         },
                         {.queue = 100}};
    py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("for i in range(1000): print(i)"); });  // is not kept waiting
    may_go_on = true;
    sink.flush();
    py::with_gil([]() PYHOST_NEEDS_GIL { py::exec("print('one more')"); });
    sink.flush();
    std::cout << "lost: " << std::boolalpha << (sink.dropped() >= 899) << ", all told: " << (told == sink.dropped()) << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder)};
    output_as_lines();
    lines_of_threads();
    records_of_python();
    records_of_cpp();
    a_slow_sink();
}
