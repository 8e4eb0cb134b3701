// SPDX-License-Identifier: MIT
// A Python that was built without its optional modules: the library needs none of them, from start to end.
#include <support/lifecycle.hpp>
#include <support/scratch.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using support::check;

LIFECYCLE_CASE(a_python_without_its_optional_modules_does_all_but_import_them)
{
    const support::scratch files;
    files.write("sitecustomize.py", "import sys\n"
                                    "for name in ('_ssl', 'ssl', '_sqlite3', 'sqlite3', 'zlib', '_ctypes', 'ctypes', '_bz2', '_lzma',\n"
                                    "             'readline', '_curses', '_tkinter', '_hashlib', '_uuid', '_decimal', 'asyncio',\n"
                                    "             'multiprocessing', 'concurrent', 'logging'):\n"
                                    "    sys.modules[name] = None\n");
    const support::variable path{"PYTHONPATH", files / ""};
    for (int run = 0; run < 2; ++run) {
        py::interpreter python;
        const py::function<int(std::string)> parse{"builtins", "int"};
        check(parse("42") == 42);
        std::string text;
        std::jthread{[&] {
            try {
                parse("abc");
            } catch (const py::value_error& e) {
                text = e.what();
            }
        }}.join();
        check(text == "ValueError: invalid literal for int() with base 10: 'abc'");
        const py::gil_guard gil;
        check(py::eval("sorted([3, 1, 2])").cast<std::vector<int>>() == std::vector<int>{1, 2, 3});
        py::import_module("atexit").attr("register")(py::expose([] {}));
        py::exec("import threading\nthreading.Thread(target=int).start()");
        for (const char* module : {"ssl", "sqlite3", "zlib", "ctypes"})
            check(py::try_call<py::object>(py::eval("__import__"), module).error().type_name() == "ModuleNotFoundError");
        check(python.stop().finalised);
    }
}
