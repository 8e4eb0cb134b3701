// SPDX-License-Identifier: MIT
// Commands in Python and C++ for a front end: here it is this program, which prints what it sends and what it is sent; with --stdio it is
// the program that has started this one.
#include <pyhost/bridge.hpp>
#include <pyhost/bridge/stdio.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/interpreter.hpp>

#include <atomic>
#include <filesystem>
#include <iostream>
#include <memory>
#include <semaphore>
#include <string>

namespace py = pyhost;
using namespace py::literals;

namespace {

struct visitors {
    std::atomic<int> count{0};
};

/// The smallest front end: one message after the other, each printed, and each call waited for.
class printed_page {
public:
    explicit printed_page(py::bridge::app& app)
        : channel_{app.open({.window = "main", .origin = "app://localhost"}, [this](const py::bridge::message& one) { show(one.text); })}
    {
    }

    void send(const std::string& text, const std::string& until = "\"result\"")
    {
        until_ = until;
        std::cout << "> " << text << '\n';
        channel_.receive(text);
        came_.acquire();
    }

private:
    void show(const std::string& text)
    {
        std::cout << "< " << text << '\n';
        if (text.find("\"error\"") != std::string::npos || text.find(until_) != std::string::npos) came_.release();
    }

    std::string until_;
    std::binary_semaphore came_{0};
    py::bridge::channel channel_;
};

void add_commands(py::bridge::app& app)
{
    app.command("summary", "analysis:summary")
        .command("train", "analysis:train", {.concurrent = 1})
        .command("predict", "analysis:predict")
        .command("download", "analysis:download", {.job = "job"})
        .command("forever", "analysis:forever", {.timeout = std::chrono::hours{1}, .job = "job"});

    const py::bridge::event<int> visited{"visited"};
    app.state(std::make_shared<visitors>());
    const auto visits = [visited](py::bridge::state<visitors> all, const py::bridge::job& job, int by) {
        job.emit(visited, all->count += by);
        return job.window() + " has been here " + std::to_string(all->count) + " times";
    };
    app.command("visits", visits, "by"_a = 1);
    app.command("open", [](const std::filesystem::path& path) { return "the text of " + path.filename().string(); }, "path"_a);
}

void talk(py::bridge::app& app)
{
    printed_page page{app};
    page.send(R"({"id": 1, "command": "summary", "args": {"text": "a bridge of two languages"}})");
    page.send(R"({"id": 2, "command": "summary", "args": {"text": 3}})");
    page.send(R"({"id": 3, "command": "predict", "args": {"x": 2}})");
    page.send(R"({"id": 4, "command": "train", "args": {"epochs": 3}, "credit": 2})", "0.25");
    page.send(R"({"credit": 4, "items": 10})");
    page.send(R"({"id": 5, "command": "predict", "args": {"x": 2}})");
    page.send(R"({"id": 6, "command": "download", "args": {"files": ["a", "b"]}})");
    page.send(R"({"id": 7, "command": "forever"})", "waiting");
    page.send(R"({"cancel": 7})");
    page.send(R"({"id": 8, "listen": "visited"})");
    page.send(R"({"id": 9, "command": "visits"})");
    page.send(R"({"id": 10, "command": "open", "args": {"path": "/srv/documents/../../etc/passwd"}})");
    page.send(R"({"id": 11, "command": "shutdown"})");
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path here = std::filesystem::canonical(argv[0]).parent_path();
    py::interpreter python{py::config{}.module_path(here).argv(argc, argv)};
    py::bridge::app app;
    add_commands(app);
    app.allow_all(py::bridge::read_permissions_file(here / "permissions.json"));
    if (argc > 1 && std::string{argv[1]} == "--stdio") py::bridge::serve_stdio(app, {.window = "main", .origin = "app://localhost"});
    else talk(app);
}
