// SPDX-License-Identifier: MIT
// Counts what C++ code throws in this program. It defines a function of the C++ runtime, so one file of a program includes it.
#pragma once

#include <atomic>
#include <cstdlib>
#include <dlfcn.h>
#include <typeinfo>

namespace support {

inline std::atomic<long> throws{0};

}  // namespace support

/// What a throw expression calls (Itanium C++ ABI, 2.4.3). By its name in the object file: compilers declare it each in their own way.
extern "C" [[noreturn]] void support_count_throw(void* thrown, std::type_info* type, void (*destroy)(void*)) __asm__("__cxa_throw");

extern "C" void support_count_throw(void* thrown, std::type_info* type, void (*destroy)(void*))
{
    using throwing = void (*)(void*, std::type_info*, void (*)(void*));
    static const auto original = reinterpret_cast<throwing>(dlsym(RTLD_NEXT, "__cxa_throw"));
    support::throws.fetch_add(1);
    original(thrown, type, destroy);
    std::abort();
}
