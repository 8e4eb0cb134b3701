// SPDX-License-Identifier: MIT
// The exceptions that an exception knows of, as errors of their own: its cause, its context, the members of a group.
#pragma once

#include <pyhost/detail/error_state.hpp>

namespace pyhost::inline v0::detail {

/// New errors for what the exception of an error knows of now. Needs: has_exception(state).
void fill_links(error_links& links, error_state& state) PYHOST_NEEDS_GIL;

/// Renders the errors that are alive and lets go of their objects; part of the end of the interpreter.
void render_live_errors(process_state& p) PYHOST_NEEDS_GIL;

/// Forgets the exceptions of errors that came after that, when the interpreter has ended.
void abandon_errors(process_state& p) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/newer_classes.hpp>

namespace pyhost::inline v0::detail {

/// How many links are followed from an error when its interpreter ends, how many errors are made so, and how long their texts are together.
/// What lies behind them is in the text of what() alone: Python code can make them a circle, and each text has those of all behind it.
inline constexpr std::uint8_t kept_distance = 100;
inline constexpr std::int64_t kept_errors = 10000;
inline constexpr std::int64_t kept_text = 4 << 20;

/// An error for an exception that that of `from` knows of; null for none.
inline error_state* link_to(const error_state& from, PyObject* exception) PYHOST_NEEDS_GIL
{
    if (!is_instance(exception)) return nullptr;
    error_state* made = new_error_state();
    process_state& p = process();
    made->exception = new_reference(exception);
    made->generation = from.generation;
    classify(*made);
    link_error(p, *made);
    if (gate_word::phase_of(p.gate.load()) == phase::sealed) [[unlikely]]
        render_all(*made);
    return made;
}

/// The tuple of the members of a group; null for all else.
inline PyObject* members_of(PyObject* exception) PYHOST_NEEDS_GIL
{
    PyObject* const* group = base_exception_group_class();
    if (group == nullptr || !PyObject_TypeCheck(exception, reinterpret_cast<PyTypeObject*>(*group))) return nullptr;
    PyObject* members = PyObject_GetAttrString(exception, "exceptions");
    PyErr_Clear();
    if (members == nullptr || PyTuple_CheckExact(members)) return members;
    Py_DECREF(members);  // of a subclass that has something else there
    return nullptr;
}

PYHOST_DETAIL_BODY void fill_links(error_links& links, error_state& state)
{
    const raised_scope keep;
    normalise(state);
    const owned_pointer exception{new_reference(state.exception)};
    const owned_pointer cause{PyException_GetCause(exception.get())};
    const owned_pointer context{PyException_GetContext(exception.get())};
    links.cause = link_to(state, cause.get());
    if (links.cause != nullptr && context.get() == cause.get()) {
        links.cause->count.fetch_add(1);
        links.context = links.cause;
    } else {
        links.context = link_to(state, context.get());
    }
    const owned_pointer members{members_of(exception.get())};
    for (Py_ssize_t i = 0; members && i < PyTuple_GET_SIZE(members.get()); ++i)
        if (is_instance(PyTuple_GET_ITEM(members.get(), i))) {
            links.group.reserve(static_cast<std::size_t>(PyTuple_GET_SIZE(members.get())));
            links.group.push_back(link_to(state, PyTuple_GET_ITEM(members.get(), i)));
        }
}

PYHOST_DETAIL_BODY error_links::~error_links()
{
    if (cause != nullptr) release_error(cause);
    if (context != nullptr) release_error(context);
    for (error_state* member : group) release_error(member);
}

/// Keeps what an error knows of over the end of its interpreter. They are complete when other threads see them.
inline void keep_links(error_state& state) PYHOST_NEEDS_GIL
{
    auto* made = new error_links;
    try {
        fill_links(*made, state);
    } catch (...) {
        delete made;
        throw;
    }
    const auto distance = static_cast<std::uint8_t>(state.distance + 1);
    for (error_state* linked : made->group) linked->distance = distance;
    for (error_state* linked : {made->cause, made->context})
        if (linked != nullptr) linked->distance = distance;
    keep_part(text_of(state).links, static_cast<const error_links*>(made));
}

/// The next live error that still holds Python objects, counted once more; null when there is none.
inline error_state* next_live_error(process_state& p) noexcept
{
    const scoped_lock lock{p.errors_lock};
    for (error_state* state = p.errors; state != nullptr; state = state->older) {
        std::int64_t count = state->count.load();
        while (count != 0 && !state->count.replace(count, count + 1)) {}
        if (count != 0) return state;
    }
    return nullptr;
}

PYHOST_DETAIL_BODY void render_live_errors(process_state& p)
{
    std::int64_t errors_left = kept_errors, text_left = kept_text;
    while (error_state* state = next_live_error(p)) {
        render_all(*state);
        if (state->distance != 0) {
            --errors_left;
            text_left -= static_cast<std::int64_t>(text_of(*state).what.load()->size());
        }
        const bool is_followed = state->distance < kept_distance && errors_left > 0 && text_left > 0;
        if (state->distance == 0 || is_followed) keep_links(*state);
        unlink_error(p, *state);
        Py_CLEAR(state->exception);
        release_error(state);
    }
}

PYHOST_DETAIL_BODY void abandon_errors(process_state& p) noexcept
{
    while (p.errors != nullptr) {
        error_state& state = *p.errors;
        unlink_error(p, state);
        state.type = state.exception = state.traceback = nullptr;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
