// SPDX-License-Identifier: MIT
// arrow_array: an array or record batch of Arrow that a Python object gives, read in C++ without a copy.
#pragma once

#include <pyhost/buffer/arrow_column.hpp>
#include <pyhost/buffer/detail/held_resource.hpp>
#include <pyhost/convert.hpp>

#include <cstring>

namespace pyhost::inline v0 {
namespace detail {

/// The structures as Python gave them.
struct held_arrow {
    arrow_schema_data schema{};
    arrow_array_data array{};
};

/// Takes the structures of `from`, or nothing and the reason in `why`.
held_resource take_arrow(PyObject* from, failure& why) PYHOST_NEEDS_GIL;

/// Ends them.
void release_arrow(void* held);

}  // namespace detail

/// An array of pyarrow, or of anything else with `__arrow_c_array__`, held as long as this lives. A record batch has its columns as
/// children.
///
/// Needs: the GIL to be made; nothing to be read, moved or dropped, on any thread. Lifetime: the memory may be read until the
/// interpreter ends. Cost: one call of a Python method; no item is touched.
class arrow_array {
public:
    /// No array: has_value() is false.
    arrow_array() noexcept = default;

    /// Throws: type_error when `o` has no `__arrow_c_array__`, value_error when what it gives contradicts itself; or what the object's own
    /// code raises.
    explicit arrow_array(handle o) PYHOST_NEEDS_GIL
    {
        detail::failure why;
        held_ = detail::take_arrow(o.resolve().ptr(), why);
        if (held_.get() == nullptr) detail::throw_failure(why);
    }

    [[nodiscard]] bool has_value() const noexcept { return held_.get() != nullptr; }

    /// The whole. Lifetime: that of this arrow_array. Throws: std::logic_error when there is none.
    [[nodiscard]] arrow_column column() const;

    /// The column of a record batch. Throws: std::out_of_range when there is none of this name.
    [[nodiscard]] arrow_column column(std::string_view name) const { return column().child(name); }

    /// Moves the structures to an ArrowSchema and an ArrowArray, to be read by another Arrow library, which releases them under the GIL.
    template <class Schema, class Array>
    void move_to(Schema* schema, Array* array) &&
    {
        static_assert(sizeof(Schema) == sizeof(detail::arrow_schema_data) && sizeof(Array) == sizeof(detail::arrow_array_data),
                      "pyhost: move_to takes pointers to the structures ArrowSchema and ArrowArray of the Arrow C data interface");
        static_cast<void>(column());  // throws where there is none
        auto* held = static_cast<detail::held_arrow*>(held_.get());
        std::memcpy(schema, &held->schema, sizeof held->schema);
        std::memcpy(array, &held->array, sizeof held->array);
        held->schema.release = nullptr;
        held->array.release = nullptr;
        held_ = {};
    }

private:
    friend struct converter<arrow_array>;
    detail::held_resource held_;
};

/// `py::arrow_array`, from Python only: what has `__arrow_c_array__`.
template <>
struct converter<arrow_array> {
    static std::optional<arrow_array> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<arrow_array> made{std::in_place};
        made->held_ = detail::take_arrow(from, why);
        if (!made->has_value()) made.reset();
        return made;
    }
    static std::string name() { return "py::arrow_array"; }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY arrow_column arrow_array::column() const
{
    const auto* held = static_cast<const detail::held_arrow*>(held_.get());
    if (held == nullptr) throw std::logic_error("arrow_array: there is no array (never assigned, or moved from); make one from an object");
    return {&held->schema, &held->array};
}

namespace detail {

PYHOST_DETAIL_BODY void release_arrow(void* held)
{
    auto* lent = static_cast<held_arrow*>(held);
    if (lent->array.release != nullptr) lent->array.release(&lent->array);
    if (lent->schema.release != nullptr) lent->schema.release(&lent->schema);
    delete lent;
}

/// Moves a structure out of its capsule; false with an exception raised.
template <class Data>
bool take_capsule(PyObject* capsule, Data& to) PYHOST_NEEDS_GIL
{
    auto* given = static_cast<Data*>(PyCapsule_GetPointer(capsule, Data::capsule));
    if (given == nullptr) return false;
    if (given->release == nullptr) {
        PyErr_SetString(PyExc_ValueError, "__arrow_c_array__ gave a structure that was moved from");
        return false;
    }
    to = *given;
    given->release = nullptr;
    return true;
}

PYHOST_DETAIL_BODY held_resource take_arrow(PyObject* from, failure& why)
{
    const owned_pointer name{PyUnicode_InternFromString("__arrow_c_array__")};
    PyObject* found = nullptr;
    if (!name || find_attribute(from, name.get(), &found) < 0) return why.raised(), held_resource{};
    const owned_pointer method{found};
    if (!method) return why.mismatch("py::arrow_array", from), held_resource{};
    const owned_pointer pair{PyObject_CallNoArgs(method.get())};
    if (!pair) return why.raised(), held_resource{};
    if (!PyTuple_Check(pair.get()) || PyTuple_GET_SIZE(pair.get()) != 2)
        return why.mismatch("py::arrow_array: a tuple of two capsules from __arrow_c_array__", pair.get()), held_resource{};
    auto* held = new held_arrow;
    held_resource owner{held, &release_arrow};
    if (!take_capsule(PyTuple_GET_ITEM(pair.get(), 0), held->schema) || !take_capsule(PyTuple_GET_ITEM(pair.get(), 1), held->array))
        return why.raised(), held_resource{};
    if (const std::string fault = arrow_fault(held->schema, held->array); !fault.empty())
        return why.bad_value("py::arrow_array", Py_TYPE(from)->tp_name + (" whose " + fault)), held_resource{};
    return owner;
}

}  // namespace detail
}  // namespace pyhost::inline v0

#endif
