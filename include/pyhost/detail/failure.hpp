// SPDX-License-Identifier: MIT
// Why a conversion failed: what was expected, what came, and the path to it. Nothing is allocated until one does.
#pragma once

#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/throw.hpp>

#include <optional>

namespace pyhost::inline v0::detail {

/// Python's repr of a value whose repr is not user code and is short; empty for all others.
std::string short_repr(PyObject* o) PYHOST_NEEDS_GIL;

/// What an exception says of an object: its type and its short repr.
std::string described(PyObject* o) PYHOST_NEEDS_GIL;

/// The short repr alone, as a key in a path is written; the type where there is none.
std::string shown(PyObject* o) PYHOST_NEEDS_GIL;

/// The same where CPython has just refused the object: its repr must not run with an exception raised.
std::string described_alone(PyObject* o) PYHOST_NEEDS_GIL;

/// Collects the reason of a failed conversion on its way out of nested values.
class failure {
public:
    failure() noexcept = default;
    ~failure()
    {
        if (found_ != nullptr) [[unlikely]]
            forget();
    }
    failure(const failure&) = delete;
    failure& operator=(const failure&) = delete;

    /// TypeError: "expected <expected>, got <type and repr of got>".
    PYHOST_DETAIL_COLD std::nullopt_t mismatch(std::string_view expected, PyObject* got) PYHOST_NEEDS_GIL;
    PYHOST_DETAIL_COLD std::nullopt_t mismatch(std::string_view expected, std::string_view got) PYHOST_NEEDS_GIL;

    /// The same as an OverflowError, for a value outside the range of the type.
    PYHOST_DETAIL_COLD std::nullopt_t overflow(std::string_view expected, PyObject* got) PYHOST_NEEDS_GIL;
    PYHOST_DETAIL_COLD std::nullopt_t overflow(std::string_view expected, std::string_view got) PYHOST_NEEDS_GIL;

    /// The same as a ValueError, for a value of the right type that no C++ value stands for.
    PYHOST_DETAIL_COLD std::nullopt_t bad_value(std::string_view expected, std::string_view got) PYHOST_NEEDS_GIL;

    /// The same as a BufferError, for memory that is not as a view of it needs.
    PYHOST_DETAIL_COLD std::nullopt_t bad_buffer(std::string_view expected, std::string_view got) PYHOST_NEEDS_GIL;

    /// What a user's converter says of the value, with the path inside it.
    PYHOST_DETAIL_COLD std::nullopt_t refused(PyObject* exception, std::string message, std::string path);

    /// The object's own code raised; that exception stays as it is.
    PYHOST_DETAIL_COLD std::nullopt_t raised() noexcept;

    /// Adds one step to the path, from the inside out: "[3]", "['rows']", ".age".
    PYHOST_DETAIL_COLD std::nullopt_t at(std::string_view step);
    PYHOST_DETAIL_COLD std::nullopt_t at_index(std::size_t index);
    PYHOST_DETAIL_COLD std::nullopt_t at_key(PyObject* key) PYHOST_NEEDS_GIL;

    /// Whether the object's own code raised, so that no alternative may be tried.
    [[nodiscard]] bool is_raised() const noexcept { return found_ == nullptr; }

    /// Raises the failure in Python, unless the object's own exception is raised already: "... at <root><path><owner>".
    ///
    /// Where the path begins, or would, in the message; 0 when that is another exception's, or the path has a root and so is a whole one.
    PYHOST_DETAIL_COLD std::uint32_t raise(std::string_view root = {}, std::string_view owner = {}) PYHOST_NEEDS_GIL;

private:
    struct reason {
        PyObject* exception;  // a built-in class, which never ends
        std::string message;
        std::string path;
    };

    PYHOST_DETAIL_COLD void forget() noexcept;
    std::nullopt_t refuse(PyObject* exception, std::string_view expected, std::string_view got);

    reason* found_ = nullptr;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Whether an int has about 40 digits at most: the repr of a long one takes long.
inline bool is_short_int(PyObject* o) PYHOST_NEEDS_GIL
{
    const double rounded = PyLong_AsDouble(o);
    if (rounded != -1 || PyErr_Occurred() == nullptr) return rounded > -1e40 && rounded < 1e40;
    PyErr_Clear();
    return false;
}

/// What takes in place of a value what came.
inline const char* taker_of(PyObject* got)
{
    return PyCoro_CheckExact(got) ? " (py::async_function awaits it)" : PyAsyncGen_CheckExact(got) ? " (py::async_stream reads it)" : "";
}

PYHOST_DETAIL_BODY std::string short_repr(PyObject* o)
{
    constexpr Py_ssize_t limit = 40;
    if (PyUnicode_CheckExact(o) && text_length(o) > limit) {
        const owned_pointer part{PyUnicode_Substring(o, 0, limit)};
        const owned_pointer shown{part ? PyObject_Repr(part.get()) : nullptr};
        return utf8_or(shown.get(), "") + "...";
    }
    const bool is_short = PyUnicode_CheckExact(o) || PyFloat_CheckExact(o) || PyBool_Check(o) ||
                          (PyLong_CheckExact(o) && is_short_int(o)) || (PyBytes_CheckExact(o) && PyBytes_GET_SIZE(o) <= limit);
    const owned_pointer shown{is_short ? PyObject_Repr(o) : nullptr};
    return utf8_or(shown.get(), "");
}

PYHOST_DETAIL_BODY std::string described(PyObject* o)
{
    if (o == Py_None) return "None";
    const std::string repr = short_repr(o);
    return repr.empty() ? Py_TYPE(o)->tp_name : Py_TYPE(o)->tp_name + (" " + repr);
}

PYHOST_DETAIL_BODY std::string shown(PyObject* o)
{
    const std::string repr = short_repr(o);
    return repr.empty() ? described(o) : repr;
}

PYHOST_DETAIL_BODY std::string described_alone(PyObject* o)
{
    PyErr_Clear();
    return described(o);
}

PYHOST_DETAIL_BODY std::nullopt_t failure::mismatch(std::string_view expected, PyObject* got)
{
    return refuse(PyExc_TypeError, expected, described_alone(got) + taker_of(got));
}

PYHOST_DETAIL_BODY std::nullopt_t failure::mismatch(std::string_view expected, std::string_view got)
{
    return refuse(PyExc_TypeError, expected, got);
}

PYHOST_DETAIL_BODY std::nullopt_t failure::overflow(std::string_view expected, PyObject* got)
{
    return refuse(PyExc_OverflowError, expected, described_alone(got));
}

PYHOST_DETAIL_BODY std::nullopt_t failure::overflow(std::string_view expected, std::string_view got)
{
    return refuse(PyExc_OverflowError, expected, got);
}

PYHOST_DETAIL_BODY std::nullopt_t failure::bad_value(std::string_view expected, std::string_view got)
{
    return refuse(PyExc_ValueError, expected, got);
}

PYHOST_DETAIL_BODY std::nullopt_t failure::bad_buffer(std::string_view expected, std::string_view got)
{
    return refuse(PyExc_BufferError, expected, got);
}

PYHOST_DETAIL_BODY std::nullopt_t failure::refused(PyObject* exception, std::string message, std::string path)
{
    forget();
    found_ = new reason{exception, std::move(message), std::move(path)};
    return std::nullopt;
}

PYHOST_DETAIL_BODY std::nullopt_t failure::raised() noexcept
{
    forget();
    return std::nullopt;
}

PYHOST_DETAIL_BODY std::nullopt_t failure::at(std::string_view step)
{
    if (found_ != nullptr) found_->path.insert(0, step);
    return std::nullopt;
}

PYHOST_DETAIL_BODY std::nullopt_t failure::at_index(std::size_t index) { return at("[" + std::to_string(index) + "]"); }

PYHOST_DETAIL_BODY std::nullopt_t failure::at_key(PyObject* key)
{
    if (found_ == nullptr) return std::nullopt;
    return at("[" + shown(key) + "]");
}

PYHOST_DETAIL_BODY std::uint32_t failure::raise(std::string_view root, std::string_view owner)
{
    if (found_ == nullptr) return 0;
    std::string text = found_->message;
    const auto path_at = static_cast<std::uint32_t>(text.size());
    if (!found_->path.empty() || !root.empty()) text.append(" at ").append(root).append(found_->path).append(owner);
    const owned_pointer shown{message_text(text)};
    if (shown) PyErr_SetObject(found_->exception, shown.get());
    return root.empty() ? path_at : 0;
}

PYHOST_DETAIL_BODY void failure::forget() noexcept { delete std::exchange(found_, nullptr); }

PYHOST_DETAIL_BODY std::nullopt_t failure::refuse(PyObject* exception, std::string_view expected, std::string_view got)
{
    PyErr_Clear();
    forget();
    found_ = new reason{exception, std::string{"expected "}.append(expected).append(", got ").append(got), {}};
    return std::nullopt;
}

}  // namespace pyhost::inline v0::detail

#endif
