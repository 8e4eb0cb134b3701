// SPDX-License-Identifier: MIT
// The training of analysis.py in a window, whose page draws it; with --once the window is closed when that is done.
#include <pyhost/bridge.hpp>
#include <pyhost/bridge/webkitgtk.hpp>
#include <pyhost/interpreter.hpp>

#include <filesystem>
#include <iostream>
#include <string_view>

namespace py = pyhost;
using namespace py::literals;

int main(int argc, char** argv)
{
    const std::filesystem::path here = std::filesystem::canonical(argv[0]).parent_path();
    const bool is_once = argc > 1 && std::string_view{argv[1]} == "--once";
    py::interpreter python{py::config{}.module_path(here).argv(argc, argv)};
    py::bridge::app app{{.log = [](const std::string& line) { std::cerr << line << '\n'; }}};
    app.allow({.windows = {"main"}, .origins = {"app://localhost"}, .commands = {"train", "trained"}});

    py::bridge::webkit_window window{app, {.title = "Training", .width = 640, .height = 400, .pages = here / "pages"}};
    app.command("train", "analysis:train", {.concurrent = 1});
    app.command(
        "trained",
        [&](double loss) {
            std::cout << "the last loss is " << loss << '\n';
            if (is_once) py::bridge::post_to_windows([&] { window.close(); });
        },
        "loss"_a);
    window.show();
    py::bridge::run_windows();
}
