// SPDX-License-Identifier: MIT
// Rows of the benchmark: one operation, written by each peer's own means, as a loop of a given number of rounds.
#pragma once

#include <pyhost/pyhost.hpp>

#include <string_view>
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

/// Ends the program where a peer did not do the work.
void require(bool is_done);

/// A new copy of the Python code that the rows use: what CPython specialises in it for one peer serves no other.
pyhost::dict python_code() PYHOST_NEEDS_GIL;

/// One name of such a copy, for the C API; both are kept to the end of the program.
PyObject* raw(const char* name) PYHOST_NEEDS_GIL;

/// Drops what the C API returned, which must not be null.
inline void drop(PyObject* made) PYHOST_NEEDS_GIL
{
    require(made != nullptr);
    Py_DECREF(made);
}

}  // namespace benchmark
