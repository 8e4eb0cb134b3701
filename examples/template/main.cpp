// template_app: a page (front_end/) that calls functions of Python (backend/model.py) and of C++ (here).
#include "show.hpp"

#include <pyhost/bridge.hpp>
#include <pyhost/pyhost.hpp>

#include <exception>
#include <filesystem>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>

namespace py = pyhost;

namespace {

constexpr std::string_view usage = R"(usage: template_app [--window | --browser] [--development]

  --window       show the page in a window of its own (the default, where it was built with one)
  --browser      show it in your browser
  --development  errors have Python's traceback, and the window has developer tools
  --doctor       print which Python is taken and why, and end
)";

struct options {
    bool in_window = has_window;
    bool development = false;
    bool doctor = false;
    bool help = false;
};

options read_options(int argc, char** argv)
{
    options chosen;
    for (int at = 1; at < argc; ++at) {
        const std::string_view one = argv[at];
        if (one == "--window" || one == "--browser") chosen.in_window = one == "--window";
        else if (one == "--development") chosen.development = true;
        else if (one == "--doctor") chosen.doctor = true;
        else if (one == "--help" || one == "-h") chosen.help = true;
        else throw std::runtime_error{"unknown option '" + std::string{one} + "'\n" + std::string{usage}};
    }
    return chosen;
}

struct program_info {
    std::string python;
    std::string shown_in;
};
PYHOST_FIELDS(program_info, python, shown_in)

/// What the page may call; permissions.json names it too.
void add_commands(py::bridge::app& app, const program_info& about)
{
    app.command("load", "model:load")
        .command("train", "model:train", {.concurrent = 1, .job = "job"})
        .command("predict", "model:predict")
        .command("about", [about] { return about; });
}

/// The packages that it needs are missed here, before anything is shown.
void import_backend(const py::environment& environment, const std::filesystem::path& folder)
{
    const py::gil_guard gil;
    try {
        std::ignore = py::import_module("model");
    } catch (const py::module_not_found_error& e) {
        throw std::runtime_error{e.message() + " in " + environment.prefix() + "; install what the backend needs:\n  " +
                                 environment.executable() + " -m pip install -r " + (folder / "requirements.txt").string() +
                                 "\nor activate an environment that has it (--doctor says which Pythons were looked at)"};
    }
}

void run(const options& chosen, const py::config& config, const std::filesystem::path& here)
{
    const py::interpreter python{config};
    const py::environment environment = py::find_environment(config);
    import_backend(environment, here / "backend");
    py::bridge::app app{{.development = chosen.development, .log = [](const std::string& line) { std::cerr << line << '\n'; }}};
    add_commands(app, {environment.version(), chosen.in_window ? "a window" : "a browser"});
    app.allow_all(py::bridge::read_permissions_file(here / "permissions.json"));
    if (chosen.in_window) show_in_window(app, here / "front_end", chosen.development);
    else show_in_browser(app, here / "front_end");
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        const std::filesystem::path here = std::filesystem::canonical("/proc/self/exe").parent_path();
        const options chosen = read_options(argc, argv);
        // A .venv beside the program or above it is taken: for a program that others install, take nearest_venv() away.
        const py::config config = py::config{}.nearest_venv(true).module_path(here / "backend").argv(argc, argv);
        if (chosen.help) std::cout << usage;
        else if (chosen.doctor) std::cout << py::diagnose(config);
        else run(chosen, config, here);
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "template_app: " << e.what() << '\n';
        return 1;
    }
}
