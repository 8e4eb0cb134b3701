// SPDX-License-Identifier: MIT
// A Python exception seen from C++: the base of the hierarchy in exceptions.hpp.
#pragma once

#include <pyhost/detail/error_links.hpp>
#include <pyhost/fwd.hpp>

#include <exception>
#include <optional>
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
/// Cost: copying is one atomic addition. Reading attaches; what what() and frames() have read once is kept.
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

    /// Exactly the text that Python's traceback module prints, without the last newline; a zero in it is `\x00`.
    ///
    /// Throws: nothing. When the interpreter ends at this very moment, only the name of the class.
    const char* what() const noexcept override;

    /// The class as tracebacks show it: "ValueError", "json.decoder.JSONDecodeError".
    [[nodiscard]] std::string type_name() const;

    /// str() of the exception; "<exception str() failed>" when that raises.
    [[nodiscard]] std::string message() const;

    /// The lines of the traceback, innermost last; empty for an error made in C++.
    ///
    /// Cost: Python's traceback module reads the source files; with source_lines::omitted nothing does, and what stands in `source` and
    /// the columns stays empty.
    [[nodiscard]] std::vector<frame> frames(source_lines lines = source_lines::read) const;

    /// What was added by add_note(), line by line as the traceback has it.
    [[nodiscard]] std::vector<std::string> notes() const;

    /// The exception that this one was raised from; nothing without `from`.
    ///
    /// It is an error like any other, which raise() throws with its own type. Code in Python may have made such a chain a circle.
    [[nodiscard]] std::optional<error> cause() const;

    /// The exception that was being handled when this one was raised, which is the cause too where both are one.
    [[nodiscard]] std::optional<error> context() const;

    /// Whether the traceback leaves the context out, as after `raise ... from ...`.
    [[nodiscard]] bool suppresses_context() const;

    /// The members of an ExceptionGroup, each of which may be one again; empty for all else.
    [[nodiscard]] std::vector<error> group() const;

    /// Where a SyntaxError is, what an OSError is about, and what sys.exit was told to end with; nothing for all else.
    [[nodiscard]] std::optional<syntax_details> syntax() const;
    [[nodiscard]] std::optional<os_details> os() const;
    [[nodiscard]] std::optional<int> exit_code() const;

    /// All of it as an object of JSON: {"type", "message", "frames", "notes", "cause", "context", ...}, see the page of 04_errors.
    ///
    /// Invalid UTF-8 is replaced. Throws: nothing but std::bad_alloc.
    [[nodiscard]] std::string to_json() const;

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

    /// Throws the C++ exception again that became this one on its way through Python: the same object, on any thread, after the end too.
    ///
    /// Throws: as raise() does, when Python code raised it, and when it was a py::error.
    [[noreturn]] void rethrow_original() const;

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
    detail::error_state* state_;
};

}  // namespace pyhost::inline v0
