// SPDX-License-Identifier: MIT
// Records: aggregates of PYHOST_FIELDS from dicts and from objects with attributes; to a dict, or to the class of PYHOST_CLASS.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/fields.hpp>
#include <pyhost/convert/detail/record_fields.hpp>
#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/detail/stack_room.hpp>
#include <pyhost/or_default.hpp>

namespace pyhost::inline v0 {
namespace detail {

/// References that are dropped at the end of the scope; the first place is that of the callee of a vectorcall.
template <std::size_t N>
struct owned_references {
    owned_references() = default;
    owned_references(const owned_references&) = delete;
    owned_references& operator=(const owned_references&) = delete;
    ~owned_references()
    {
        for (std::size_t i = 1; i <= N; ++i) Py_XDECREF(places[i]);
    }
    PyObject* places[N + 1] = {};
};

/// The names of the fields in Python, kept over the run.
template <record T>
inline constinit atomic<cache_slot*> names_slot{};

}  // namespace detail

/// `point`, as any aggregate with PYHOST_FIELDS: a dict or another mapping by its keys, a dataclass, NamedTuple or any other object by its
/// attributes. To Python: dict, or an instance of the class of PYHOST_CLASS.
///
/// Throws: ValueError for a missing or an unknown field, which a mapping, a dataclass and a NamedTuple may not have; TypeError for an
/// object without an attribute, and for what has neither; a failure in a field names its path.
template <detail::record T>
struct converter<T> {
    static_assert(std::is_default_constructible_v<T>, "pyhost: a record is made first and its fields assigned then, so it needs a default "
                                                      "constructor and no const or reference members");

    static_assert(detail::names_are_right<T>(), "pyhost: a field stands in PYHOST_FIELDS twice, or in PYHOST_DEFAULTS alone");

    static std::optional<T> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        std::optional<T> made{std::in_place};
        if (!load_into(*made, from, why)) made.reset();
        return made;
    }
    static bool load_into(T& made, PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if constexpr (is_flat(each)) return load_fields(made, from, why, each);
        const detail::recursion_scope scope{" in a conversion to C++"};
        return scope.is_in() ? load_fields(made, from, why, each) : (why.raised(), false);
    }

    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        const detail::recursion_scope scope{" in a conversion to Python"};
        if (!scope.is_in()) return nullptr;
        if constexpr (detail::has_class<T>) return store_instance(value, each);
        else return store_dict(value, each);
    }

    static bool is_exact(PyObject* from) noexcept PYHOST_NEEDS_GIL
    {
        if constexpr (detail::has_class<T>) {
            constexpr detail::class_path path = pyhost_detail_class(std::type_identity<T>{});
            return detail::is_exactly(from, path.module, path.name);
        } else {
            return PyDict_CheckExact(from);
        }
    }

private:
    static constexpr auto each = std::make_index_sequence<detail::field_count<T>>{};

    template <std::size_t I>
    using member = typename std::tuple_element_t<I, std::remove_const_t<decltype(detail::fields_of<T>)>>::type;

    /// Whether no field has a conversion that may come back to this one, but by Python code.
    template <std::size_t... I>
    static constexpr bool is_flat(std::index_sequence<I...>)
    {
        return (detail::reads_quietly<member<I>> && ...);
    }

    /// All fields are read before one is converted by code that may run Python: it may change the object, and old and new values would mix.
    template <std::size_t... I>
    PYHOST_DETAIL_INLINE static bool load_fields(T& made, PyObject* from, detail::failure& why, std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        PyObject* names = names_of_fields();
        if (names == nullptr) return why.raised(), false;
        const detail::field_source source = detail::fields_in(from, why, &detail::type_name<T>);
        if (!source.has_value()) return false;
        std::size_t at = 0;
        PyObject* other = nullptr;
        const bool is_loaded = source.has_items() ? (load_plain_field<I, true>(made, source, names, at, other) && ...)
                                                  : (load_plain_field<I, false>(made, source, names, at, other) && ...);
        if (is_loaded) [[likely]]
            return detail::has_no_others(source, {detail::field_names<T>.data(), detail::field_count<T>}, why, &detail::type_name<T>);
        return load_other_fields(made, source, names, at, other, why, each);
    }

    /// Reads a field and the value in it when that is told at a glance; else the field is `other`, and its place `at`.
    template <std::size_t I, bool HasItems>
    PYHOST_DETAIL_INLINE static bool load_plain_field(T& made, const detail::field_source& source, PyObject* names, std::size_t& at,
                                                      PyObject*& other) PYHOST_NEEDS_GIL
    {
        constexpr auto field = std::get<I>(detail::fields_of<T>);
        PyObject* item = source.find<HasItems>(PyTuple_GET_ITEM(names, I));
        if constexpr (detail::reads_plain<member<I>>) {
            if (item != nullptr && converter<member<I>>::is_plain(item)) [[likely]] {
                if constexpr (std::is_trivially_copyable_v<member<I>>) {  // nothing to throw
                    made.*field.member = static_cast<member<I>>(converter<member<I>>::read_plain(item));
                    Py_DECREF(item);
                } else {
                    const detail::owned_pointer owner{item};
                    put(made.*field.member, converter<member<I>>::read_plain(item));
                }
                return true;
            }
        }
        at = I;
        other = item;
        return false;
    }

    /// Text is written to its place, where a default value may stand.
    static void put(std::string& place, std::string_view text) { place.clear(), place.append(text); }
    template <class M, class Value>
    static void put(M& place, Value&& value)
    {
        place = static_cast<M>(std::forward<Value>(value));
    }

    /// The fields from `first` on, which has been read already.
    template <std::size_t... I>
    PYHOST_DETAIL_NOINLINE static bool load_other_fields(T& made, const detail::field_source& source, PyObject* names, std::size_t first,
                                                         PyObject* item, detail::failure& why, std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        detail::owned_references<detail::field_count<T>> items;
        items.places[first + 1] = item;
        for (std::size_t i = first; i < detail::field_count<T>; ++i) {
            PyObject*& place = items.places[i + 1];
            if (PyObject* name = PyTuple_GET_ITEM(names, static_cast<Py_ssize_t>(i)); i != first)
                place = source.has_items() ? source.find<true>(name) : source.find<false>(name);
            if (place == nullptr && !detail::is_missing(source, detail::field_names<T>[i], may_be_missing[i], why, &detail::type_name<T>))
                return false;
        }
        if (!detail::has_no_others(source, {detail::field_names<T>.data(), detail::field_count<T>}, why, &detail::type_name<T>))
            return false;
        return ((items.places[I + 1] == nullptr || load_field<I>(made, items.places[I + 1], source, names, why)) && ...);
    }
    template <std::size_t I>
    static bool load_field(T& made, PyObject* item, const detail::field_source& source, PyObject* names, detail::failure& why)
        PYHOST_NEEDS_GIL
    {
        detail::refuse_views<member<I>>();
        std::optional<member<I>> loaded = detail::load_element<member<I>>(item, why);
        if (loaded) made.*std::get<I>(detail::fields_of<T>).member = std::move(*loaded);
        else source.place(PyTuple_GET_ITEM(names, I), why);
        return loaded.has_value();
    }

    static constexpr auto may_be_missing = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<bool, sizeof...(I)>{
            (detail::is_optional_field<member<I>> || detail::has_default<T>(detail::field_names<T>[I]))...};
    }(std::make_index_sequence<detail::field_count<T>>{});

    template <std::size_t... I>
    static PyObject* store_dict(const T& value, std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        PyObject* names = names_of_fields();
        detail::owned_pointer dict{names != nullptr ? detail::new_dict(sizeof...(I)) : nullptr};
        const bool is_stored = dict && (store_item<I>(dict.get(), names, value) && ...);
        return is_stored ? dict.release() : nullptr;
    }
    template <std::size_t I>
    static bool store_item(PyObject* dict, PyObject* names, const T& value) PYHOST_NEEDS_GIL
    {
        if constexpr (detail::may_be_left_out<member<I>>)
            if (!(value.*std::get<I>(detail::fields_of<T>).member).has_value()) return true;
        const detail::owned_pointer stored{store_field<I>(value)};
        return stored && PyDict_SetItem(dict, PyTuple_GET_ITEM(names, I), stored.get()) == 0;
    }
    template <std::size_t I>
    static PyObject* store_field(const T& value) PYHOST_NEEDS_GIL
    {
        constexpr auto field = std::get<I>(detail::fields_of<T>);
        return detail::store<typename decltype(field)::type>(value.*field.member);
    }

    template <std::size_t... I>
    static PyObject* store_instance(const T& value, std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        constexpr detail::class_path path = pyhost_detail_class(std::type_identity<T>{});
        const detail::owned_pointer type{detail::standard_class(path.module, path.name)};
        if constexpr ((detail::may_be_left_out<member<I>> || ...)) {
            const detail::owned_pointer dict{type ? store_dict(value, each) : nullptr};
            return dict ? PyObject_VectorcallDict(type.get(), nullptr, 0, dict.get()) : nullptr;
        }
        PyObject* names = type ? names_of_fields() : nullptr;
        if (names == nullptr) return nullptr;
        detail::owned_references<sizeof...(I)> arguments;
        const bool is_stored = ((arguments.places[I + 1] = store_field<I>(value)) && ...);
        return is_stored ? PyObject_Vectorcall(type.get(), arguments.places + 1, PY_VECTORCALL_ARGUMENTS_OFFSET, names) : nullptr;
    }
    /// A tuple of the interned names; null with an exception raised.
    static PyObject* names_of_fields() PYHOST_NEEDS_GIL
    {
        detail::cache_slot& slot = detail::slot_of(detail::names_slot<T>);
        if (PyObject* kept = slot.kept.load_acquire()) return kept;
        return detail::keep_in(slot, detail::names_tuple({detail::field_names<T>.data(), detail::field_count<T>}));
    }
};

}  // namespace pyhost::inline v0
