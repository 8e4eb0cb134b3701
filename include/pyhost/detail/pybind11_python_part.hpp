// SPDX-License-Identifier: MIT
// A std::shared_ptr to an object that keeps what Python adds to it: overrides and attributes.
#pragma once

#include <pyhost/detail/pybind11_fallback.hpp>
#include <pyhost/ref.hpp>

#include <memory>
#include <optional>
#include <pybind11/pybind11.h>
#include <utility>

namespace pyhost::inline v0::detail {

/// Whether an object is of a class that Python derived from one of C++.
template <class T>
bool has_python_part(PyObject* o) PYHOST_NEEDS_GIL
{
    auto* registered = reinterpret_cast<PyTypeObject*>(registered_as<T>());
    if (registered == nullptr || PyObject_TypeCheck(o, registered) == 0) return false;
    const auto& known = pybind11::detail::all_type_info(Py_TYPE(o));
    return !known.empty() && (known.size() != 1 || known.front()->type != Py_TYPE(o));
}

/// The deleter of such a pointer. A weak_ptr, as std::enable_shared_from_this has, keeps the deleter and must not keep the object.
struct python_part {
    ref<object> kept;
    void operator()(const void*) noexcept { kept = {}; }
};

/// The same beside an owner of C++. Python's part goes last: the object's end may be there.
struct python_part_and_owner {
    ref<object> kept;
    std::shared_ptr<void> owner;
};

/// What a class of py::smart_holder has for an object; pybind11 shows it to casters of its own.
template <class T, class Caster = caster_of<std::shared_ptr<T>>>  // as hidden in a library as that is
struct python_part_caster : Caster {
    /// The object's pointer, which all that use it at a time share, pybind11 too: it takes none by unique_ptr meanwhile.
    std::shared_ptr<T> shared(PyObject* from) PYHOST_NEEDS_GIL
    {
        auto* const seen = static_cast<T*>(this->value);
        if (!this->sh_load_helper.was_populated) return beside(from, this->shared_ptr_storage, seen);
        this->sh_load_helper.throw_if_uninitialized_or_disowned_holder(typeid(T));
        const pybind11::smart_holder& holder = this->sh_load_helper.holder();
        if (holder.is_disowned || holder.vptr_is_using_noop_deleter)
            throw pybind11::value_error("Python does not own the object, and so shares it with no std::shared_ptr");
        pybind11::memory::guarded_delete* guard = this->typeinfo->get_memory_guarded_delete(holder.vptr);
        if (guard == nullptr) return beside(from, holder.vptr, seen);
        if (std::shared_ptr<void> released = guard->released_ptr.lock()) return {std::move(released), seen};
        std::shared_ptr<T> made{seen, python_part{ref<object>{object::borrow(from)}}};
        guard->released_ptr = made;
        return made;
    }

private:
    static std::shared_ptr<T> beside(PyObject* from, std::shared_ptr<void> owner, T* seen) PYHOST_NEEDS_GIL
    {
        return {std::make_shared<python_part_and_owner>(python_part_and_owner{ref<object>{object::borrow(from)}, std::move(owner)}), seen};
    }
};

/// What load_by_caster reads for such a pointer.
template <class T>
struct shared_with_python {
    std::shared_ptr<T> pointer;
};

template <class T>
struct special_caster<shared_with_python<T>> {
    static std::optional<shared_with_python<T>> take(PyObject* from) PYHOST_NEEDS_GIL
    {
        python_part_caster<T> caster;
        if (!caster.load(from, false)) return std::nullopt;
        return shared_with_python<T>{caster.shared(from)};
    }
};

}  // namespace pyhost::inline v0::detail
