// SPDX-License-Identifier: MIT
// Typed items of a mapping, one at a time: for (auto [name, n] : py::items<std::string, int>(dict)).
#pragma once

#include <pyhost/convert/mapping.hpp>
#include <pyhost/iterate.hpp>

#include <utility>

namespace pyhost::inline v0 {
namespace detail {

/// What items() of a dict gives, whatever a subclass says of it; of another mapping its own items(). Throws what that raises.
object items_of(handle mapping) PYHOST_NEEDS_GIL;

/// Throws for what an items() gives that is no pair.
void need_pair(PyObject* item) PYHOST_NEEDS_GIL;

/// A key and a value, each converted; a failure has its place.
template <class K, class V>
struct cast_pair {
    std::pair<K, V> operator()(const object& item) const PYHOST_NEEDS_GIL
    {
        need_pair(item.ptr());
        PyObject* key = PyTuple_GET_ITEM(item.ptr(), 0);
        failure why;
        std::optional<K> loaded_key = load_or_raise<K>(key, why);
        if (!loaded_key) {
            at_the_key(key, why);
            throw_failure(why);
        }
        std::optional<V> loaded = load_or_raise<V>(PyTuple_GET_ITEM(item.ptr(), 1), why);
        if (!loaded) {
            why.at_key(key);
            throw_failure(why);
        }
        return {*std::move(loaded_key), *std::move(loaded)};
    }
};

}  // namespace detail

/// The items of a dict or another mapping, one at a time, without a map for all of them; py::iterate is the same for a list.
///
/// Needs: the GIL, through the whole loop. Throws: type_error when it is no mapping; RuntimeError as Python does when the dict changes in
/// size meanwhile; what the mapping raises, and what the conversion raises.
/// Lifetime: a view such as std::string_view holds as long as the dict keeps that key or value.
template <class K, class V>
[[nodiscard]] detail::iteration<detail::cast_pair<K, V>> items(handle mapping) PYHOST_NEEDS_GIL
{
    return detail::iteration<detail::cast_pair<K, V>>{detail::items_of(mapping.resolve())};
}

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY object items_of(handle mapping)
{
    PyObject* from = mapping.ptr();
    if (PyDict_Check(from))
        return object::steal(checked(PyObject_CallMethod(reinterpret_cast<PyObject*>(&PyDict_Type), "items", "O", from)));
    const int is_mapping = is_instance_of_abc(from, "Mapping");
    if (is_mapping < 0) throw_raised();
    if (is_mapping == 0) {
        failure why;
        why.mismatch("a mapping", from);
        throw_failure(why);
    }
    return object::steal(checked(PyObject_CallMethod(from, "items", nullptr)));
}

PYHOST_DETAIL_BODY void need_pair(PyObject* item)
{
    if (PyTuple_Check(item) && PyTuple_GET_SIZE(item) == 2) return;
    failure why;
    why.mismatch("a tuple of key and value from items()", item);
    throw_failure(why);
}

}  // namespace pyhost::inline v0::detail

#endif
