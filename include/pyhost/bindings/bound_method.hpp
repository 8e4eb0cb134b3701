// SPDX-License-Identifier: MIT
// A method of an object of a binding as a callable, for what is not called at once: generators, awaitables, streams.
#pragma once

#include <pyhost/detail/function_target.hpp>

namespace pyhost::inline v0 {

/// A method of a class of Python by its name, whose definition is compared at its first use as that of a method<> is.
class bound_method {
public:
    bound_method(std::string_view module, std::string_view name, std::string_view parameters = {})
        : target_{detail::new_method(module, name, parameters)}
    {
    }

    /// The method of this object. Needs: the GIL. Throws: type_error for another definition; what reading it raises; std::logic_error for
    /// an empty ref.
    [[nodiscard]] object of(const ref<object>& self) const PYHOST_NEEDS_GIL
    {
        const object owner = self.get();
        return object::steal(detail::checked(PyObject_GetAttr(owner.ptr(), detail::checked(target_.resolve("bound_method")))));
    }

private:
    detail::shared_target target_;
};

}  // namespace pyhost::inline v0
