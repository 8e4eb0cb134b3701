// SPDX-License-Identifier: MIT
// Rows of generated bindings, of which "by hand" is what one writes with py::function for the same calls.
#include "rows.hpp"

#include <bound.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace py = pyhost;
using benchmark::enter;
using benchmark::require;

namespace {

/// Rows start without a path of their own; bound.py is in the folder that CMake names.
void find_module() PYHOST_NEEDS_GIL { py::import_module("sys").attr("path").attr("append")(BENCHMARK_MODULES); }

std::int64_t add(std::int64_t a, std::int64_t b)
{
    static const py::function<std::int64_t(std::int64_t, std::int64_t)> call{"bound", "add"};
    return call(a, b);
}

std::int64_t scale(std::int64_t x, std::int64_t by, const std::string& name)
{
    static const py::function<std::int64_t(std::int64_t, py::named<"by", std::int64_t>, py::named<"name", const std::string&>)> call{
        "bound", "scale"};
    return call(x, {by}, {name});
}

std::int64_t open_ended(std::int64_t x)
{
    static const py::function<std::int64_t(std::int64_t)> call{"bound", "open_ended"};
    return call(x);
}
std::int64_t open_ended(std::int64_t x, std::int64_t by)
{
    static const py::function<std::int64_t(std::int64_t, py::named<"by", std::int64_t>)> call{"bound", "open_ended"};
    return call(x, {by});
}

std::int64_t move(const py::ref<py::object>& point, std::int64_t by)
{
    const py::gil_guard gil;
    return point.get().attr("move")(by).cast<std::int64_t>();
}

bound::Point made_point()
{
    const py::gil_guard gil;
    find_module();
    return bound::Point{};
}

/// Does `call` so many times, which gives `expected`.
template <class Call>
void repeat(long count, std::int64_t expected, const Call& call)
{
    const py::gil_guard gil;
    find_module();
    for (long i = 0; i < count; ++i) require(call() == expected);
}

/// The name of a keyword that is too long for the object of a std::string.
constexpr const char* long_name = "a name that is kept on the heap";

const enter rows[] = {
    {"binding: int add(int, int)", "by hand", [](long count) { repeat(count, 3, [] { return add(1, 2); }); }},
    {"binding: int add(int, int)", "pyhost", [](long count) { repeat(count, 3, [] { return bound::add(1, 2); }); }},
    {"binding: two keywords", "by hand", [](long count) { repeat(count, 1, [] { return scale(1, 2, long_name); }); }},
    {"binding: two keywords", "pyhost", [](long count) { repeat(count, 1, [] { return bound::scale(1, {.by = 2, .name = long_name}); }); }},
    {"binding: two arguments left out", "by hand", [](long count) { repeat(count, 1, [] { return open_ended(1); }); }},
    {"binding: two arguments left out", "pyhost", [](long count) { repeat(count, 1, [] { return bound::open_ended(1); }); }},
    {"binding: one argument left out", "by hand", [](long count) { repeat(count, 1, [] { return open_ended(1, 2); }); }},
    {"binding: one argument left out", "pyhost", [](long count) { repeat(count, 1, [] { return bound::open_ended(1, 2); }); }},
    {"binding: method", "by hand",
     [](long count) {
         const bound::Point point = made_point();
         repeat(count, 2, [&] { return move(point.self(), 2); });
     }},
    {"binding: method", "pyhost",
     [](long count) {
         const bound::Point point = made_point();
         repeat(count, 2, [&] { return point.move(2); });
     }},
};

}  // namespace
