// SPDX-License-Identifier: MIT
// A Python exception seen from C++: the base of the hierarchy in exceptions.hpp.
#pragma once

#include <pyhost/detail/error_state.hpp>
#include <pyhost/fwd.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0 {
namespace detail {

struct error_access;

/// A count of a state on its way into an error: it costs nothing to pass, where an error copies.
struct taken_error {
    error_state* state;
};

const char* kind_name(error_kind kind) noexcept;

}  // namespace detail

/// A Python exception. Every built-in exception class has a C++ class derived from it, in Python's own hierarchy.
///
/// It may be copied, kept, thrown on another thread and read with no GIL, also after the interpreter has ended: its text
/// is rendered when it is first asked for, and by stop() for all errors that are alive.
/// Cost: copying is one atomic addition. Reading attaches once, then never again.
class error : public std::exception {
public:
    /// For pyhost's own functions.
    error(detail::taken_error taken) noexcept : state_{taken.state} {}  // NOLINT(google-explicit-constructor): return take_error();

    error(const error& other) noexcept : state_{other.state_} { state_->count.fetch_add(1); }
    error& operator=(const error& other) noexcept
    {
        other.state_->count.fetch_add(1);
        detail::release_error(std::exchange(state_, other.state_));
        return *this;
    }
    ~error() override { detail::release_error(state_); }

    /// Exactly the text that Python's traceback module prints, without the last newline.
    ///
    /// Throws: nothing. When the interpreter ends at this very moment, only the name of the class.
    const char* what() const noexcept override;

    /// The class as tracebacks show it: "ValueError", "json.decoder.JSONDecodeError".
    [[nodiscard]] std::string type_name() const;

    /// str() of the exception; "<exception str() failed>" when that raises.
    [[nodiscard]] std::string message() const;

    /// The lines of the traceback, innermost last; empty for an error made in C++.
    [[nodiscard]] std::vector<frame> frames() const;

    /// Whether the exception is of this class or of a subclass, by name: "ValueError", "requests.exceptions.Timeout".
    ///
    /// The name may also be the one that a package gives the class again, like "requests.Timeout".
    /// Needs: a running interpreter; attaches by itself. Throws: interpreter_closed.
    [[nodiscard]] bool is(std::string_view class_name) const;

    /// The same for a class object. Needs: the GIL.
    [[nodiscard]] bool is(handle class_object) const PYHOST_NEEDS_GIL;

    /// The Python exception object. Needs: the GIL. Throws: interpreter_closed after the end of its interpreter.
    [[nodiscard]] object value() const PYHOST_NEEDS_GIL;

    /// Throws this error again with its own C++ type, on any thread.
    [[noreturn]] void raise() const;

    /// Prints the traceback to Python's sys.stderr. Needs: a running interpreter; attaches by itself.
    void print() const;

    /// Raises the exception in Python, for code that returns to the interpreter by the C API. Needs: the GIL.
    void restore() const noexcept PYHOST_NEEDS_GIL;

protected:
    /// An error made in C++; its Python exception is made when it is needed.
    error(detail::error_kind kind, std::string_view message);

    /// Takes over one count of `state`.
    explicit error(detail::error_state* state) noexcept : state_{state} {}

    friend struct detail::error_access;

private:
    /// The text, rendered now if it can be; null when the interpreter is ending.
    const detail::error_text* find_text() const noexcept;

    detail::error_state* state_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY const char* error::what() const noexcept
{
    const detail::error_text* text = find_text();
    return text != nullptr ? text->what.c_str() : detail::kind_name(state_->kind);
}

PYHOST_DETAIL_BODY std::string error::type_name() const
{
    const detail::error_text* text = find_text();
    return text != nullptr ? text->type_name : detail::kind_name(state_->kind);
}

PYHOST_DETAIL_BODY std::string error::message() const
{
    const detail::error_text* text = find_text();
    return text != nullptr ? text->message : std::string{};
}

PYHOST_DETAIL_BODY std::vector<frame> error::frames() const
{
    const detail::error_text* text = find_text();
    return text != nullptr ? text->frames : std::vector<frame>{};
}

PYHOST_DETAIL_BODY const detail::error_text* error::find_text() const noexcept
{
    if (const detail::error_text* known = state_->text.load()) return known;
    try {
        const gil_guard gil{std::try_to_lock};
        if (gil && state_->generation == detail::generation()) return &detail::rendered(*state_);
    } catch (...) {  // out of memory: the name of the class remains
    }
    return state_->text.load();
}

}  // namespace pyhost::inline v0

#endif
