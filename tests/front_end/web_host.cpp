// SPDX-License-Identifier: MIT
// The host of the tests of the server for browsers. Usage: web_host PAGES [OPTION=NUMBER]...
//
// It serves the windows main and side, prints the URL of each, then what it logs, and does what the lines of standard input say: "url" and
// "side" print another URL, "hold" keeps the GIL for two seconds, "pages" prints how many are connected, "close" closes the app, "end" the
// server with the GIL; with python_log=1 it logs with the GIL, too; at the end of it it ends.
#include "commands.hpp"
#include <support/venv.hpp>

#include <pyhost/bridge/websocket.hpp>
#include <pyhost/interpreter.hpp>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

namespace {

namespace bridge = pyhost::bridge;

void print(const std::string& line)
{
    static std::mutex one_line;
    const std::scoped_lock held{one_line};
    std::cout << line << std::endl;
}

std::map<std::string, long> options_in(int argc, char** argv)
{
    std::map<std::string, long> given;
    for (int at = 2; at < argc; ++at) {
        const std::string one = argv[at];
        given[one.substr(0, one.find('='))] = std::stol(one.substr(one.find('=') + 1));
    }
    return given;
}

bridge::websocket_options options_of(const char* pages, std::map<std::string, long> given)
{
    bridge::websocket_options made{.pages = pages};
    if (given.contains("port")) made.port = static_cast<std::uint16_t>(given["port"]);
    if (given.contains("patience")) made.patience = std::chrono::milliseconds{given["patience"]};
    if (given.contains("connections")) made.connections = static_cast<std::size_t>(given["connections"]);
    if (given.contains("most_unsent")) made.most_unsent = static_cast<std::size_t>(given["most_unsent"]);
    if (given.contains("url_lifetime")) made.url_lifetime = std::chrono::seconds{given["url_lifetime"]};
    return made;
}

}  // namespace

int main(int argc, char** argv)
try {
    namespace py = pyhost;
    py::interpreter python{support::test_config()};
    const auto given = options_in(argc, argv);
    const bool logs_by_python = given.contains("python_log");
    bridge::app app{{.development = true,
                     .max_calls = 2000,
                     .max_calls_per_channel = 2000,
                     .arguments = {.max_size = 20'000'000},
                     .log = [logs_by_python](const std::string& line) {
                         std::optional<py::gil_guard> gil;
                         if (logs_by_python) gil.emplace();
                         print("log " + line);
                     }}};
    support::add_commands(app, {"http://127.0.0.1:*"});
    bridge::websocket_options options = options_of(argv[1], given);
    bridge::websocket_server main_window{app, options};
    options.window = "side";
    bridge::websocket_server side_window{app, options};
    print("url " + main_window.url());
    print("side " + side_window.url());
    for (std::string line; std::getline(std::cin, line);) {
        if (line == "url") print("url " + main_window.url());
        if (line == "side") print("side " + side_window.url());
        if (line == "pages") print("pages " + std::to_string(main_window.pages()));
        if (line == "open") main_window.open_in_browser();
        if (line == "end") {
            const py::gil_guard gil;  // as a command of C++ has it
            print("ending");
            std::this_thread::sleep_for(std::chrono::milliseconds{500});
            main_window.close();
            print("ended");
        }
        if (line == "close") {
            app.close();
            print("closed");
        }
        if (line == "hold") {
            const py::gil_guard gil;
            print("held");
            std::this_thread::sleep_for(std::chrono::seconds{2});
            print("let go");
        }
    }
} catch (const std::system_error& e) {
    print(std::string{"error "} + e.what());
    return 1;
}
