// SPDX-License-Identifier: MIT
// A method of a class of Python as a typed C++ function, method<R(A...)>, for any object of the class.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/detail/function_target.hpp>

namespace pyhost::inline v0 {

/// A method seen from C++: `py::method<double(double)> score{"model", "Model.score"}; score(model, 2.0)`, where `model` is a ref.
///
/// What is called is the object's own, also where its class has overridden it. Cost: as of a function<>, with a look-up by an interned
/// name.
template <class R, class... A>
class method<R(A...)> {
    static_assert(!detail::is_view<std::remove_cvref_t<R>> && !std::is_reference_v<R> && !std::is_pointer_v<R>,
                  "pyhost: a method returns values; views, references and pointers into Python would dangle");

public:
    /// Names a method of a class in a module, for messages. Nothing is imported. Needs: nothing.
    ///
    /// With `parameters`, as its definition writes them without self, those of the class must be these: function<>.
    method(std::string_view module, std::string_view name, std::string_view parameters = {})
        : target_{detail::new_method(module, name, parameters)}
    {
    }

    /// Calls it. Any thread, attached or not.
    ///
    /// Throws: the Python exception as its C++ class; type_error and its like when a value does not convert; std::logic_error for an empty
    /// ref; interpreter_closed when no interpreter runs, or `self` is of one that has ended.
    R operator()(const ref<object>& self, A... args) const
    {
        const gil_guard gil;
        const object owner = self.get();
        PyObject* returned = detail::call_method_raw<const detail::passed_as<A>&...>(
            owner.ptr(), detail::checked(target_.resolve("method")), detail::passed<A>(args)...);
        if (returned == nullptr) [[unlikely]]
            detail::throw_raised();
        return detail::cast_consuming<R>(returned, detail::result_of{target_.get()});
    }

private:
    detail::shared_target target_;
};

}  // namespace pyhost::inline v0
