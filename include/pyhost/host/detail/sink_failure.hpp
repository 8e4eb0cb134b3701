// SPDX-License-Identifier: MIT
// What a sink has thrown where it has no caller.
#pragma once

#include <pyhost/gil.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/convert.hpp>

#include <cstdio>
#include <exception>
#endif

namespace pyhost::inline v0::detail {

/// Tells of it in the catch block: to sys.unraisablehook, or to stderr where no thread may attach.
void report_sink_failure() noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void report_sink_failure() noexcept
{
    try {
        if (const gil_guard gil{std::try_to_lock}; gil) {
            raise_current_exception();
            PyErr_WriteUnraisable(nullptr);
            return;
        }
        throw;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "pyhost: a sink threw, with no Python to tell it to: %s\n", e.what());
    } catch (...) {
        std::fputs("pyhost: a sink threw, with no Python to tell it to\n", stderr);
    }
}

}  // namespace pyhost::inline v0::detail

#endif
