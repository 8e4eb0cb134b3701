// SPDX-License-Identifier: MIT
// The rows with nanobind, as its documentation writes them.
#include "rows.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unordered_map.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace nb = nanobind;
using benchmark::enter;
using benchmark::keep;
using benchmark::nest;
using benchmark::nest_on_new_thread;
using benchmark::raw;
using benchmark::require;

// nanobind is ready once a module of it has been imported; an embedding program has one that is built in.
NB_MODULE(benchmark_nanobind, module) { static_cast<void>(module); }

namespace {

constexpr const char* peer = "nanobind";

const int registered = PyImport_AppendInittab("benchmark_nanobind", &PyInit_benchmark_nanobind);
const benchmark::enter_library used{peer, benchmark::dotted(NB_VERSION_MAJOR, NB_VERSION_MINOR, NB_VERSION_PATCH), "benchmark_nanobind"};

/// One name of a copy of the Python code.
nb::object code(const char* name) { return nb::steal(raw(name)); }

void noop(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object f = code("noop");
    for (long i = 0; i < count; ++i) f();
}

template <class T>
void add(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object f = code("add");
    for (long i = 0; i < count; ++i) require(nb::cast<T>(f(T{1}, T{2})) == 3);
}

void attribute(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object module = nb::steal(benchmark::module_with_add());
    for (long i = 0; i < count; ++i) require(nb::cast<int>(module.attr("add")(1, 2)) == 3);
}

void text(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object f = code("echo");
    const std::string text = "hello world";
    for (long i = 0; i < count; ++i) require(nb::cast<std::string>(f(text)).size() == text.size());
}

void keyword(long count)
{
    using namespace nb::literals;
    const nb::gil_scoped_acquire gil;
    const nb::object f = code("scale");
    for (long i = 0; i < count; ++i) require(nb::cast<int>(f(1, "by"_a = 2)) == 1);
}

void method(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object o = code("one_point");
    for (long i = 0; i < count; ++i) require(nb::cast<int>(o.attr("move")(1)) == 1);
}

/// Reads the object of this name as T.
template <class T>
void read(long count, const char* name)
{
    const nb::gil_scoped_acquire gil;
    const nb::object o = code(name);
    for (long i = 0; i < count; ++i) keep(nb::cast<T>(o));
}

/// Makes the Python value of `value`.
template <class T>
void write(long count, const T& value)
{
    for (long i = 0; i < count; ++i) keep(nb::cast(value));
}

using counts = std::unordered_map<std::string, long>;
using triple = std::tuple<long, std::string, double>;

void attributes(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object o = code("one_place");
    for (long i = 0; i < count; ++i)
        keep(benchmark::place{nb::cast<double>(o.attr("x")), nb::cast<double>(o.attr("y")), nb::cast<std::string>(o.attr("name"))});
}

void block(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object o = code("block");
    for (long i = 0; i < count; ++i) {
        const auto bytes = nb::cast<nb::bytes>(o);
        keep(bytes.data());
        keep(bytes.size());
    }
}

void fails(long count)
{
    const nb::gil_scoped_acquire gil;
    const nb::object f = code("fails");
    for (long i = 0; i < count; ++i) {
        try {
            f();
        } catch (const nb::python_error& e) {
            require(e.matches(PyExc_ValueError));
        }
    }
}

PyObject* make_callback()
{
    return nb::cpp_function([](long n) { return n + 1; }, nb::name("add_one")).release().ptr();
}

void import(long count)
{
    const nb::gil_scoped_acquire gil;
    for (long i = 0; i < count; ++i) keep(nb::module_::import_("math"));
}

const enter rows[] = {
    {"call noop()", peer, &noop},
    {"int add(int, int)", peer, &add<long>},
    {"module attribute by literal", peer, &attribute},
    {"float add(float, float)", peer, &add<double>},
    {"str to str", peer, &text},
    {"call with one keyword", peer, &keyword},
    {"method call", peer, &method},
    {"list[int] 1000 to vector", peer, [](long count) { read<std::vector<long>>(count, "integers"); }},
    {"list[float] 1000 to vector", peer, [](long count) { read<std::vector<double>>(count, "floats"); }},
    {"vector<double> 1000 to list", peer,
     [](long count) {
         const nb::gil_scoped_acquire gil;
         write(count, std::vector<double>(1000, 1.5));
     }},
    {"vector<string> 100 to list", peer,
     [](long count) {
         const nb::gil_scoped_acquire gil;
         write(count, benchmark::texts());
     }},
    {"dict[str, int] 100 to hash map", peer, [](long count) { read<counts>(count, "counts"); }},
    {"hash map 100 to dict", peer,
     [](long count) {
         const nb::gil_scoped_acquire gil;
         write(count, nb::cast<counts>(code("counts")));
     }},
    {"tuple of int, str, float", peer, [](long count) { read<triple>(count, "triple"); }},
    {"object with 3 attributes to struct", peer, &attributes},
    {"bytes 1 MiB to view", peer, &block},
    {"None to nullopt", peer, [](long count) { read<std::optional<long>>(count, "nothing"); }},
    {"raise in Python, seen in C++", peer, &fails},
    {"raise in Python, thrown in C++", peer, &fails},
    {"attach when attached", peer, &nest<nb::gil_scoped_acquire, nb::gil_scoped_acquire>},
    {"release and retake the GIL", peer, &nest<nb::gil_scoped_acquire, nb::gil_scoped_release>},
    {"attach from a foreign thread", peer, &nest_on_new_thread<nb::gil_scoped_acquire>},
    {"callback from C", peer, &benchmark::callback<&make_callback>},
    {"callback from a Python loop", peer, &benchmark::callback_loop<&make_callback>},
    {"import of a loaded module", peer, &import},
};

}  // namespace
