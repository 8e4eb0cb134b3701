// SPDX-License-Identifier: MIT
// The training of analysis.py in the browser of the user, whose page draws it; the program ends when that is done.
#include <pyhost/bridge.hpp>
#include <pyhost/bridge/websocket.hpp>
#include <pyhost/interpreter.hpp>

#include <filesystem>
#include <iostream>
#include <semaphore>

namespace py = pyhost;
using namespace py::literals;

int main(int argc, char** argv)
{
    const std::filesystem::path here = std::filesystem::canonical(argv[0]).parent_path();
    py::interpreter python{py::config{}.module_path(here).argv(argc, argv)};
    py::bridge::app app{{.log = [](const std::string& line) { std::cerr << line << '\n'; }}};

    py::bridge::websocket_server server{app, {.pages = here / "pages"}};
    app.allow({.windows = {"main"}, .origins = {server.origin()}, .commands = {"train", "trained"}});
    std::binary_semaphore is_done{0};
    app.command("train", "analysis:train", {.concurrent = 1});
    app.command(
        "trained",
        [&](double loss) {
            std::cout << "the last loss is " << loss << '\n';
            is_done.release();
        },
        "loss"_a);
    server.open_in_browser();
    is_done.acquire();
}
