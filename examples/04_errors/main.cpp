// SPDX-License-Identifier: MIT
// Errors in both directions, one function each; README.md explains them.
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <thread>

namespace py = pyhost;

namespace {

void by_class()
{
    py::function<int(std::string)> parse{"builtins", "int"};
    try {
        parse("forty-two");
    } catch (const py::value_error& e) {
        std::cout << e.type_name() << ": " << e.message() << '\n';
    }

    py::function<std::string(std::string)> read_file{"store", "read_file"};
    try {
        read_file("/no/such/file");
    } catch (const py::os_error& e) {  // FileNotFoundError is one
        std::cout << e.type_name() << " " << e.os()->number << " of " << e.os()->file << '\n';
    }

    py::function<int(std::string)> read{"store", "read"};
    try {
        read("b");
    } catch (const py::error& e) {  // every exception of Python
        if (!e.is("store.StorageError")) throw;
        std::cout << e.type_name() << ": " << e.message() << '\n';
    }
}

std::optional<py::error> first_error()
{
    py::function<int(std::string)> read{"store", "read"};
    if (const py::result<int> found = read.try_call("c"); !found) return found.error();  // nothing is thrown
    return std::nullopt;
}

void as_data(const py::error& e)
{
    for (const py::frame& frame : e.frames())
        std::cout << "  line " << frame.line << " in " << frame.function << ": " << frame.source << '\n';
    if (const std::optional<py::error> cause = e.cause())
        std::cout << "  because of " << cause->type_name() << ' ' << cause->message() << '\n';
    const std::string json = e.to_json();
    std::cout << "  " << json.substr(0, json.find(",\"frames\"")) << "...\n";
}

class storage_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class model_error : public py::value_error {
public:
    using py::value_error::value_error;
};

void classes_of_both() PYHOST_NEEDS_GIL
{
    py::map_exception<storage_error>("store.StorageError");
    const py::object caught = py::import_module("store").attr("caught");
    std::cout << caught(py::expose([] { throw storage_error{"the disk is full"}; })).cast<std::string>() << '\n';
    try {
        py::import_module("store").attr("read")("d");
    } catch (const storage_error& e) {
        std::cout << "storage_error: " << e.what() << '\n';
    }

    py::make_exception<model_error>(py::cast<py::module>(py::import_module("store")), "ModelError");
    std::cout << caught(py::expose([] { throw model_error{"no weights"}; })).cast<std::string>() << '\n';
}

void from_cpp() PYHOST_NEEDS_GIL
{
    const py::object store = py::import_module("store");
    std::cout << store.attr("caught")(py::expose([] { throw std::out_of_range{"item 7"}; })).cast<std::string>() << '\n';

    const py::object half = py::expose([](int n) { return n % 2 == 0 ? n / 2 : throw std::invalid_argument{"odd"}; }, "half");
    try {
        store.attr("call")(half, 3);
    } catch (const py::value_error& e) {
        std::cout << "through " << e.frames()[0].function << " and " << e.frames()[1].function << ": " << e.message() << '\n';
        try {
            e.rethrow_original();
        } catch (const std::invalid_argument& same) {
            std::cout << "the same object: " << same.what() << '\n';
        }
    }
}

void warnings() PYHOST_NEEDS_GIL
{
    const py::captured_warnings captured;
    py::warn<py::deprecation_warning>("use read()");
    for (const py::warning_record& one : captured.records()) std::cout << one.category << ": " << one.message << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // store.py lies beside the program
    std::optional<py::error> kept;
    {
        py::interpreter python{py::config{}.argv(argc, argv).module_path(folder)};
        by_class();
        kept = first_error();
        std::jthread{[&] { as_data(*kept); }}.join();  // an error is read on any thread

        py::function<std::vector<double>(py::object)> sums{"store", "sums"};
        const py::gil_guard gil;
        const py::object rows = py::eval("[[1, 2], [3, 'four']]");
        if (const auto r = sums.try_call(rows); !r.has_value())
            std::cout << r.error().frames().back().line << ": " << r.error().message() << '\n';
        classes_of_both();
        from_cpp();
        warnings();
    }
    const std::string text = kept->what();  // all of Python's traceback
    std::cout << "after the end: " << text.substr(text.rfind('\n') + 1) << '\n';
}
