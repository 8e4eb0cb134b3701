// SPDX-License-Identifier: MIT
// Functions of C++ with named parameters, and several under one name, as builtin functions of Python.
#pragma once

#include <pyhost/detail/native_callable.hpp>
#include <pyhost/expose/detail/parameters.hpp>
#include <pyhost/expose/options.hpp>

namespace pyhost::inline v0::detail {

struct overload_in_use;

/// One function of C++; it is the same in every run.
struct overload_record {
    shared_value callable = {};
    PyObject* (*invoke)(PyObject*, PyObject* const*, Py_ssize_t, PyObject*) = nullptr;  ///< what Python calls when it is the only one
    PyObject* (*attempt_call)(const overload_in_use&, PyObject* const* values, bool exactly, bool& is_refused) = nullptr;
    PyObject* (*with_owner)(PyObject* result, PyObject* self) = nullptr;
    std::vector<parameter_record> parameters = {};
    std::string result_hint = {};
    std::string doc = {};
    source_place where = {};
};

/// All functions of one name.
struct exposed_record {
    std::string name = {};
    std::vector<overload_record> overloads = {};
};

struct overload_in_use {
    const overload_record* record;
    void* callable;
    parameter_list parameters;

    explicit overload_in_use(const overload_record& of) PYHOST_NEEDS_GIL : record{&of},
                                                                           callable{const_cast<void*>(of.callable.get())},
                                                                           parameters{of.parameters}
    {
    }
};

/// What a builtin function owns.
struct exposed_in_use {
    shared_value definition;  ///< of the module, where the records are
    const exposed_record* record = nullptr;
    std::string text = {};  ///< __text_signature__ and __doc__, as CPython takes them apart
    overload_in_use* first = nullptr;
    std::vector<overload_in_use*> all = {};

    exposed_in_use() = default;
    exposed_in_use(const exposed_in_use&) = delete;
    exposed_in_use& operator=(const exposed_in_use&) = delete;
    ~exposed_in_use()
    {
        for (const overload_in_use* one : all) delete one;
    }
};

/// Objects that a call makes of its arguments.
struct collected_arguments {
    PyObject* made[2] = {nullptr, nullptr};
    ~collected_arguments()
    {
        for (PyObject* one : made) Py_XDECREF(one);
    }
};

/// "argument 'x' of scale()".
[[nodiscard]] PYHOST_DETAIL_COLD PyObject* raise_named_argument(failure& why, const exposed_in_use& function, std::size_t index)
    PYHOST_NEEDS_GIL;

/// What Python calls for several overloads: first those that take values of exactly these types, then all, each in order.
PyObject* invoke_overloaded(PyObject* self, PyObject* const* args, Py_ssize_t given, PyObject* keywords) PYHOST_NEEDS_GIL;

/// Lets go of what was dropped without the GIL.
void drain_now() PYHOST_DETAIL_NO_ANALYSIS;

/// "(x: float, by: float = 2.0) -> float".
std::string signature_text(const overload_record& one);

/// What CPython takes __text_signature__ and __doc__ from.
std::string builtin_text(const exposed_record& record) PYHOST_NEEDS_GIL;

/// A new builtin function; null with an exception raised. `module` is the name of its module, or null.
PyObject* new_exposed(const shared_value& definition, const exposed_record& record, PyObject* module) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY PyObject* raise_named_argument(failure& why, const exposed_in_use& function, std::size_t index)
{
    why.raise("argument '" + function.first->record->parameters[index].name + "'", " of " + function.record->name + "()");
    return nullptr;
}

/// The types of the arguments of a call: "str, int, by=float".
inline std::string types_of_arguments(PyObject* const* args, Py_ssize_t given, PyObject* keywords) PYHOST_NEEDS_GIL
{
    std::string types;
    const auto add = [&](const std::string& one) { types += (types.empty() ? "" : ", ") + one; };
    for (Py_ssize_t i = 0; i < given; ++i) add(Py_TYPE(args[i])->tp_name);
    for (Py_ssize_t i = 0; keywords != nullptr && i < PyTuple_GET_SIZE(keywords); ++i)
        add(utf8_or(PyTuple_GET_ITEM(keywords, i), "?") + "=" + Py_TYPE(args[given + i])->tp_name);
    return types;
}

/// `first` is why the first overload whose parameters the arguments fill refused them, or null.
inline PyObject* raise_no_overload(const exposed_in_use& function, PyObject* const* args, Py_ssize_t given, PyObject* keywords,
                                   owned_pointer& first) PYHOST_NEEDS_GIL
{
    if (first && PyErr_GivenExceptionMatches(first.get(), PyExc_TypeError) == 0) {  // the types were right, and the value is not
        raise_again(first.release());
        return nullptr;
    }
    std::string text = function.record->name + "(): no overload takes (" + types_of_arguments(args, given, keywords) + "); there are";
    const char* before = " ";
    for (const overload_record& one : function.record->overloads) {
        text += before + function.record->name + signature_text(one);
        before = ", ";
    }
    if (first) text += "; the first says: " + rendered_message(first.get());
    raise_text(PyExc_TypeError, text);
    return nullptr;
}

/// Tries all overloads. Null, with nothing raised, when none takes the arguments.
inline PyObject* try_overloads(PyObject* self, const exposed_in_use& function, PyObject* const* args, Py_ssize_t given, PyObject* keywords,
                               PyObject** first) PYHOST_NEEDS_GIL
{
    const native_object& native = native_of(self);
    for (const bool exactly : {true, false})
        for (const overload_in_use* one : function.all) {
            std::vector<PyObject*> values(one->record->parameters.size() + 1);
            collected_arguments collected;
            if (!one->parameters.arrange(native.method.ml_name, args, given, keywords, values.data(), collected.made)) {
                if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) return nullptr;
                PyErr_Clear();
                continue;
            }
            bool is_refused = false;
            try {
                PyObject* result = one->record->attempt_call(*one, values.data(), exactly, is_refused);
                if (!is_refused) return one->record->with_owner(result, self);
                PyObject* reason = PyErr_Occurred() != nullptr ? take_raised() : nullptr;
                if (*first == nullptr) *first = reason;
                else Py_XDECREF(reason);
            } catch (...) {
                raise_current_exception();
                add_frame(native.method.ml_name, one->record->where);
                return nullptr;
            }
        }
    return nullptr;
}

PYHOST_DETAIL_BODY PyObject* invoke_overloaded(PyObject* self, PyObject* const* args, Py_ssize_t given, PyObject* keywords)
{
    native_object& native = native_of(self);
    const auto& function = *static_cast<const exposed_in_use*>(native.callable);
    if (!has_stack_room()) return nullptr;
    PyObject* first = nullptr;
    try {
        const callback_scope counted;
        PyObject* result = try_overloads(self, function, args, given, keywords, &first);
        owned_pointer reason{std::exchange(first, nullptr)};
        if (result != nullptr || PyErr_Occurred() != nullptr) return result;
        return raise_no_overload(function, args, given, keywords, reason);
    } catch (...) {
        Py_XDECREF(first);
        raise_current_exception();
        return nullptr;
    }
}

PYHOST_DETAIL_BODY void drain_now() PYHOST_DETAIL_NO_ANALYSIS { drain_deferred(process()); }

PYHOST_DETAIL_BODY PyObject* new_exposed(const shared_value& definition, const exposed_record& record, PyObject* module)
{
    const owned_pointer self{new_native()};
    if (!self) return nullptr;
    native_object& native = native_of(self.get());
    auto* made = new exposed_in_use;
    native.callable = made;
    native.destroy = [](void* f) { delete static_cast<exposed_in_use*>(f); };
    process().live_callables.fetch_add(1);
    made->definition = definition;
    made->record = &record;
    for (const overload_record& one : record.overloads) {
        made->all.reserve(made->all.size() + 1);
        made->all.push_back(new overload_in_use{one});
    }
    made->first = made->all.front();
    made->text = builtin_text(record);
    native.where = record.overloads.front().where;
    const bool is_one = record.overloads.size() == 1;
    const auto invoke = is_one ? record.overloads.front().invoke : &invoke_overloaded;
    native.method = {record.name.c_str(), reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(invoke)), METH_FASTCALL | METH_KEYWORDS,
                     made->text.c_str()};
    return PyCFunction_NewEx(&native.method, self.get(), module);
}

}  // namespace pyhost::inline v0::detail

#endif
