// SPDX-License-Identifier: MIT
// A window by a package alone, as far as that goes without a display.
#include <pyhost/bridge/webkitgtk.hpp>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <stdexcept>

namespace bridge = pyhost::bridge;

int main()
{
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    bridge::app app;
    try {
        const bridge::webkit_window window{app, {.pages = std::filesystem::current_path()}};
        std::cout << "consumer: failed, there is a display\n";
    } catch (const std::runtime_error& e) {
        std::cout << e.what() << "\nconsumer: 5\n";
    }
}
