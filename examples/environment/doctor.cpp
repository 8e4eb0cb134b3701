// SPDX-License-Identifier: MIT
// Which Python would this program start, and why? Prints the diagnosis for the config that the command line describes.
#include <pyhost/pyhost.hpp>

#include <filesystem>
#include <iostream>
#include <string_view>
namespace py = pyhost;

/// A Python that is shipped beside the program, in the folder python, with the program's modules in another.
py::config shipped()
{
    const std::filesystem::path app = std::filesystem::canonical("/proc/self/exe").parent_path();
    return py::config::isolated().home(app / "python").module_path(app / "modules");
}

/// The config that `--isolated --venv PATH` and so on stand for, `--isolated` or `--shipped` first; a real program writes its config down.
py::config config_of(int argc, char** argv)
{
    py::config config;
    for (int i = 1; i < argc; ++i) {
        const std::string_view option = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : "";
        if (option == "--isolated") config = py::config::isolated();
        if (option == "--shipped") config = shipped();
        if (option == "--nearest-venv") config.nearest_venv(true);
        if (option == "--executable") config.executable(value);
        if (option == "--venv") config.venv(value);
        if (option == "--home") config.home(value);
    }
    return config;
}

int main(int argc, char** argv)
{
    const py::config config = config_of(argc, argv);
    std::cout << py::diagnose(config);
    try {
        py::find_environment(config);
    } catch (const py::startup_error&) {
        return 1;  // the diagnosis has the text
    }
}
