// SPDX-License-Identifier: MIT
// What the copies of one error share: the exception until the end of its interpreter, and its text from then on.
#pragma once

#include <pyhost/detail/deferred.hpp>
#include <pyhost/detail/exception_mapping.hpp>
#include <pyhost/detail/original.hpp>
#include <pyhost/detail/render_text.hpp>
#include <pyhost/gil.hpp>

#include <new>
#include <utility>

namespace pyhost::inline v0::detail {

/// Number of a built-in exception class; the table is in exceptions.hpp.
using error_kind = unsigned char;

/// Counted, so that errors copy without the GIL. In the list of live errors while it holds Python objects.
struct error_state {
    atomic<std::int64_t> count{1};
    std::uint64_t generation = 0;
    PyObject* type = nullptr;       // before 3.12, until the exception is normalised
    PyObject* exception = nullptr;  // null: made in C++ and not yet needed, or rendered by the end of its interpreter
    PyObject* traceback = nullptr;
    error_kind kind = 0;
    bool is_made_in_cpp = false;
    std::uint8_t distance = 0;  // links from an error that somebody holds, of what the end of the interpreter keeps
    std::uint32_t path_at = 0;  // of a failed conversion: where in its message the path begins; 0 for all others
    const exception_mapping* mapping = nullptr;  // to the C++ class that it is thrown as, in place of the one of `kind`
    atomic<error_text*> text{nullptr};
    error_state* newer = nullptr;  // in process_state::errors
    error_state* older = nullptr;
};

void release_error(error_state* state) noexcept;

error_state* new_error_state();

/// The parts of the text, made on first use.
error_text& text_of(error_state& state);

/// One part, rendered now unless it is there. Needs: has_exception(state).
template <class Part>
const Part& rendered(error_state& state, atomic<const Part*> error_text::* part, Part (*render)(PyObject*)) PYHOST_NEEDS_GIL;

/// All parts but the links.
void render_all(error_state& state) PYHOST_NEEDS_GIL;

/// Sets the C++ class that an error is thrown as.
void classify(error_state& state) PYHOST_NEEDS_GIL;

/// Takes the raised exception; not normalised before 3.12, which costs more than the whole catch.
///
/// During the finalisation its text is rendered at once, since stop() has done that for all others.
error_state* take_error_state() PYHOST_NEEDS_GIL;

/// Raises the exception of `state` again in Python.
void raise_state(error_state& state) PYHOST_NEEDS_GIL;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline void link_error(process_state& p, error_state& state) noexcept
{
    const scoped_lock lock{p.errors_lock};
    push_node(p.errors, state);
}

inline void unlink_error(process_state& p, error_state& state) noexcept
{
    const scoped_lock lock{p.errors_lock};
    remove_node(p.errors, state);
}

inline void drop_all(PyObject* a, PyObject* b, PyObject* c) noexcept
{
    const bool is_attached_here = attached();
    for (PyObject* o : {a, b, c}) {
        if (o == nullptr) continue;
        if (is_attached_here) [[likely]]
            Py_DECREF(o);
        else defer_drop(o);
    }
}

/// Gives the memory of an error back, or keeps it for the next one of this thread.
inline void free_error_state(error_state* state) noexcept
{
    state->~error_state();
    if (known_record != nullptr && spare_memory == nullptr) spare_memory = state;
    else ::operator delete(state);
}

/// Whether the Python exception can still be had.
inline bool has_exception(const error_state& state)
{
    return state.generation == generation() && (state.exception != nullptr || state.type != nullptr);
}

/// Makes `exception` the normalised instance, with its traceback set.
///
/// It works on references of its own: normalising runs Python code, and another thread may do the same meanwhile.
inline void normalise(error_state& state) PYHOST_NEEDS_GIL
{
    if (state.type == nullptr) return;
    const raised_scope keep;
    PyErr_Restore(new_reference(state.type), new_reference(state.exception), new_reference(state.traceback));
    PyObject* normalised = take_raised();
    if (state.type == nullptr) return Py_DECREF(normalised);
    Py_XSETREF(state.exception, normalised);
    Py_CLEAR(state.type);
    Py_CLEAR(state.traceback);
}

inline bool is_instance(PyObject* raised) noexcept { return raised != nullptr && PyExceptionInstance_Check(raised); }

/// The class of the exception; it needs no normalising.
inline PyTypeObject* class_of(const error_state& state) noexcept
{
    if (state.type != nullptr) return reinterpret_cast<PyTypeObject*>(state.type);
    return Py_TYPE(state.exception);
}

PYHOST_DETAIL_BODY void release_error(error_state* state) noexcept
{
    if (state->count.fetch_sub(1) != 1) return;
    process_state& p = process();
    unlink_error(p, *state);
    if (state->generation == gate_word::generation_of(p.gate.load())) {
        drop_all(state->type, state->exception, state->traceback);
    }
    p.live_errors.fetch_sub(1);
    delete state->text.load();
    free_error_state(state);
}

PYHOST_DETAIL_BODY error_state* new_error_state()
{
    void* memory = std::exchange(spare_memory, nullptr);
    if (memory == nullptr) memory = ::operator new(sizeof(error_state));
    process().live_errors.fetch_add(1);
    return new (memory) error_state;
}

PYHOST_DETAIL_BODY error_text& text_of(error_state& state)
{
    if (error_text* known = state.text.load()) return *known;
    auto* made = new error_text;
    error_text* known = nullptr;
    if (state.text.replace(known, made)) return *made;
    delete made;
    return *known;
}

template <class Part>
const Part& rendered(error_state& state, atomic<const Part*> error_text::* part, Part (*render)(PyObject*))
{
    atomic<const Part*>& kept = text_of(state).*part;
    if (const Part* known = kept.load()) return *known;
    normalise(state);
    return keep_part<Part>(kept, new Part{render(state.exception)});
}

PYHOST_DETAIL_BODY void render_all(error_state& state)
{
    rendered(state, &error_text::message, &rendered_message);
    rendered(state, &error_text::about, &rendered_about);
    rendered(state, &error_text::frames, &rendered_frames);
    rendered(state, &error_text::what, &rendered_text);
    rendered(state, &error_text::original, &original_of);
}

PYHOST_DETAIL_BODY error_state* take_error_state()
{
    if (PyErr_Occurred() == nullptr) [[unlikely]]
        PyErr_NoMemory();  // the compiler of CPython may fail without a word when memory is short
    error_state* state = new_error_state();
    process_state& p = process();
    const std::uint64_t word = p.gate.load();
    state->generation = gate_word::generation_of(word);
#if PY_VERSION_HEX >= 0x030C0000
    state->exception = PyErr_GetRaisedException();
#else
    PyErr_Fetch(&state->type, &state->exception, &state->traceback);
    // OSError becomes FileNotFoundError and its like only when the instance is made: the C++ class must know.
    if (state->type == PyExc_OSError && !is_instance(state->exception)) {
        PyErr_NormalizeException(&state->type, &state->exception, &state->traceback);
        Py_SETREF(state->type, new_reference(reinterpret_cast<PyObject*>(Py_TYPE(state->exception))));
    }
#endif
    link_error(p, *state);
    if (gate_word::phase_of(word) == phase::sealed) [[unlikely]]
        render_all(*state);
    return state;
}

PYHOST_DETAIL_BODY void raise_state(error_state& state)
{
    normalise(state);
    raise_again(new_reference(state.exception));
}

}  // namespace pyhost::inline v0::detail

#endif
