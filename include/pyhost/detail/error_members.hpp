// SPDX-License-Identifier: MIT
// The members of error that need Python objects.
#pragma once

#include <pyhost/detail/error_json.hpp>
#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/throw.hpp>
#include <pyhost/object.hpp>

namespace pyhost::inline v0::detail {

/// What C++ had thrown when an error is made of that; else null.
std::exception_ptr kept_original(error_state& state) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {
namespace detail {

PYHOST_DETAIL_BODY std::exception_ptr kept_original(error_state& state) noexcept
{
    const std::exception_ptr* original = find_part(state, &error_text::original, &original_of);
    return original != nullptr ? *original : nullptr;
}

/// The class that can be made from a message alone; groups and the three Unicode errors want more arguments.
inline PyObject* class_for_message(error_kind kind) noexcept
{
    if (kind == unicode_decode_error_kind || kind == unicode_encode_error_kind || kind == unicode_translate_error_kind)
        return PyExc_UnicodeError;
    if (kind == base_exception_group_kind) return PyExc_BaseException;
    return kind_class(kind);
}

/// Makes the Python exception of an error that was made in C++, once a run; -1 with an exception raised when that fails.
inline int materialise(error_state& state) PYHOST_NEEDS_GIL
{
    if (!state.is_made_in_cpp || has_exception(state)) return 0;
    const owned_pointer text{message_text(*state.text.load()->message.load())};
    PyObject* made = text ? PyObject_CallOneArg(class_for_message(state.kind), text.get()) : nullptr;
    if (made == nullptr) return -1;
    process_state& p = process();
    {
        const scoped_lock lock{p.errors_lock};
        if (!has_exception(state)) {
            state.exception = std::exchange(made, nullptr);
            state.generation = gate_word::generation_of(p.gate.load());
            push_node(p.errors, state);
        }
    }
    Py_XDECREF(made);  // the call ran Python code, or another thread meanwhile, that did the same
    return 0;
}

}  // namespace detail

PYHOST_DETAIL_BODY error::error(detail::error_kind kind, std::string_view message) : state_{detail::new_error_state()}
{
    state_->kind = kind;
    state_->is_made_in_cpp = true;
    detail::error_text& text = detail::text_of(*state_);
    text.message.store(new std::string{message});
    auto* what = new std::string{detail::kind_name(kind)};
    text.what.store(what);
    if (!message.empty()) what->append(": ").append(message);
}

PYHOST_DETAIL_BODY void error::raise() const
{
    state_->count.fetch_add(1);
    detail::raise_prepared(detail::prepare_state(state_));
}

PYHOST_DETAIL_BODY void error::rethrow_original() const
{
    if (const std::exception_ptr original = detail::kept_original(*state_)) std::rethrow_exception(original);
    raise();
}

PYHOST_DETAIL_BODY object error::value() const
{
    if (detail::materialise(*state_) < 0) detail::throw_raised();
    if (!detail::has_exception(*state_))
        throw interpreter_closed("error::value: the exception object is gone (its interpreter has ended); "
                                 "what(), message() and frames() remain");
    detail::normalise(*state_);
    return object::borrow(state_->exception);
}

PYHOST_DETAIL_BODY void error::restore() const noexcept
{
    if (detail::materialise(*state_) < 0) return;
    if (detail::has_exception(*state_)) return detail::raise_state(*state_);
    const std::string* known = detail::known_part(*state_, &detail::error_text::message);
    PyErr_SetString(detail::class_for_message(state_->kind), known != nullptr ? known->c_str() : "");
}

PYHOST_DETAIL_BODY bool error::is(handle class_object) const
{
    return PyErr_GivenExceptionMatches(value().ptr(), class_object.resolve().ptr()) != 0;
}

PYHOST_DETAIL_BODY bool error::is(std::string_view class_name) const
{
    const gil_guard gil;
    const object raised = value();
    const object mro = object::borrow(Py_TYPE(raised.ptr())->tp_mro);  // a metaclass's code may replace it meanwhile
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(mro.ptr()); ++i)
        if (detail::qualified_name(reinterpret_cast<PyTypeObject*>(PyTuple_GET_ITEM(mro.ptr(), i))) == class_name) return true;
    const object cls = object::steal(detail::find_loaded_class(class_name));
    return cls.has_value() && PyType_Check(cls.ptr()) && PyErr_GivenExceptionMatches(raised.ptr(), cls.ptr()) != 0;
}

PYHOST_DETAIL_BODY void error::print() const
{
    const gil_guard gil;
    const detail::raised_scope keep;
    if (detail::materialise(*state_) == 0 && !detail::has_exception(*state_)) return PySys_FormatStderr("%s\n", what());
    const object raised = value();
    const object trace = object::steal(detail::traceback_of(raised.ptr()));
    PyErr_Display(reinterpret_cast<PyObject*>(Py_TYPE(raised.ptr())), raised.ptr(), trace.ptr());
}

}  // namespace pyhost::inline v0

#endif
