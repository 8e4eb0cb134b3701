// SPDX-License-Identifier: MIT
// Runs one peer of one row some rounds, for callgrind and for a clock; bench.py asks for what it prints.
//
// Usage: rows                      lists "row<TAB>peer"
//        rows versions             lists "name<TAB>version" of Python, the compiler and the libraries
//        rows ROW PEER COUNT       runs it, prints the nanoseconds of one round
#include "rows.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace py = pyhost;

namespace {

#if defined(__clang__)
constexpr const char* compiler = "clang++ " __clang_version__;
#else
constexpr const char* compiler = "g++ " __VERSION__;
#endif

constexpr long warm_up = 100;

constexpr const char* source = R"(
def noop(): pass
def add(a, b): return a + b
def echo(s): return s
def scale(x, by=1): return x
class point:
    def move(self, by): return by
one_point = point()
class place:
    def __init__(self): self.x, self.y, self.name = 1.5, 2.5, 'here'
one_place = place()
integers = list(range(1000))
floats = [0.5 * n for n in range(1000)]
counts = {'key %d' % n: n for n in range(100)}
triple = (1, 'text', 2.5)
block = bytes(1 << 20)
nothing = None
def fails(): raise ValueError
def fails_deep(n=2): fails_deep(n - 1) if n else int('no number')
def loop(f, rounds):
    for _ in range(rounds): f(1)
)";

void print(std::string_view first, std::string_view second)
{
    std::printf("%s\t%s\n", std::string{first}.c_str(), std::string{second}.c_str());
}

void list_rows()
{
    for (const benchmark::entry& one : benchmark::entries()) print(one.row, one.peer);
}

void list_versions()
{
    const std::string_view python = Py_GetVersion();  // and then how it was built
    print("Python", std::string{python.substr(0, python.find(' '))} + (py::detail::has_gil ? "" : "t"));
    print("compiler", compiler);
    print("pyhost", py::version);
    for (const benchmark::library& one : benchmark::libraries()) print(one.peer, one.version);
}

void import_module_of(std::string_view peer)
{
    const py::gil_guard gil;
    for (const benchmark::library& one : benchmark::libraries())
        if (one.peer == peer && one.module != nullptr) static_cast<void>(py::import_module(one.module));
}

int run(std::string_view row, std::string_view peer, long count)
{
    const py::interpreter python{py::config{}.site(false)};  // PYTHONHASHSEED counts
    import_module_of(peer);
    for (const benchmark::entry& one : benchmark::entries()) {
        if (one.row != row || one.peer != peer) continue;
        one.run(std::min(warm_up, count));  // fills caches, and lets CPython specialise
        const auto begin = std::chrono::steady_clock::now();
        one.run(count);
        const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
        std::printf("%.3f\n", passed.count() / static_cast<double>(count));
        return 0;
    }
    std::fprintf(stderr, "no row '%s' of '%s'\n", std::string{row}.c_str(), std::string{peer}.c_str());
    return 2;
}

}  // namespace

void benchmark::fail()
{
    PyErr_Print();
    std::fputs("a peer did not do the work\n", stderr);
    std::_Exit(1);
}

py::dict benchmark::python_code()
{
    py::dict names;
    py::exec(source, names);
    return names;
}

PyObject* benchmark::raw(const char* name)
{
    py::dict names = python_code();
    PyObject* found = py::object{names[name]}.release();
    static_cast<void>(names.release());
    return found;
}

PyObject* benchmark::module_with_add() { return py::module_from_source("benchmark_module", "def add(a, b): return a + b\n").release(); }

std::vector<std::string> benchmark::texts()
{
    std::vector<std::string> made;
    for (int i = 0; i < 100; ++i) made.push_back("text " + std::to_string(i));
    return made;
}

int main(int size, char** arguments)
{
    if (size == 4) return run(arguments[1], arguments[2], std::strtol(arguments[3], nullptr, 10));
    if (size == 2) list_versions();
    else list_rows();
    return 0;
}
