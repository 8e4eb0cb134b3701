// SPDX-License-Identifier: MIT
// Python's warnings: given by C++ code, turned into exceptions, captured.
#pragma once

#include <pyhost/detail/message_text.hpp>
#include <pyhost/module.hpp>

#if PYHOST_DETAIL_BODIES
#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/types/str.hpp>
#endif
#include <string>
#include <string_view>
#include <vector>

namespace pyhost::inline v0 {
namespace detail {

void warn_as(PyObject* category, std::string_view message, int stack_level) PYHOST_NEEDS_GIL;

}  // namespace detail

/// Gives a warning, as warnings.warn does: `py::warn<py::deprecation_warning>("use scale()");`.
///
/// Python's filters decide whether it is shown, once or always, or raised: then it is thrown, as the class that it is. `stack_level` 1
/// is the line of Python that called C++, 2 the one that called that.
/// Needs: the GIL. Throws: the warning, where a filter says "error"; what showing it raises.
template <class Category = user_warning>
void warn(std::string_view message, int stack_level = 1) PYHOST_NEEDS_GIL
{
    static_assert(std::derived_from<Category, warning>, "pyhost: py::warn takes a class of warnings, such as py::deprecation_warning");
    detail::warn_as(detail::kind_class(detail::error_access::nearest_kind<Category>()), message, stack_level);
}

/// The same with a class of Python. Throws: type_error too, for one that is no warning.
inline void warn(const type& category, std::string_view message, int stack_level = 1) PYHOST_NEEDS_GIL
{
    detail::warn_as(category.resolve().ptr(), message, stack_level);
}

/// A warning that captured_warnings has caught.
struct warning_record {
    std::string category;  ///< "DeprecationWarning"
    std::string message;
    std::string file;
    int line = 0;
};

/// Catches all warnings for its scope, whatever the filters say; none is shown.
///
/// Those of other threads too, up to CPython 3.13 and wherever sys.flags.context_aware_warnings is not set: the filters belong to the
/// process. Needs: the GIL, also where it ends. Throws: what Python raises.
class captured_warnings {
public:
    captured_warnings() PYHOST_NEEDS_GIL;
    ~captured_warnings() PYHOST_DETAIL_NO_ANALYSIS;
    captured_warnings(const captured_warnings&) = delete;
    captured_warnings& operator=(const captured_warnings&) = delete;

    /// What has come so far, in order. Needs: the GIL.
    [[nodiscard]] std::vector<warning_record> records() const PYHOST_NEEDS_GIL;

private:
    object scope_, list_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

PYHOST_DETAIL_BODY void warn_as(PyObject* category, std::string_view message, int stack_level)
{
    if (!PyExceptionClass_Check(category) || PyObject_IsSubclass(category, PyExc_Warning) != 1)
        throw type_error("warn: expected a class of warnings, got " + described(category) + "; derive it from Warning");
    const owned_pointer text{message_text(message)};
    if (!text || PyErr_WarnFormat(category, stack_level, "%U", text.get()) < 0) throw_raised();
}

}  // namespace detail

PYHOST_DETAIL_BODY captured_warnings::captured_warnings()
{
    using namespace literals;
    const object warnings = import_module("warnings");
    scope_ = warnings.attr("catch_warnings")("record"_a = true);
    list_ = scope_.attr("__enter__")();
    warnings.attr("simplefilter")("always");
}

PYHOST_DETAIL_BODY captured_warnings::~captured_warnings() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_guard gil{std::try_to_lock};
    if (!gil) return;
    const detail::raised_scope keep;
    const detail::owned_pointer left{PyObject_CallMethod(scope_.ptr(), "__exit__", "OOO", Py_None, Py_None, Py_None)};
    if (!left) PyErr_WriteUnraisable(scope_.ptr());
}

PYHOST_DETAIL_BODY std::vector<warning_record> captured_warnings::records() const
{
    std::vector<warning_record> records;
    for (handle one : list_)
        records.push_back({.category = detail::qualified_name(reinterpret_cast<PyTypeObject*>(one.attr("category").get().ptr())),
                           .message = str(one.attr("message")).cast<std::string>(),
                           .file = one.attr("filename").cast<std::string>(),
                           .line = one.attr("lineno").cast<int>()});
    return records;
}

}  // namespace pyhost::inline v0

#endif
