// SPDX-License-Identifier: MIT
// How one exception class of C++ and one of Python become each other.
#pragma once

#include <pyhost/detail/message_text.hpp>
#include <pyhost/detail/native_callable.hpp>
#include <pyhost/detail/type_text.hpp>

#include <concepts>
#include <exception>

namespace pyhost::inline v0::detail {

/// The text of the exception alone, where the user does not say what the Python class is called with.
struct text_alone {};

/// Raises what a class has made, when it is an exception.
void raise_instance(PyObject* made) PYHOST_NEEDS_GIL;

struct no_class {};

/// How the C++ class `E` and a Python class become each other.
template <class E, class Arguments>
struct mapped_exception {
    static constexpr bool is_error = std::derived_from<E, error>;
    static constexpr bool takes_error = std::constructible_from<E, const error&> && !std::is_base_of_v<E, error>;  // which would be cut
    static_assert(std::is_class_v<E> && (is_error || takes_error || std::constructible_from<E, std::string>),
                  "pyhost: an exception of Python becomes one of this class; give it a constructor from const pyhost::error& or from "
                  "std::string, or derive it from pyhost::error or a class of pyhost/exceptions.hpp");

    /// An error is what it is, also where a base of it and of other exceptions is mapped.
    static bool matches()
    {
        try {
            throw;
        } catch (const std::conditional_t<is_error, E, error>&) {
            return is_error;
        } catch (const std::conditional_t<is_error, no_class, E>&) {
            return true;
        } catch (...) {
            return false;
        }
    }

    static void throw_pointer() { throw static_cast<E*>(nullptr); }  // NOLINT(misc-throw-by-value-*,cert-err*): it needs no object

    static bool catches_pointer(void (*throwing)())
    {
        try {
            throwing();
        } catch (E*) {  // NOLINT(misc-throw-by-value-*,cert-err*): a pointer to any class derived from it
            return true;
        } catch (...) {  // a pointer to another class
        }
        return false;
    }

    /// Throws what C++ code had thrown, when it is an `E`.
    static void throw_original(error_state& state)
    {
        const std::exception_ptr original = kept_original(state);
        try {
            if (original != nullptr) std::rethrow_exception(original);
        } catch (const E&) {
            throw;
        } catch (...) {  // it is of another class
        }
    }

    static thrown prepare(error_state* state)
    {
        if constexpr (is_error) {
            return detail::prepare<E>(state);
        } else {
            const error e{taken_error{state}};
            throw_original(*state);
            try {
                state->count.fetch_add(1);
                throw_as_builtin(state);
            } catch (const error& same) {  // which is nested in what is thrown here, so that nothing of it is lost
                if constexpr (takes_error) std::throw_with_nested(E(same));
                else std::throw_with_nested(E(same.message()));
            }
        }
    }

    /// What the Python class makes of the exception: a new reference, or null with an exception raised.
    static PyObject* made_of(const E& e, PyObject* cls, [[maybe_unused]] const void* arguments) PYHOST_NEEDS_GIL
    {
        if constexpr (!std::same_as<Arguments, text_alone>) {
            const owned_pointer values{new_value((*static_cast<const Arguments*>(arguments))(e))};
            const bool is_tuple = values && PyTuple_Check(values.get());
            if (is_tuple || !values) return is_tuple ? PyObject_CallObject(cls, values.get()) : nullptr;
            return PyObject_CallOneArg(cls, values.get());
        } else {
            std::string text;
            if constexpr (is_error) text = e.message();
            else if constexpr (std::derived_from<E, std::exception>) text = e.what();
            else text = "a C++ exception of type " + text_of(typeid(e));
            const owned_pointer message{message_text(text)};
            return message ? PyObject_CallOneArg(cls, message.get()) : nullptr;
        }
    }

    /// The exception of Python that this object was made of, raised again; false for one that C++ code made.
    static bool restore(const E& e, const exception_mapping& mapping) PYHOST_NEEDS_GIL
    {
        if constexpr (is_error) {
            if (error_access::state(e).is_made_in_cpp) return false;
            e.restore();
            return true;
        } else if constexpr (std::is_polymorphic_v<E>) {
            const auto* outer = dynamic_cast<const std::nested_exception*>(&e);
            try {
                if (outer != nullptr && outer->nested_ptr() != nullptr) outer->rethrow_nested();
            } catch (const error& same) {
                const error_state& state = error_access::state(same);
                if (state.is_made_in_cpp || state.mapping != &mapping) return false;
                same.restore();
                return true;
            } catch (...) {  // of another kind
            }
        }
        return false;
    }

    static void raise(const exception_mapping& mapping, PyObject* cls) PYHOST_NEEDS_GIL
    {
        try {
            throw;
        } catch (const E& e) {
            if (restore(e, mapping)) return;
            try {
                if (const owned_pointer made{made_of(e, cls, mapping.arguments)}) raise_instance(made.get());
            } catch (...) {  // of the user's function, or out of memory
                return raise_unmapped();
            }
            finish_translation();
        }
    }
};

}  // namespace pyhost::inline v0::detail
