// SPDX-License-Identifier: MIT
// Every macro of pyhost: the few that a user types, and the compiler's spellings behind PYHOST_DETAIL_ names.
#pragma once

// MSVC says its standard in _MSVC_LANG, and in __cplusplus only with /Zc:__cplusplus.
#if __cplusplus < 202002L && (!defined(_MSVC_LANG) || _MSVC_LANG < 202002L)
#error "pyhost needs C++20: compile with -std=c++20 (MSVC: /std:c++20), or link the CMake target pyhost::pyhost, which asks for it"
#endif

#if defined(__clang__)
#define PYHOST_DETAIL_ATTRIBUTE(x) __attribute__((x))
#else
#define PYHOST_DETAIL_ATTRIBUTE(x)
#endif

/// Marks a function, lambda or method that must run while this thread is attached to Python.
///
/// clang checks it (-Wthread-safety) against gil_guard and gil_release; other compilers see nothing.
#define PYHOST_NEEDS_GIL PYHOST_DETAIL_ATTRIBUTE(requires_capability(::pyhost::detail::the_gil))

/// Declares the fields of an aggregate that cross, beside it at namespace scope, by their names in Python where those are others:
/// PYHOST_FIELDS(point, x, class_ = "class"). Needs: convert/record.hpp.
#define PYHOST_FIELDS(type, ...)                                                                         \
    [[maybe_unused]] consteval auto pyhost_detail_fields(::std::type_identity<type>) noexcept            \
    {                                                                                                    \
        return ::pyhost::detail::field_list(PYHOST_DETAIL_EACH(PYHOST_DETAIL_FIELD, type, __VA_ARGS__)); \
    }

/// Which of them may be missing in Python; they keep what the aggregate itself gives them: PYHOST_DEFAULTS(point, y).
#define PYHOST_DEFAULTS(type, ...)                                                                       \
    [[maybe_unused]] consteval auto pyhost_detail_defaults(::std::type_identity<type>) noexcept          \
    {                                                                                                    \
        return ::pyhost::detail::field_list(PYHOST_DETAIL_EACH(PYHOST_DETAIL_FIELD, type, __VA_ARGS__)); \
    }

/// The Python class that a record or an enum becomes: PYHOST_CLASS(point, "geometry.Point").
#define PYHOST_CLASS(type, name) \
    [[maybe_unused]] consteval auto pyhost_detail_class(::std::type_identity<type>) noexcept { return ::pyhost::detail::class_path{name}; }

/// Declares the enumerators that cross, by their names in Python where those are others: PYHOST_ENUM(color, red = "RED", blue).
/// Needs: convert/enum.hpp, and PYHOST_CLASS for the enum.
#define PYHOST_ENUM(type, ...)                                                                                     \
    [[maybe_unused]] consteval auto pyhost_detail_enumerators(::std::type_identity<type>) noexcept                 \
    {                                                                                                              \
        return ::pyhost::detail::enumerator_list(PYHOST_DETAIL_EACH(PYHOST_DETAIL_ENUMERATOR, type, __VA_ARGS__)); \
    }

#define PYHOST_DETAIL_FIELD(type, name) (::pyhost::detail::field_named{#name}->*&type::name)
#define PYHOST_DETAIL_ENUMERATOR(type, name) (::pyhost::detail::enumerator_named{#name}->*type::name)

// each(type, a), each(type, b), ...: a macro names the next one only in a later scan, of which there are 256.
#define PYHOST_DETAIL_EACH(each, type, ...) __VA_OPT__(PYHOST_DETAIL_SCAN(PYHOST_DETAIL_FIRST(each, type, __VA_ARGS__)))
#define PYHOST_DETAIL_FIRST(each, type, name, ...) \
    each(type, name) __VA_OPT__(, PYHOST_DETAIL_NEXT PYHOST_DETAIL_PARENTHESES(each, type, __VA_ARGS__))
#define PYHOST_DETAIL_NEXT() PYHOST_DETAIL_FIRST
#define PYHOST_DETAIL_PARENTHESES ()
#define PYHOST_DETAIL_SCAN(...) PYHOST_DETAIL_SCAN_4(PYHOST_DETAIL_SCAN_4(PYHOST_DETAIL_SCAN_4(PYHOST_DETAIL_SCAN_4(__VA_ARGS__))))
#define PYHOST_DETAIL_SCAN_4(...) PYHOST_DETAIL_SCAN_3(PYHOST_DETAIL_SCAN_3(PYHOST_DETAIL_SCAN_3(PYHOST_DETAIL_SCAN_3(__VA_ARGS__))))
#define PYHOST_DETAIL_SCAN_3(...) PYHOST_DETAIL_SCAN_2(PYHOST_DETAIL_SCAN_2(PYHOST_DETAIL_SCAN_2(PYHOST_DETAIL_SCAN_2(__VA_ARGS__))))
#define PYHOST_DETAIL_SCAN_2(...) PYHOST_DETAIL_SCAN_1(PYHOST_DETAIL_SCAN_1(PYHOST_DETAIL_SCAN_1(PYHOST_DETAIL_SCAN_1(__VA_ARGS__))))
#define PYHOST_DETAIL_SCAN_1(...) __VA_ARGS__

#define PYHOST_DETAIL_CAPABILITY PYHOST_DETAIL_ATTRIBUTE(capability("GIL"))
#define PYHOST_DETAIL_SCOPED_CAPABILITY PYHOST_DETAIL_ATTRIBUTE(scoped_lockable)
#define PYHOST_DETAIL_ASSERTS_GIL PYHOST_DETAIL_ATTRIBUTE(assert_capability(::pyhost::detail::the_gil))
#define PYHOST_DETAIL_RELEASES_GIL PYHOST_DETAIL_ATTRIBUTE(release_capability(::pyhost::detail::the_gil))
#define PYHOST_DETAIL_UNLOCKS PYHOST_DETAIL_ATTRIBUTE(release_capability())
#define PYHOST_DETAIL_NO_ANALYSIS PYHOST_DETAIL_ATTRIBUTE(no_thread_safety_analysis)
#define PYHOST_DETAIL_LIFETIMEBOUND PYHOST_DETAIL_ATTRIBUTE(lifetimebound)

#if defined(_MSC_VER) && !defined(__clang__)
#define PYHOST_DETAIL_INLINE __forceinline
#define PYHOST_DETAIL_NOINLINE __declspec(noinline)
#define PYHOST_DETAIL_COLD
#else
#define PYHOST_DETAIL_INLINE inline __attribute__((always_inline))
#define PYHOST_DETAIL_NOINLINE __attribute__((noinline))
#define PYHOST_DETAIL_COLD __attribute__((cold))
#endif

// NOLINTBEGIN(modernize-macro-to-enum): other headers ask for them by #if.
// The bodies of what is not on a hot path are compiled with every file that includes them, or, where PYHOST_DETAIL_COMPILED is defined
// as the CMake target does, once for a program, in compiled.cpp. Both link together.
#if !defined(PYHOST_DETAIL_COMPILED)
#define PYHOST_DETAIL_BODIES 1
#define PYHOST_DETAIL_BODY inline
#elif defined(PYHOST_DETAIL_COMPILING)
#define PYHOST_DETAIL_BODIES 1
#define PYHOST_DETAIL_BODY
#else
#define PYHOST_DETAIL_BODIES 0
#endif

// The same for the bridge, whose bodies are in bridge/compiled.cpp, for programs that have one.
#if !defined(PYHOST_DETAIL_COMPILED)
#define PYHOST_DETAIL_BRIDGE_BODIES 1
#define PYHOST_DETAIL_BRIDGE_BODY inline
#elif defined(PYHOST_DETAIL_COMPILING_BRIDGE)
#define PYHOST_DETAIL_BRIDGE_BODIES 1
#define PYHOST_DETAIL_BRIDGE_BODY
#else
#define PYHOST_DETAIL_BRIDGE_BODIES 0
#endif

// The same for the transports of the bridge that need a library: each has a file of its own beside its header, bridge/websocket.cpp.
#if !defined(PYHOST_DETAIL_COMPILED)
#define PYHOST_DETAIL_TRANSPORT_BODIES 1
#define PYHOST_DETAIL_TRANSPORT_BODY inline
#elif defined(PYHOST_DETAIL_COMPILING_TRANSPORT)
#define PYHOST_DETAIL_TRANSPORT_BODIES 1
#define PYHOST_DETAIL_TRANSPORT_BODY
#else
#define PYHOST_DETAIL_TRANSPORT_BODIES 0
#endif
// NOLINTEND(modernize-macro-to-enum)

// Thread-local words are read on every guard; initial-exec makes that one load in a shared library too.
#if defined(__linux__)
#define PYHOST_DETAIL_TLS __attribute__((tls_model("initial-exec")))
#else
#define PYHOST_DETAIL_TLS
#endif
