// SPDX-License-Identifier: MIT
// The rows with pybind11, as its documentation writes them.
#include "rows.hpp"

#include <optional>
#include <pybind11/embed.h>
#include <pybind11/stl.h>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace pb = pybind11;
using benchmark::enter;
using benchmark::keep;
using benchmark::nest;
using benchmark::nest_on_new_thread;
using benchmark::raw;
using benchmark::require;

namespace {

constexpr const char* peer = "pybind11";
const benchmark::enter_library used{peer, benchmark::dotted(PYBIND11_VERSION_MAJOR, PYBIND11_VERSION_MINOR, PYBIND11_VERSION_PATCH)};

/// One name of a copy of the Python code.
pb::object code(const char* name) { return pb::reinterpret_steal<pb::object>(raw(name)); }

void noop(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object f = code("noop");
    for (long i = 0; i < count; ++i) f();
}

template <class T>
void add(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object f = code("add");
    for (long i = 0; i < count; ++i) require(f(T{1}, T{2}).template cast<T>() == 3);
}

void attribute(long count)
{
    const pb::gil_scoped_acquire gil;
    const auto module = pb::reinterpret_steal<pb::object>(benchmark::module_with_add());
    for (long i = 0; i < count; ++i) require(module.attr("add")(1, 2).cast<int>() == 3);
}

void text(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object f = code("echo");
    const std::string text = "hello world";
    for (long i = 0; i < count; ++i) require(f(text).cast<std::string>().size() == text.size());
}

void keyword(long count)
{
    using namespace pb::literals;
    const pb::gil_scoped_acquire gil;
    const pb::object f = code("scale");
    for (long i = 0; i < count; ++i) require(f(1, "by"_a = 2).cast<int>() == 1);
}

void method(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object o = code("one_point");
    for (long i = 0; i < count; ++i) require(o.attr("move")(1).cast<int>() == 1);
}

/// Reads the object of this name as T.
template <class T>
void read(long count, const char* name)
{
    const pb::gil_scoped_acquire gil;
    const pb::object o = code(name);
    for (long i = 0; i < count; ++i) keep(o.cast<T>());
}

/// Makes the Python value of `value`.
template <class T>
void write(long count, const T& value)
{
    for (long i = 0; i < count; ++i) keep(pb::cast(value));
}

using counts = std::unordered_map<std::string, long>;
using triple = std::tuple<long, std::string, double>;

void attributes(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object o = code("one_place");
    for (long i = 0; i < count; ++i)
        keep(benchmark::place{o.attr("x").cast<double>(), o.attr("y").cast<double>(), o.attr("name").cast<std::string>()});
}

void block(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object o = code("block");
    for (long i = 0; i < count; ++i) {
        const std::string_view view = pb::reinterpret_borrow<pb::bytes>(o);  // NOLINT(bugprone-dangling-handle): of the object itself
        keep(view.data());
        keep(view.size());
    }
}

void fails(long count)
{
    const pb::gil_scoped_acquire gil;
    const pb::object f = code("fails");
    for (long i = 0; i < count; ++i) {
        try {
            f();
        } catch (const pb::error_already_set& e) {
            require(e.matches(PyExc_ValueError));
        }
    }
}

PyObject* make_callback()
{
    return pb::cpp_function([](long n) { return n + 1; }, pb::name("add_one")).release().ptr();
}

void import(long count)
{
    const pb::gil_scoped_acquire gil;
    for (long i = 0; i < count; ++i) keep(pb::module_::import("math"));
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
         const pb::gil_scoped_acquire gil;
         write(count, std::vector<double>(1000, 1.5));
     }},
    {"vector<string> 100 to list", peer,
     [](long count) {
         const pb::gil_scoped_acquire gil;
         write(count, benchmark::texts());
     }},
    {"dict[str, int] 100 to hash map", peer, [](long count) { read<counts>(count, "counts"); }},
    {"hash map 100 to dict", peer,
     [](long count) {
         const pb::gil_scoped_acquire gil;
         write(count, code("counts").cast<counts>());
     }},
    {"tuple of int, str, float", peer, [](long count) { read<triple>(count, "triple"); }},
    {"object with 3 attributes to struct", peer, &attributes},
    {"bytes 1 MiB to view", peer, &block},
    {"None to nullopt", peer, [](long count) { read<std::optional<long>>(count, "nothing"); }},
    {"raise in Python, seen in C++", peer, &fails},
    {"raise in Python, thrown in C++", peer, &fails},
    {"attach when attached", peer, &nest<pb::gil_scoped_acquire, pb::gil_scoped_acquire>},
    {"release and retake the GIL", peer, &nest<pb::gil_scoped_acquire, pb::gil_scoped_release>},
    {"attach from a foreign thread", peer, &nest_on_new_thread<pb::gil_scoped_acquire>},
    {"callback from C", peer, &benchmark::callback<&make_callback>},
    {"callback from a Python loop", peer, &benchmark::callback_loop<&make_callback>},
    {"import of a loaded module", peer, &import},
};

}  // namespace
