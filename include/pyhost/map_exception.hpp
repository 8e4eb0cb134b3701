// SPDX-License-Identifier: MIT
// Exception classes beyond the built-in ones: a class of C++ for one of Python, new classes of Python, raising any class.
#pragma once

#include <pyhost/detail/mapped_exception.hpp>
#include <pyhost/function.hpp>

namespace pyhost::inline v0 {
namespace detail {

template <class E, class Arguments>
void add_exception(std::string_view class_name, Arguments arguments, PyObject* found) PYHOST_DETAIL_NO_ANALYSIS
{
    using mapped = mapped_exception<E, Arguments>;
    if (class_name.empty()) throw std::invalid_argument("map_exception: the name of the class is empty; pass \"package.module.Class\"");
    keep_binary<&mapped::raise>();
    if (exception_mapping* known = find_mapping(typeid(E), class_name); known != nullptr && known->raise == &mapped::raise) {
        if (found != nullptr) Py_XDECREF(known->found->kept.exchange(new_reference(found)));
        return;
    }
    auto* slot = new cache_slot;
    slot->kept.store(new_reference(found));
    auto* made = new exception_mapping{.type = &typeid(E),
                                       .name = new std::string{class_name},
                                       .found = &add_slot(slot),
                                       .arguments = new Arguments{std::move(arguments)},
                                       .matches = &mapped::matches,
                                       .raise = &mapped::raise,
                                       .prepare = &mapped::prepare,
                                       .throw_pointer = &mapped::throw_pointer,
                                       .catches_pointer = &mapped::catches_pointer,
                                       .next = nullptr};
    add_mapping(*made);
}

/// A new class, which is an attribute of its module from then on.
object new_exception_class(const module& where, std::string_view name, PyObject* base, std::string_view doc) PYHOST_NEEDS_GIL;

/// The built-in class that a C++ class stands for by its bases; Exception for one that is no py::error.
template <class E>
PyObject* base_class_of()
{
    if constexpr (requires { error_access::nearest_kind<E>(); }) return kind_class(error_access::nearest_kind<E>());
    else return PyExc_Exception;
}

}  // namespace detail

/// Makes a C++ exception class and a class of Python one: `E` becomes that class where it reaches Python, and that class, or one derived
/// from it, is thrown as `E` where it reaches C++, unless a built-in exception stands before it among its bases (__mro__). Of several that
/// fit, the nearest base is taken, and the last one told of the same. What Python raised and C++ code lets pass stays what it is.
///
/// `class_name` is "package.module.Class", imported when it is first needed. `arguments(const E&)` gives what the class is called with, a
/// std::tuple or one value; without it that is the message. An `E` that is no py::error is made of the error (`E(const py::error&)`) or
/// of its message, and has the error nested in it unless it is final (std::rethrow_if_nested); when C++ had thrown an `E`, that same object
/// comes back. Needs: nothing; before the first start too. Lifetime: the process's.
template <class E, class Arguments = detail::text_alone>
void map_exception(std::string_view class_name, Arguments arguments = {})
{
    detail::add_exception<E>(class_name, std::move(arguments), nullptr);
}

/// The same for a class object; after another start the class of its name. Needs: the GIL.
template <class E, class Arguments = detail::text_alone>
void map_exception(const type& exception_class, Arguments arguments = {}) PYHOST_NEEDS_GIL
{
    PyObject* cls = exception_class.resolve().ptr();
    if (!PyExceptionClass_Check(cls)) throw type_error("map_exception: expected an exception class, got " + detail::described(cls));
    detail::add_exception<E>(detail::full_name(cls), std::move(arguments), cls);
}

/// A new exception class, as `class NAME(BASE)` in a module makes it; it is an attribute of the module from then on.
///
/// Without a base it derives from Exception. Needs: the GIL. Throws: what Python raises, as for a base that is no exception class.
inline type make_exception(const module& where, std::string_view name, handle base = {}, std::string_view doc = {}) PYHOST_NEEDS_GIL
{
    return type{detail::stolen_t{}, detail::new_exception_class(where, name, base.ptr(), doc).release()};
}

/// The same for a C++ class, which it is mapped to. Without a base it derives from the class that `E` derives from in C++.
template <class E>
type make_exception(const module& where, std::string_view name, handle base = {}, std::string_view doc = {}) PYHOST_NEEDS_GIL
{
    const handle chosen = base.has_value() ? base : handle{detail::base_class_of<E>()};
    type made = make_exception(where, name, chosen, doc);
    map_exception<E>(made);
    return made;
}

/// Throws the exception that a class of Python makes of these arguments, as Python's `raise` does: py::raise(cls, "message", 3).
///
/// Needs: the GIL. Throws: it, as its C++ class; what the class itself raises.
template <class... Args>
[[noreturn]] void raise(handle exception_class, const Args&... args) PYHOST_NEEDS_GIL
{
    detail::raise_instance(object::steal(detail::checked(detail::call_raw(exception_class.resolve().ptr(), args...))).ptr());
    detail::throw_raised();
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void raise_instance(PyObject* made)
{
    if (PyExceptionInstance_Check(made)) PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(made)), made);
    else raise_text(PyExc_TypeError, "raise: expected an exception class, got one that made " + described(made));
}

PYHOST_DETAIL_BODY object new_exception_class(const module& where, std::string_view name, PyObject* base, std::string_view doc)
{
    if (base == nullptr) base = PyExc_Exception;
    if (!PyExceptionClass_Check(base))
        throw type_error("make_exception: expected an exception class as the base, got " + described(base) +
                         "; derive from Exception or another");
    const std::string full = where.attr("__name__").template cast<std::string>() + "." + std::string{name};
    const std::string text{doc};
    object made = object::steal(checked(PyErr_NewExceptionWithDoc(full.c_str(), text.empty() ? nullptr : text.c_str(), base, nullptr)));
    const object key = object::steal(checked(PyUnicode_FromStringAndSize(name.data(), static_cast<Py_ssize_t>(name.size()))));
    checked(PyObject_SetAttr(where.resolve().ptr(), key.ptr(), made.ptr()));
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
