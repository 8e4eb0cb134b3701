// SPDX-License-Identifier: MIT
// What a command has given, or why it has not, and how that reaches the front end.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/detail/failure_answer.hpp>

#include <coroutine>
#include <exception>

namespace pyhost::inline v0::detail {

using held_call = std::shared_ptr<running_call>;

/// A coroutine that nobody waits for: it begins at once and owns itself.
struct detached_coroutine {
    struct promise_type {
        detached_coroutine get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }  // each has a catch for all
    };
};

/// What a command has given, and what is to be done with it.
struct given_value {
    enum class form : unsigned char { value, awaitable, items, async_items };
    form is = form::value;
    bridge::message text = {};
    ref<object> source = {};
};

inline given_value::form form_of(PyObject* o) PYHOST_NEEDS_GIL
{
    using form = given_value::form;
    if (PyDict_CheckExact(o) || PyUnicode_CheckExact(o) || PyList_CheckExact(o) || PyLong_CheckExact(o) || PyFloat_CheckExact(o))
        return form::value;
    const PyTypeObject* type = Py_TYPE(o);
    if (type->tp_as_async != nullptr && type->tp_as_async->am_await != nullptr) return form::awaitable;
    if (type->tp_as_async != nullptr && type->tp_as_async->am_aiter != nullptr && type->tp_as_async->am_anext != nullptr)
        return form::async_items;
    return PyIter_Check(o) != 0 ? form::items : form::value;
}

inline given_value given(const bridge_call& call, const object& value) PYHOST_NEEDS_GIL
{
    given_value made{.is = form_of(value.ptr())};
    if (made.is == given_value::form::value) made.text = encoded(*call.channel->app, call.channel->who, value);
    else made.source = ref<object>{value};
    return made;
}

/// In a catch block: the answer is what is being handled; what comes behind an answer is logged.
inline void refuse_current(bridge_call& call) noexcept
{
    const call_refusal why = refusal_of_current(call.channel->app->options.development);
    try {
        const bool is_told = call.refuse(why);
        if (is_told || why.code != "cancelled")
            call.channel->app->log(name_of(call.channel->who) + ": " + call.command->name + ": " + why.kind + ": " + why.message +
                                   (is_told ? "" : " (after its answer)"));
    } catch (...) {  // no memory: the channel tells it when it closes
    }
}

}  // namespace pyhost::inline v0::detail

#endif
