// SPDX-License-Identifier: MIT
// Runs one peer of one row some rounds, for callgrind and for a clock; bench.py asks for what it prints.
//
// Usage: rows                      lists "row<TAB>peer"
//        rows ROW PEER COUNT       runs it, prints the nanoseconds of one round
#include "rows.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace py = pyhost;

namespace {

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
def loop(f, rounds):
    for _ in range(rounds): f(1)
)";

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
    if (size != 4) {
        for (const benchmark::entry& one : benchmark::entries())
            std::printf("%s\t%s\n", std::string{one.row}.c_str(), std::string{one.peer}.c_str());
        return 0;
    }
    const py::interpreter python{py::config{}.site(false)};  // PYTHONHASHSEED counts
    const long count = std::atol(arguments[3]);
    for (const benchmark::entry& one : benchmark::entries()) {
        if (one.row != arguments[1] || one.peer != arguments[2]) continue;
        one.run(warm_up);  // fills caches, and lets CPython specialise
        const auto begin = std::chrono::steady_clock::now();
        one.run(count);
        const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - begin;
        std::printf("%.1f\n", passed.count() / static_cast<double>(count));
        return 0;
    }
    std::fprintf(stderr, "no row '%s' of '%s'\n", arguments[1], arguments[2]);
    return 2;
}
