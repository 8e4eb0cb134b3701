// SPDX-License-Identifier: MIT
// Converts: each type that the headers name with each of the samples, and back. table.py makes the page's table of what it prints.
#include <pyhost/all.hpp>

#include <complex>
#include <deque>
#include <filesystem>
#include <functional>
#include <iostream>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace py = pyhost;

struct point {
    int x;
    int y;
};
PYHOST_FIELDS(point, x, y)

enum class color { red, green };
PYHOST_ENUM(color, red = "RED", green = "GREEN")
PYHOST_CLASS(color, "samples.Color")

enum class mode { a };
PYHOST_ENUM(mode, a)
PYHOST_CLASS(mode, "builtins.str")

namespace {

/// A Python value, and what the table calls it.
struct sample {
    std::string name;
    py::object value;
};

std::vector<sample> read_samples(const py::module& samples) PYHOST_NEEDS_GIL
{
    const auto names = samples.attr("__dict__").cast<py::dict>();
    std::vector<sample> all;
    for (const auto& [name, expression] : names["SAMPLES"].cast<std::map<std::string, std::string>>())
        all.push_back({name, py::eval(expression, names)});
    return all;
}

std::string type_of(const py::object& o) PYHOST_NEEDS_GIL
{
    return o.is_none() ? "None" : py::type{o}.attr("__name__").cast<std::string>();
}

std::string joined(const std::set<std::string>& names)
{
    std::string text;
    for (const std::string& name : names) text.append(text.empty() ? "" : ",").append(name);
    return text;
}

template <class T>
std::string refusal(const py::object& other) PYHOST_NEEDS_GIL
{
    const py::result<T> loaded = py::try_cast<T>(other);
    return loaded.has_value() ? std::string{} : loaded.error().type_name() + ": " + loaded.error().message();
}

/// A type that is a view into a Python object, which no container may hold.
template <class T>
concept view = std::same_as<T, std::string_view> || std::same_as<T, std::span<const std::byte>>;

/// Whether a type that takes everything has taken a value as an error.
template <class T>
bool is_error([[maybe_unused]] const T& value)
{
    if constexpr (requires { value.error(); }) return !value.has_value();
    else return false;
}

int twice(int i) noexcept { return 2 * i; }

/// One line of output: the row, the type, what an error calls it, the samples taken, the Python types made of them, an error.
template <class T>
void both_ways(int row, const char* type, const std::vector<sample>& samples, const py::object& other) PYHOST_NEEDS_GIL
{
    std::set<std::string> takes, gives;
    bool is_same = true;
    for (const sample& one : samples) {
        const py::result<T> loaded = py::try_cast<T>(one.value);
        if (!loaded.has_value() || is_error(loaded.value())) continue;
        const py::object back = py::to_python(loaded.value());
        takes.insert(one.name);
        gives.insert(type_of(back));
        is_same = is_same && back.is(one.value);
    }
    if constexpr (std::is_function_v<std::remove_pointer_t<T>>) gives.insert(type_of(py::to_python(T{twice})));
    std::string named;
    if constexpr (!view<T>) named = refusal<std::vector<T>>(other);
    std::cout << "both\t" << row << '\t' << type << '\t' << named << '\t' << joined(takes) << '\t' << joined(gives) << '\t'
              << (is_same ? "same" : "new") << '\t' << refusal<T>(other) << '\n';
}

/// The same of a type from which nothing goes to Python.
template <class T>
void from_python_only(int row, const char* type, const std::vector<sample>& samples, const py::object& other) PYHOST_NEEDS_GIL
{
    std::set<std::string> takes;
    for (const sample& one : samples)
        if (py::try_cast<T>(one.value).has_value()) takes.insert(one.name);
    std::cout << "from\t" << row << '\t' << type << '\t' << refusal<std::vector<T>>(other) << '\t' << joined(takes) << "\t\t\t"
              << refusal<T>(other) << '\n';
}

/// Some value of a type that nothing comes from Python for.
template <class T>
decltype(auto) some_value()
{
    if constexpr (std::is_array_v<T>) {
        static const T text{};
        return (text);
    } else if constexpr (std::is_function_v<T>) {
        return (twice);
    } else if constexpr (std::is_function_v<std::remove_pointer_t<T>>) {
        return &twice;
    } else if constexpr (std::is_pointer_v<T>) {
        static std::remove_const_t<std::remove_pointer_t<T>> text[1] = {};
        return T{text};
    } else if constexpr (std::same_as<T, std::nullopt_t>) {
        return std::nullopt;
    } else {
        return T{};
    }
}

template <class T>
void to_python_only(int row, const char* type) PYHOST_NEEDS_GIL
{
    std::cout << "to\t" << row << '\t' << type << '\t' << type_of(py::to_python<T>(some_value<T>())) << '\n';
}

/// Every type that a header names, by table.py.
void convert_all(const std::vector<sample>& samples, const py::object& other) PYHOST_NEEDS_GIL
{
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wpedantic"  // of __int128
#endif
#include "rows.inc"
}

}  // namespace

int main(int, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // samples.py lies beside the program
    const py::interpreter python{py::config{}.module_path(folder)};
    const py::gil_guard gil;
    const py::module samples = py::import_module("samples");
    convert_all(read_samples(samples), samples.attr("Other")());
}
