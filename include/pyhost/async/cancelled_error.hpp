// SPDX-License-Identifier: MIT
// asyncio.CancelledError as an exception of C++.
#pragma once

#include <pyhost/exceptions.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/extension.hpp>
#include <pyhost/detail/failure.hpp>
#include <pyhost/detail/mapped_exception.hpp>
#include <pyhost/module.hpp>
#endif

namespace pyhost::inline v0 {

/// What was awaited did not come to its end, since somebody cancelled it: asyncio.CancelledError, which is no `exception` in Python either.
///
/// Thrown by what waits for a call of Python that was cancelled, and by call_with() for one that was interrupted, which is
/// pyhost.Interrupted in Python. Thrown in C++ that Python awaits, it is asyncio.CancelledError there. A function<> that raises
/// CancelledError throws an error of no class of its own.
class cancelled_error : public detail::builtin<detail::base_exception_kind, error> {
public:
    /// Needs: nothing.
    explicit cancelled_error(std::string_view message = "");

protected:
    explicit cancelled_error(detail::error_state* state) noexcept : builtin{state} {}
    friend struct detail::error_access;
};

namespace detail {

/// Has an error that is asyncio.CancelledError thrown as cancelled_error from now on; whether it is one.
bool mark_cancelled(error& e, PyObject* cancelled_class) PYHOST_NEEDS_GIL;

/// Whether it was.
bool is_cancelled_error(const error& e) noexcept;

}  // namespace detail
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

/// In a catch block: raises asyncio.CancelledError for one that C++ made.
inline bool raise_cancelled_error() PYHOST_NEEDS_GIL
{
    try {
        throw;
    } catch (const cancelled_error& e) {
        if (!error_access::state(e).is_made_in_cpp) return false;
        const owned_pointer asyncio{PyImport_ImportModule("asyncio")};
        const owned_pointer cls{asyncio ? PyObject_GetAttrString(asyncio.get(), "CancelledError") : nullptr};
        if (cls) raise_text(cls.get(), e.message());
        return true;
    } catch (...) {
        return false;
    }
}

inline constinit extension cancelled_extension{nullptr, &raise_cancelled_error};

/// In no list, since it would slow the look at every error: errors of awaited calls have it set.
inline const exception_mapping& cancelled_mapping() noexcept
{
    static const exception_mapping made{.type = &typeid(cancelled_error),
                                        .name = nullptr,
                                        .found = nullptr,
                                        .arguments = nullptr,
                                        .matches = nullptr,
                                        .raise = nullptr,
                                        .prepare = [](error_state* state) { return prepare<cancelled_error>(state); },
                                        .throw_pointer = nullptr,
                                        .catches_pointer = nullptr,
                                        .next = nullptr};
    return made;
}

PYHOST_DETAIL_BODY bool mark_cancelled(error& e, PyObject* cancelled_class)
{
    error_state& state = error_access::state(e);
    if (PyObject_IsSubclass(reinterpret_cast<PyObject*>(class_of(state)), cancelled_class) != 1) return false;
    pin_binary(&cancelled_mapping());
    state.mapping = &cancelled_mapping();
    return true;
}

PYHOST_DETAIL_BODY bool is_cancelled_error(const error& e) noexcept { return error_access::state(e).mapping == &cancelled_mapping(); }

}  // namespace detail

PYHOST_DETAIL_BODY cancelled_error::cancelled_error(std::string_view message) : builtin{message}
{
    detail::add_extension(detail::cancelled_extension);
}

}  // namespace pyhost::inline v0

#endif
