// SPDX-License-Identifier: MIT
// Rows of the benchmark: one operation, written by each peer's own means, as a loop of a given number of rounds.
#pragma once

#include <pyhost/pyhost.hpp>

#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace benchmark {

/// One way to do the work of a row: `run` does it `count` times. The first peer of a row is the hand-written C API.
struct entry {
    std::string_view row;
    std::string_view peer;
    void (*run)(long count);
};

/// All of them, in the order of the files.
inline std::vector<entry>& entries()
{
    static std::vector<entry> all;
    return all;
}

/// Enters a row when the program begins.
struct enter {
    enter(std::string_view row, std::string_view peer, void (*run)(long count)) { entries().push_back({row, peer, run}); }
};

/// What a peer's rows are written with. `module` is built in to the interpreter and imported before the peer's first round.
struct library {
    std::string_view peer;
    std::string version;
    const char* module;
};

inline std::vector<library>& libraries()
{
    static std::vector<library> all;
    return all;
}

/// Enters a library when the program begins.
struct enter_library {
    enter_library(std::string_view peer, std::string version, const char* module = nullptr)
    {
        libraries().push_back({peer, std::move(version), module});
    }
};

/// A version as text.
inline std::string dotted(int major, int minor, int patch)
{
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

/// Ends the program: a peer did not do the work.
[[noreturn]] void fail();

inline void require(bool is_done)
{
    if (!is_done) [[unlikely]]
        fail();
}

/// Has the compiler believe that `value` is used.
template <class T>
inline void keep(const T& value)
{
    asm volatile("" : : "g"(&value) : "memory");
}

/// A new copy of the Python code that the rows use: what CPython specialises in it for one peer serves no other.
pyhost::dict python_code() PYHOST_NEEDS_GIL;

/// One name of such a copy, for the C API; both are kept to the end of the program.
PyObject* raw(const char* name) PYHOST_NEEDS_GIL;

/// A module with a function `add`, for the C API; new.
PyObject* module_with_add() PYHOST_NEEDS_GIL;

/// A hundred short texts.
std::vector<std::string> texts();

struct place {
    double x, y;
    std::string name;
};

/// Drops what the C API returned, which must not be null.
inline void drop(PyObject* made) PYHOST_NEEDS_GIL
{
    require(made != nullptr);
    Py_DECREF(made);
}

/// Makes a Scope `count` times, under an Outer.
template <class Outer, class Scope>
void nest(long count)
{
    [[maybe_unused]] const Outer outer{};
    for (long i = 0; i < count; ++i) {
        const Scope scope;
        keep(&scope);
    }
}

/// The same on a thread that is new to Python, under nothing.
template <class Scope>
void nest_on_new_thread(long count)
{
    struct nothing {};
    std::thread{nest<nothing, Scope>, count}.join();
}

/// Calls the function that `Make` makes with 1, as Python's own C code does.
template <PyObject* (*Make)()>
void callback(long count)
{
    const pyhost::gil_guard gil;
    PyObject *f = Make(), *one = PyLong_FromLong(1);
    for (long i = 0; i < count; ++i) {
        PyObject* arguments[] = {nullptr, one};
        drop(PyObject_Vectorcall(f, arguments + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr));
    }
    Py_DECREF(one);
    Py_DECREF(f);
}

/// The same from a Python loop, of which each peer has a copy of its own.
template <PyObject* (*Make)()>
void callback_loop(long count)
{
    const pyhost::gil_guard gil;
    static PyObject* loop = raw("loop");
    PyObject *f = Make(), *rounds = PyLong_FromLong(count);
    drop(PyObject_CallFunctionObjArgs(loop, f, rounds, nullptr));
    Py_DECREF(rounds);
    Py_DECREF(f);
}

}  // namespace benchmark
