// SPDX-License-Identifier: MIT
// Running Python source: eval, exec, run_file.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/detail/config_values.hpp>
#include <pyhost/types/str.hpp>

#if PYHOST_DETAIL_BODIES
#include <algorithm>
#endif

namespace pyhost::inline v0 {
namespace detail {

/// Compiles and runs `source`; `kind` is Py_eval_input or Py_file_input. `file` names it in tracebacks.
///
/// The source is UTF-8 whatever a coding cookie in it says, as the text that Python's eval() and exec() take.
object run_source(std::string_view source, const char* file, int kind, handle globals) PYHOST_NEEDS_GIL;

}  // namespace detail

/// Python's eval(): the value of one expression.
///
/// Needs: the GIL; without it std::logic_error or interpreter_closed. Throws: syntax_error, or what the expression raises.
object eval(std::string_view expression) PYHOST_NEEDS_GIL;
/// The same in these globals, a dict.
object eval(std::string_view expression, handle globals) PYHOST_NEEDS_GIL;

/// Python's exec(): runs statements in __main__. Needs: the GIL. Throws: syntax_error, or what the statements raise.
void exec(std::string_view statements) PYHOST_NEEDS_GIL;
/// The same in these globals, a dict.
void exec(std::string_view statements, handle globals) PYHOST_NEEDS_GIL;

/// Runs a file as a script and returns its globals, as Python's runpy.run_path(path, run_name="__main__").
///
/// The path is text or a std::filesystem::path. Its folder is not put on sys.path; config::module_path does that.
/// Needs: the GIL. Throws: file_not_found_error, syntax_error, or what the script raises; sys.exit() is a system_exit.
dict run_file(const detail::path_text& path) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// The globals of __main__, kept: what runs may take __main__ out of sys.modules.
inline object main_globals() PYHOST_NEEDS_GIL
{
    need_attached("run");
    return object::borrow(PyModule_GetDict(checked(PyImport_AddModule("__main__"))));
}

/// The source without what no parser needs: a byte order mark, and before an expression blanks and tabs, as Python's eval() does.
inline std::string_view trimmed(std::string_view source, int kind) noexcept
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (source.starts_with(mark)) source.remove_prefix(mark.size());
    if (kind == Py_eval_input) source.remove_prefix(std::min(source.find_first_not_of(" \t"), source.size()));
    return source;
}

PYHOST_DETAIL_BODY object run_source(std::string_view source, const char* file, int kind, handle globals)
{
    need_attached("run");
    if (source.find('\0') != std::string_view::npos) throw value_error("run: the source has an embedded zero; remove it");
    const std::string text{trimmed(source, kind)};
    PyCompilerFlags flags{PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE, PY_MINOR_VERSION};
    const object code = object::steal(checked(Py_CompileStringExFlags(text.c_str(), file, kind, &flags, -1)));
    PyObject* scope = globals.resolve().ptr();
    if (!PyDict_Check(scope)) throw type_error("run: globals must be a dict, got " + described(scope) + "; pass a py::dict");
    if (PyDict_GetItemString(scope, "__builtins__") == nullptr) checked(PyDict_SetItemString(scope, "__builtins__", PyEval_GetBuiltins()));
    checked(PySys_Audit("exec", "O", code.ptr()));  // as Python's exec() and PyRun_String do
    return object::steal(checked(PyEval_EvalCode(code.ptr(), scope, scope)));
}

}  // namespace pyhost::inline v0::detail

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY object eval(std::string_view expression)
{
    return detail::run_source(expression, "<string>", Py_eval_input, detail::main_globals());
}

PYHOST_DETAIL_BODY object eval(std::string_view expression, handle globals)
{
    return detail::run_source(expression, "<string>", Py_eval_input, globals);
}

PYHOST_DETAIL_BODY void exec(std::string_view statements)
{
    detail::run_source(statements, "<string>", Py_file_input, detail::main_globals());
}

PYHOST_DETAIL_BODY void exec(std::string_view statements, handle globals)
{
    detail::run_source(statements, "<string>", Py_file_input, globals);
}

PYHOST_DETAIL_BODY dict run_file(const detail::path_text& path)
{
    detail::need_attached("run_file");
    const object runpy = object::steal(detail::checked(PyImport_ImportModule("runpy")));
    const object file =
        object::steal(detail::checked(PyUnicode_DecodeFSDefaultAndSize(path.text.data(), static_cast<Py_ssize_t>(path.text.size()))));
    using namespace literals;
    return runpy.attr("run_path")(file, "run_name"_a = "__main__").cast<dict>();
}

}  // namespace pyhost::inline v0

#endif
