// SPDX-License-Identifier: MIT
// The names of C++ types as a program's source has them.
#pragma once

#include <pyhost/macros.hpp>

#include <cstdlib>
#include <exception>
#include <string>
#include <typeinfo>
#if !defined(_MSC_VER)
#include <cxxabi.h>
#endif

namespace pyhost::inline v0::detail {

/// "std::vector<int, std::allocator<int> >": with all of its arguments, in the spelling of the compiler.
inline std::string text_of(const std::type_info& type)
{
#if defined(_MSC_VER)
    return type.name();
#else
    int status = 0;
    char* text = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
    std::string name = text != nullptr ? text : type.name();
    std::free(text);
    return name;
#endif
}

/// The type of the exception that is being handled.
inline std::string type_of_handled()
{
#if defined(_MSC_VER)
    return "unknown";
#else
    const std::type_info* type = abi::__cxa_current_exception_type();
    return type != nullptr ? text_of(*type) : "of another language";
#endif
}

}  // namespace pyhost::inline v0::detail
