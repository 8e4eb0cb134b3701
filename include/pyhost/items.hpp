// SPDX-License-Identifier: MIT
// Typed items of a mapping, one at a time: for (auto [name, n] : py::items<std::string, int>(dict)).
#pragma once

#include <pyhost/convert/mapping.hpp>
#include <pyhost/detail/iterator.hpp>

#include <utility>

namespace pyhost::inline v0 {
namespace detail {

/// What items() of a dict gives, whatever a subclass says of it; of another mapping its own items(). Throws what that raises.
object items_of(handle mapping) PYHOST_NEEDS_GIL;

/// Throws for what an items() gives that is no pair.
void need_pair(PyObject* item) PYHOST_NEEDS_GIL;

}  // namespace detail

/// A range over the items of a mapping; key and value are converted when the loop comes to them.
template <class K, class V>
class item_iteration {
public:
    class iterator {
    public:
        explicit iterator(handle items) PYHOST_NEEDS_GIL : at_{items} {}

        /// Throws: type_error and its like when the key or the value does not convert, with its place.
        [[nodiscard]] std::pair<K, V> operator*() const PYHOST_NEEDS_GIL
        {
            PyObject* item = (*at_).ptr();
            detail::need_pair(item);
            PyObject* key = PyTuple_GET_ITEM(item, 0);
            detail::failure why;
            std::optional<K> loaded_key = detail::load_or_raise<K>(key, why);
            if (!loaded_key) {
                detail::at_the_key(key, why);
                detail::throw_failure(why);
            }
            std::optional<V> loaded = detail::load_or_raise<V>(PyTuple_GET_ITEM(item, 1), why);
            if (!loaded) {
                why.at_key(key);
                detail::throw_failure(why);
            }
            return {*std::move(loaded_key), *std::move(loaded)};
        }
        iterator& operator++() PYHOST_NEEDS_GIL
        {
            ++at_;
            return *this;
        }
        [[nodiscard]] bool operator==(iteration_end end) const noexcept { return at_ == end; }

    private:
        object_iterator at_;
    };

    explicit item_iteration(handle mapping) PYHOST_NEEDS_GIL : items_{detail::items_of(mapping.resolve())} {}
    [[nodiscard]] iterator begin() const PYHOST_NEEDS_GIL { return iterator{items_}; }
    [[nodiscard]] iteration_end end() const noexcept { return {}; }

private:
    object items_;
};

/// The items of a dict or another mapping, one at a time, without a map for all of them; py::iterate is the same for a list.
///
/// Needs: the GIL, through the whole loop. Throws: type_error when it is no mapping; RuntimeError as Python does when the dict changes in
/// size meanwhile; what the mapping raises, and what the conversion raises.
/// Lifetime: a view such as std::string_view holds as long as the dict keeps that key or value.
template <class K, class V>
[[nodiscard]] item_iteration<K, V> items(handle mapping) PYHOST_NEEDS_GIL
{
    return item_iteration<K, V>{mapping};
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
