// SPDX-License-Identifier: MIT
// Whether a callable of Python still has the parameters that a declaration in C++ was made for.
#pragma once

#include <pyhost/convert/object.hpp>
#include <pyhost/types/callable.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// The parameters of a function of Python code as its definition writes them, "(x, /, *, width=3)" or "async (x)", without the first one of
/// what is called bound; behind decorators that keep what they wrap. Empty for what has no code in Python. Numbers, text, bytes and None
/// stand as repr() has them, members of enums as "Color.RED", other defaults are "...". Throws: what reading them raises.
std::string parameters_of(handle callable, bool is_bound) PYHOST_NEEDS_GIL;

/// Whether these are those, where a default "..." is any.
bool are_parameters(std::string_view given, std::string_view expected) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/text.hpp>

namespace pyhost::inline v0::detail {

/// A new reference to the attribute, or null without an exception.
inline PyObject* attribute_or_null(PyObject* o, const char* name) PYHOST_NEEDS_GIL
{
    PyObject* found = PyObject_GetAttrString(o, name);
    if (found == nullptr) PyErr_Clear();
    return found;
}

/// The function of Python code behind a callable, or an empty object.
inline object definition_of(handle callable, bool& is_bound) PYHOST_NEEDS_GIL
{
    object found = object::borrow(callable);
    for (int depth = 0; depth < 64; ++depth) {  // who wraps itself has no parameters
        PyObject* o = found.ptr();
        if (PyObject* wrapped = attribute_or_null(o, "__wrapped__")) {
            found = object::steal(wrapped);
        } else if (PyFunction_Check(o)) {
            return found;
        } else if (PyMethod_Check(o)) {
            is_bound = true;
            found = object::borrow(PyMethod_Function(o));
        } else if (PyType_Check(o) && !is_bound) {
            is_bound = true;
            object made = object::steal(attribute_or_null(o, "__init__"));
            found = PyFunction_Check(made.ptr()) ? std::move(made) : object::steal(attribute_or_null(o, "__new__"));
        } else {
            break;
        }
    }
    return {};
}

/// "Color.RED" for a member of an enum, else empty.
inline std::string member_text(handle value) PYHOST_NEEDS_GIL
{
    PyObject* module = PyDict_GetItemString(PyImport_GetModuleDict(), "enum");
    if (module == nullptr) return {};  // then there is no enum
    const object base = handle{module}.attr("Enum");  // the class alone is looked at: a default may be a proxy
    if (!PyType_Check(base.ptr()) || PyType_IsSubtype(Py_TYPE(value.ptr()), reinterpret_cast<PyTypeObject*>(base.ptr())) == 0) return {};
    const object name = value.attr("_name_");
    if (name.is_none()) return {};  // of flags together
    const object type_name = handle{reinterpret_cast<PyObject*>(Py_TYPE(value.ptr()))}.attr("__name__");
    return cast<std::string>(type_name).append(".").append(cast<std::string>(name));
}

/// "=3", or "=..." for what is no constant.
inline std::string default_text(PyObject* value) PYHOST_NEEDS_GIL
{
    const bool is_constant = value == Py_None || PyBool_Check(value) || PyLong_CheckExact(value) || PyFloat_CheckExact(value) ||
                             PyUnicode_CheckExact(value) || PyBytes_CheckExact(value);
    const std::string text = is_constant ? cast<std::string>(object::steal(checked(PyObject_Repr(value)))) : member_text(value);
    return std::string{"="}.append(text.empty() ? "..." : text);
}

/// What the definition of a function is made of.
struct definition {
    explicit definition(handle function) PYHOST_NEEDS_GIL : code{function.attr("__code__")},
                                                            defaults{function.attr("__defaults__")},
                                                            keyword_defaults{function.attr("__kwdefaults__")},
                                                            names{code.attr("co_varnames")},
                                                            positional{code.attr("co_argcount").cast<int>()},
                                                            positional_only{code.attr("co_posonlyargcount").cast<int>()},
                                                            keywords{code.attr("co_kwonlyargcount").cast<int>()},
                                                            flags{code.attr("co_flags").cast<int>()}
    {
    }

    [[nodiscard]] std::string name(int at) const PYHOST_NEEDS_GIL { return cast<std::string>(PyTuple_GET_ITEM(names.ptr(), at)); }

    [[nodiscard]] std::string positional_at(int at) const PYHOST_NEEDS_GIL
    {
        const int first = positional - (defaults.is_none() ? 0 : static_cast<int>(PyTuple_GET_SIZE(defaults.ptr())));
        return name(at) + (at < first ? "" : default_text(PyTuple_GET_ITEM(defaults.ptr(), at - first)));
    }

    [[nodiscard]] std::string keyword_at(int at) const PYHOST_NEEDS_GIL
    {
        PyObject* value = keyword_defaults.is_none() ? nullptr : PyDict_GetItemString(keyword_defaults.ptr(), name(at).c_str());
        return name(at) + (value == nullptr ? "" : default_text(value));
    }

    object code, defaults, keyword_defaults, names;
    int positional, positional_only, keywords, flags;
};

PYHOST_DETAIL_BODY std::string parameters_of(handle callable, bool is_bound)
{
    constexpr int has_more = 0x04, has_more_keywords = 0x08, is_coroutine = 0x80;  // inspect: CO_VARARGS, CO_VARKEYWORDS, CO_COROUTINE
    const object function = definition_of(callable, is_bound);
    if (!function.has_value()) return {};
    const definition def{function};
    const int all = def.positional + def.keywords;  // behind which co_varnames has *args and **kwargs
    const bool has_rest = (def.flags & has_more) != 0;
    std::string text;
    const auto add = [&](const std::string& one) { text += (text.empty() ? "" : ", ") + one; };
    for (int i = is_bound ? 1 : 0; i < def.positional; ++i) {
        add(def.positional_at(i));
        if (i + 1 == def.positional_only) add("/");
    }
    if (has_rest) add("*" + def.name(all));
    else if (def.keywords != 0) add("*");
    for (int i = def.positional; i < all; ++i) add(def.keyword_at(i));
    if ((def.flags & has_more_keywords) != 0) add("**" + def.name(all + (has_rest ? 1 : 0)));
    return ((def.flags & is_coroutine) != 0 ? "async (" : "(") + text + ")";
}

/// Where the next parameter begins: behind a default, which may be text with commas in it.
inline std::size_t end_of_default(std::string_view text) noexcept
{
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == '\\') ++i;
            else if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == ',' || c == ')') {
            return i;
        }
    }
    return text.size();
}

PYHOST_DETAIL_BODY bool are_parameters(std::string_view given, std::string_view expected) noexcept
{
    constexpr std::string_view any = "=...";
    for (;;) {
        const std::size_t at = std::min(expected.find(any), expected.size());
        if (given.substr(0, at) != expected.substr(0, at)) return false;
        given.remove_prefix(at), expected.remove_prefix(at);
        if (expected.empty()) return given.empty();
        if (given.empty() || given.front() != '=') return false;
        expected.remove_prefix(any.size());
        given.remove_prefix(end_of_default(given));
    }
}

}  // namespace pyhost::inline v0::detail

#endif
