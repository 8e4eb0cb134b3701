// SPDX-License-Identifier: MIT
// What the targets share: one interpreter for all inputs, and the end of a run when something is wrong.
#pragma once

#include <support/venv.hpp>

#include <pyhost/pyhost.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace fuzz {

/// Says what is wrong and ends the process: whoever drives the target then keeps the input.
[[noreturn]] inline void fail(const std::string& complaint)
{
    std::fprintf(stderr, "\n%s\n", complaint.c_str());
    std::abort();
}

inline void check(bool is_right, const char* otherwise)
{
    if (!is_right) fail(otherwise);
}

/// Starts the interpreter, which ends with the process.
inline void start() { static const pyhost::interpreter python{support::test_config()}; }

/// The globals of a script of this folder.
inline pyhost::dict run_script(const std::string& name) PYHOST_NEEDS_GIL { return pyhost::run_file(std::string{FUZZ_FOLDER "/"} + name); }

/// What a target has for all inputs, made once under the GIL. Like the interpreter it lives as long as the process.
template <class Material>
Material& material_of_all()
{
    static Material& made = []() -> Material& {
        start();
        const pyhost::gil_guard gil;
        return *new Material;
    }();
    return made;
}

/// How many references there are to each item.
inline std::vector<Py_ssize_t> reference_counts(const pyhost::list& items) PYHOST_NEEDS_GIL
{
    std::vector<Py_ssize_t> counts;
    for (const auto& item : items) counts.push_back(Py_REFCNT(item.ptr()));
    return counts;
}

/// Which counts have changed: "2: 3 before, 4 now"; nothing when none has.
inline std::string changes(const std::vector<Py_ssize_t>& before, const std::vector<Py_ssize_t>& now)
{
    std::string text;
    for (std::size_t i = 0; i < before.size(); ++i)
        if (now[i] != before[i])
            text +=
                "\nreferences to " + std::to_string(i) + ": " + std::to_string(before[i]) + " before, " + std::to_string(now[i]) + " now";
    return text;
}

}  // namespace fuzz
