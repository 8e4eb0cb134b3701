// SPDX-License-Identifier: MIT
// What a header for another library, such as pybind11.hpp, adds to the binary that includes it.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/detail/platform.hpp>

namespace pyhost::inline v0::detail {

/// One library beside pyhost. It has static storage, and its binary stays loaded.
struct extension {
    void (*at_start)();          // attached, at the end of each start that this binary makes; may throw, and be null
    bool (*raise_exception)();   // in a catch block: raises an exception of the library in Python; false for all others
    extension* next = nullptr;
};

inline constinit atomic<extension*> extensions{nullptr};

/// Adds a library to this binary; again is nothing.
inline bool add_extension(extension& added) noexcept
{
    extension* first = extensions.load();
    do {
        for (const extension* known = first; known != nullptr; known = known->next)
            if (known == &added) return true;
        added.next = first;
    } while (!extensions.replace(first, &added));
    pin_binary(&added);
    return true;
}

inline void start_extensions()
{
    for (const extension* one = extensions.load(); one != nullptr; one = one->next)
        if (one->at_start != nullptr) one->at_start();
}

/// Raises the exception that is being handled when it belongs to one of the libraries.
inline bool raise_by_extension()
{
    for (const extension* one = extensions.load(); one != nullptr; one = one->next)
        if (one->raise_exception()) return true;
    return false;
}

}  // namespace pyhost::inline v0::detail
