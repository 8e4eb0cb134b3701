// SPDX-License-Identifier: MIT
// What the cases of async/ share: a module of Python for each, what nobody awaited, messages.
#pragma once

#include <pyhost/async.hpp>
#include <pyhost/pyhost.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace std::chrono_literals;

/// Makes the module async_case of this source. What is told to sys.unraisablehook from then on is kept.
inline void define(std::string_view source)
{
    const py::gil_guard gil;
    static_cast<void>(py::module_from_source("async_case", source));
    py::exec("import sys\n"
             "unraisable_seen = []\n"
             "sys.unraisablehook = lambda u: unraisable_seen.append(f'{u.exc_type.__name__}: {u.exc_value}')\n");
}

inline std::vector<std::string> unraisable()
{
    const py::gil_guard gil;
    return py::eval("unraisable_seen").cast<std::vector<std::string>>();
}

/// The message of the error of Python that `f` throws.
template <class F>
std::string message_of(F f)
{
    try {
        f();
    } catch (const py::error& e) {
        return e.message();
    }
    return "nothing thrown";
}

/// Waits until it holds, for some seconds at most.
template <class Condition>
bool comes_true(Condition condition)
{
    for (int i = 0; i < 2000; ++i) {
        if (condition()) return true;
        std::this_thread::sleep_for(5ms);
    }
    return condition();
}
