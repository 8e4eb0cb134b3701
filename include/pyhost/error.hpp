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

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

/// Calls `f` attached while the exception can still be had; whether it did. Throws nothing.
template <class F>
bool with_exception(const error_state& state, F f) noexcept
{
    try {
        const gil_guard gil{std::try_to_lock};
        if (!gil || !has_exception(state)) return false;
        f();
        return true;
    } catch (...) {  // out of memory
        return false;
    }
}

/// A part of the text, rendered now if it can be; null when it can't, as when the interpreter is ending.
template <class Part>
const Part* find_part(error_state& state, atomic<const Part*> error_text::* part, Part (*render)(PyObject*)) noexcept
{
    const error_text* text = state.text.load();
    if (text != nullptr)
        if (const Part* known = (text->*part).load()) return known;
    with_exception(state, [&]() PYHOST_NEEDS_GIL { rendered(state, part, render); });
    text = state.text.load();
    return text != nullptr ? (text->*part).load() : nullptr;
}

inline error_about about_of(error_state& state)
{
    const error_about* about = find_part(state, &error_text::about, &rendered_about);
    return about != nullptr ? *about : error_about{.type_name = kind_name(state.kind)};
}

inline error counted(error_state* state) noexcept
{
    state->count.fetch_add(1);
    return taken_error{state};
}

/// Gives `read` what the error knows of: now, or what the end of its interpreter has kept.
template <class F>
void read_links(error_state& state, F read)
{
    error_links links;
    if (with_exception(state, [&]() PYHOST_NEEDS_GIL { fill_links(links, state); })) return read(links);
    const error_text* text = state.text.load();
    if (const error_links* kept = text != nullptr ? text->links.load() : nullptr) read(*kept);
}

inline std::optional<error> linked_error(error_state& state, error_state* error_links::* link)
{
    std::optional<error> found;
    read_links(state, [&](const error_links& links) {
        if (links.*link != nullptr) found = counted(links.*link);
    });
    return found;
}

}  // namespace detail

PYHOST_DETAIL_BODY const char* error::what() const noexcept
{
    const std::string* text = detail::find_part(*state_, &detail::error_text::what, &detail::rendered_text);
    return text != nullptr ? text->c_str() : detail::kind_name(state_->kind);
}

PYHOST_DETAIL_BODY std::string error::message() const
{
    const std::string* text = detail::find_part(*state_, &detail::error_text::message, &detail::rendered_message);
    return text != nullptr ? *text : std::string{};
}

PYHOST_DETAIL_BODY std::vector<frame> error::frames(source_lines lines) const
{
    std::vector<frame> frames;
    if (lines == source_lines::omitted) {
        const auto walk = [&]() PYHOST_NEEDS_GIL {
            detail::normalise(*state_);
            frames = detail::frames_without_source(state_->exception);
        };
        if (detail::with_exception(*state_, walk)) return frames;
    }
    if (const auto* known = detail::find_part(*state_, &detail::error_text::frames, &detail::rendered_frames)) frames = *known;
    if (lines == source_lines::omitted)
        for (frame& one : frames) one = {.file = std::move(one.file), .line = one.line, .function = std::move(one.function)};
    return frames;
}

PYHOST_DETAIL_BODY std::string error::type_name() const { return detail::about_of(*state_).type_name; }
PYHOST_DETAIL_BODY std::vector<std::string> error::notes() const { return detail::about_of(*state_).notes; }
PYHOST_DETAIL_BODY bool error::suppresses_context() const { return detail::about_of(*state_).suppresses_context; }
PYHOST_DETAIL_BODY std::optional<syntax_details> error::syntax() const { return detail::about_of(*state_).syntax; }
PYHOST_DETAIL_BODY std::optional<os_details> error::os() const { return detail::about_of(*state_).os; }
PYHOST_DETAIL_BODY std::optional<int> error::exit_code() const { return detail::about_of(*state_).exit_code; }

PYHOST_DETAIL_BODY std::optional<error> error::cause() const { return detail::linked_error(*state_, &detail::error_links::cause); }
PYHOST_DETAIL_BODY std::optional<error> error::context() const { return detail::linked_error(*state_, &detail::error_links::context); }

PYHOST_DETAIL_BODY std::vector<error> error::group() const
{
    std::vector<error> members;
    detail::read_links(*state_, [&](const detail::error_links& links) {
        for (detail::error_state* member : links.group) members.push_back(detail::counted(member));
    });
    return members;
}

}  // namespace pyhost::inline v0

#endif
