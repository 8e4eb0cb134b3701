// SPDX-License-Identifier: MIT
// From a raised Python exception to a thrown C++ object of its class.
#pragma once

#include <pyhost/detail/builtin_exceptions.hpp>
#include <pyhost/detail/name.hpp>

namespace pyhost::inline v0::detail {

/// The C++ object that an error is thrown as; takes it over. Throws: that object, where it is of a class of the user's own.
thrown prepare_state(error_state* state);

/// Throws an error as its nearest built-in class; takes it over.
[[noreturn]] void throw_as_builtin(error_state* state);

/// Takes the raised exception and makes the C++ object of its class; that of a failed conversion says where its path begins.
PYHOST_DETAIL_COLD thrown prepare_raised(std::uint32_t path_at = 0) PYHOST_NEEDS_GIL;

/// Throws the raised Python exception as its C++ class.
[[noreturn]] PYHOST_DETAIL_INLINE void throw_raised() PYHOST_NEEDS_GIL { raise_prepared(prepare_raised()); }

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void classify(error_state& state)
{
    state.kind = kind_of(class_of(state));
    if (process().mappings.load_acquire() != nullptr) [[unlikely]]
        state.mapping = mapping_of(class_of(state));
}

PYHOST_DETAIL_BODY thrown prepare_state(error_state* state)
{
    return state->mapping != nullptr ? state->mapping->prepare(state) : builtin_exceptions()[state->kind].prepare(state);
}

PYHOST_DETAIL_BODY void throw_as_builtin(error_state* state) { raise_prepared(builtin_exceptions()[state->kind].prepare(state)); }

PYHOST_DETAIL_BODY thrown prepare_raised(std::uint32_t path_at)
{
    error_state* state = take_error_state();
    state->path_at = path_at;
    classify(*state);
    return prepare_state(state);
}

}  // namespace pyhost::inline v0::detail

#endif
