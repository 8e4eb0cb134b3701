// SPDX-License-Identifier: MIT
// Python from many threads: guards, release scopes, mutexes, what is made once, forks, signals, and the end; README.md explains them.
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <mutex>
#include <sys/wait.h>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

/// Lines of an access log: every tenth request fails.
std::vector<std::string> log_lines(int count)
{
    std::vector<std::string> lines;
    for (int i = 0; i < count; ++i)
        lines.push_back("10.0.0.1 - - [25/Nov/2026:07:00:00 +0000] \"GET /item HTTP/1.1\" " + std::to_string(i % 10 == 0 ? 404 : 200));
    return lines;
}

/// How often each status came. C++ threads and Python's threads share it.
class tally {
public:
    void add(int status)
    {
        const auto held = py::lock(mutex_);  // waits without the GIL, where this thread has it
        ++counts_[status];
    }
    void print(const char* title)
    {
        const auto held = py::lock(mutex_);
        std::cout << title << ':';
        for (const auto& [status, count] : counts_) std::cout << ' ' << status << " x " << count;
        std::cout << '\n';
    }

private:
    std::mutex mutex_;
    std::map<int, int> counts_;
};

void threads_of_cpp(const std::vector<std::string>& lines)
{
    const py::function<int(std::string)> status{"access_log", "status"};
    tally counts;
    {
        std::vector<std::jthread> threads;
        for (std::size_t part = 0; part < 4; ++part)
            threads.emplace_back([&, part] {
                for (std::size_t i = part; i < lines.size(); i += 4) counts.add(status(lines[i]));  // no guard lives here
            });
    }
    counts.print("threads of C++");
}

void threads_of_python(const std::vector<std::string>& lines)
{
    const py::function<void(std::vector<std::string>, std::function<void(int)>)> statuses_of{"access_log", "statuses_of"};
    tally counts;
    statuses_of(lines, [&](int status) { counts.add(status); });  // called on threads that Python made, attached
    counts.print("threads of Python");
}

void one_guard_for_many_steps(const std::vector<std::string>& lines)
{
    const py::gil_guard gil;  // from here to the end of the scope this thread is attached
    const py::object status = py::import_module("access_log").attr("status");
    int failures = 0;
    for (const std::string& line : lines) failures += status(line).cast<int>() >= 400 ? 1 : 0;
    std::cout << "under one guard: " << failures << " failures\n";
}

std::size_t total_length(const std::vector<std::string>& lines)
{
    std::size_t total = 0;
    for (const std::string& line : lines) total += line.size();
    return total;
}

void work_without_the_gil(const std::vector<std::string>& lines)
{
    const py::gil_guard gil;
    std::atomic<bool> other_has_run{false};
    std::jthread other{[&] {
        const py::gil_guard theirs;
        other_has_run = py::eval("1 + 1").cast<int>() == 2;
    }};
    std::size_t total = 0;
    {
        const py::gil_release nogil;  // long work in C++: other threads run Python meanwhile
        total = total_length(lines);
        other.join();
    }
    total += py::without_gil([&] { return total_length(lines); });  // the same for one expression
    std::cout << "without the GIL: " << total << " characters; the other thread ran: " << other_has_run << '\n';
}

void made_once()
{
    static py::once_flag flag;
    static py::ref<py::object> pattern;  // kept without the GIL, dropped anywhere
    std::atomic<int> made{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                const py::gil_guard gil;
                py::call_once(flag, [&]() PYHOST_NEEDS_GIL {
                    pattern = py::ref<py::object>{py::import_module("re").attr("compile")("[0-9]+")};
                    ++made;
                });
                static_cast<void>(pattern.get().attr("findall")("1 and 22"));
            });
    }
    std::cout << "made once: " << made << '\n';
}

void forking()
{
    const pid_t child = py::fork();
    if (child == 0) {
        py::function<int(int, int)> power{"builtins", "pow"};
        std::_Exit(power(2, 5));  // the child uses Python as its parent does
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::cout << "the child computed: " << WEXITSTATUS(status) << '\n';
}

void interrupted()
{
    std::raise(SIGINT);  // as Ctrl-C does
    try {
        py::check_signals();  // in the loop of a main thread that waits in C++
    } catch (const py::keyboard_interrupt&) {
        std::cout << "interrupted\n";
    }
}

void ending(py::interpreter& python)
{
    py::with_gil([]() PYHOST_NEEDS_GIL {
        py::exec("import threading, time\n"
                 "threading.Thread(target=time.sleep, args=(1,), name='uploader').start()\n");
    });
    const py::function<int(std::string)> status{"access_log", "status"};
    const std::string line = log_lines(1).front();
    std::atomic<int> calls{0};
    std::atomic<int> refused{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            try {
                for (;;) calls += status(line) == 404 ? 1 : 0;
            } catch (const py::interpreter_closed&) {  // the only way this work ends
                ++refused;
            }
        });
    while (calls < 100) std::this_thread::yield();

    const py::stop_report report = python.stop();
    threads.clear();  // they all come back
    std::cout << std::boolalpha << "ended: " << report.finalised << "; threads refused: " << refused << '\n';
    for (const std::string& what : report.waited_for)
        if (what.starts_with("Python")) std::cout << "waited for: " << what << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    std::signal(SIGINT, SIG_DFL);  // a script that starts a program with & has it ignored
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder).signal_handlers(true)};
    std::cout << std::boolalpha;

    const std::vector<std::string> lines = log_lines(200);
    threads_of_cpp(lines);
    threads_of_python(lines);
    one_guard_for_many_steps(lines);
    work_without_the_gil(lines);
    made_once();
    forking();
    interrupted();
    ending(python);
}
