// SPDX-License-Identifier: MIT
// A function of Python source that pyhost has with it, made once in a run.
#pragma once

#include <pyhost/convert/object.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/module.hpp>

namespace pyhost::inline v0::detail {

/// The function `name` of `source`, which is run when this run of the interpreter has none in `place` yet. `file` names it in tracebacks.
inline object script_function(atomic<cache_slot*>& place, const char* source, const char* file, const char* name) PYHOST_NEEDS_GIL
{
    cache_slot& slot = slot_of(place);
    if (PyObject* known = slot.kept.load_acquire()) return object::borrow(known);
    dict scope;
    run_source(source, file, Py_file_input, scope);
    return object::borrow(keep_in(slot, object{scope[name]}.release()));
}

}  // namespace pyhost::inline v0::detail
