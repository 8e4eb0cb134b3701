// SPDX-License-Identifier: MIT
// Records: aggregates of PYHOST_FIELDS from dicts and from objects with attributes; to a dict, or to the class of PYHOST_CLASS.
#pragma once

#include <pyhost/convert/detail/element.hpp>
#include <pyhost/convert/detail/fields.hpp>
#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/detail/slot.hpp>
#include <pyhost/detail/stack_room.hpp>

#include <array>
#include <string_view>
#include <tuple>

namespace pyhost::inline v0 {
namespace detail {

/// One field of a record; the member may be of a base class.
template <class Owner, class M>
struct field {
    using type = M;
    literal_name name;
    M Owner::* member;
};
template <std::size_t N, class Owner, class M>
field(const char (&)[N], M Owner::*) -> field<Owner, M>;

template <class... Fields>
consteval auto field_list(Fields... fields)
{
    return std::tuple<Fields...>{fields...};
}

template <record T>
inline constexpr auto fields_of = pyhost_detail_fields(std::type_identity<T>{});
template <record T>
inline constexpr std::size_t field_count = std::tuple_size_v<decltype(pyhost_detail_fields(std::type_identity<T>{}))>;

/// Whether the type has a class in Python, by PYHOST_CLASS.
template <class T>
concept has_class = requires { pyhost_detail_class(std::type_identity<T>{}); };

/// The names of the fields, for messages.
template <record T>
inline constexpr auto field_names = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<std::string_view, sizeof...(I)>{std::get<I>(fields_of<T>).name.text()...};
}(std::make_index_sequence<field_count<T>>{});

/// Whether one of these is the name.
template <std::size_t N>
constexpr bool contains(const std::array<std::string_view, N>& names, std::string_view name)
{
    for (const std::string_view one : names)
        if (one == name) return true;
    return false;
}

/// Whether the field may be missing: one of PYHOST_DEFAULTS.
template <record T>
consteval bool has_default([[maybe_unused]] std::string_view name)
{
    if constexpr (requires { pyhost_detail_defaults(std::type_identity<T>{}); })
        return std::apply([name](const auto&... defaults) { return ((defaults.name.text() == name) || ...); },
                          pyhost_detail_defaults(std::type_identity<T>{}));
    else return false;
}

/// Whether each name stands in PYHOST_FIELDS once, and those of PYHOST_DEFAULTS there too.
template <record T>
consteval bool names_are_right()
{
    constexpr auto& names = field_names<T>;
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (names[i] == names[j]) return false;
    if constexpr (requires { pyhost_detail_defaults(std::type_identity<T>{}); })
        return std::apply([](const auto&... defaults) { return (contains(field_names<T>, defaults.name.text()) && ...); },
                          pyhost_detail_defaults(std::type_identity<T>{}));
    else return true;
}

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

/// Keyword names of a call of the class, kept over the run.
template <record T>
inline constinit atomic<cache_slot*> record_keywords{};

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
        const detail::recursion_scope scope{" in a conversion to C++"};
        if (!scope.is_in()) return why.raised();
        const detail::field_source source = detail::fields_in(from, why, &detail::type_name<T>);
        std::optional<T> made;
        if (!source.has_value()) return made;
        // All are read before the first is converted: what that runs may change the object, and old and new values would mix.
        read_items items;
        const bool is_loaded = [&]<std::size_t... I>(std::index_sequence<I...>) PYHOST_NEEDS_GIL {
            if (!(read_field<I>(items, source, why) && ...)) return false;
            if (!detail::has_no_others(source, {detail::field_names<T>.data(), detail::field_count<T>}, why, &detail::type_name<T>))
                return false;
            made.emplace();
            return (load_field<I>(*made, items, source, why) && ...);
        }(std::make_index_sequence<detail::field_count<T>>{});
        if (!is_loaded) made.reset();
        return made;
    }

    static PyObject* store(const T& value) PYHOST_NEEDS_GIL
    {
        const detail::recursion_scope scope{" in a conversion to Python"};
        if (!scope.is_in()) return nullptr;
        constexpr auto each = std::make_index_sequence<detail::field_count<T>>{};
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
    using read_items = detail::owned_references<detail::field_count<T>>;

    template <std::size_t I>
    static bool read_field(read_items& items, const detail::field_source& source, detail::failure& why) PYHOST_NEEDS_GIL
    {
        constexpr auto field = std::get<I>(detail::fields_of<T>);
        PyObject* name = detail::intern(field.name);
        items.places[I + 1] = name != nullptr ? source.find(name) : nullptr;
        constexpr bool may_be_missing =
            detail::is_optional_field<typename decltype(field)::type> || detail::has_default<T>(field.name.text());
        return items.places[I + 1] != nullptr || detail::is_missing(source, field.name.text(), may_be_missing, why, &detail::type_name<T>);
    }
    template <std::size_t I>
    static bool load_field(T& made, const read_items& items, const detail::field_source& source, detail::failure& why) PYHOST_NEEDS_GIL
    {
        constexpr auto field = std::get<I>(detail::fields_of<T>);
        using member = typename decltype(field)::type;
        detail::refuse_views<member>();
        PyObject* item = items.places[I + 1];
        if (item == nullptr) return true;
        if constexpr (detail::reads_plain<member>) {
            if (converter<member>::is_plain(item)) [[likely]] {
                made.*field.member = static_cast<member>(converter<member>::read_plain(item));
                return true;
            }
        }
        std::optional<member> loaded = detail::load_element<member>(item, why);
        if (!loaded) {
            if (PyObject* name = detail::intern(field.name)) source.place(name, why);
            return false;
        }
        made.*field.member = *std::move(loaded);
        return true;
    }

    template <std::size_t... I>
    static PyObject* store_dict(const T& value, std::index_sequence<I...>) PYHOST_NEEDS_GIL
    {
        detail::owned_pointer dict{detail::new_dict(sizeof...(I))};
        const bool is_stored = dict && (store_item<I>(dict.get(), value) && ...);
        return is_stored ? dict.release() : nullptr;
    }
    template <std::size_t I>
    static bool store_item(PyObject* dict, const T& value) PYHOST_NEEDS_GIL
    {
        constexpr auto field = std::get<I>(detail::fields_of<T>);
        PyObject* name = detail::intern(field.name);
        const detail::owned_pointer stored{name != nullptr ? store_field<I>(value) : nullptr};
        return stored && PyDict_SetItem(dict, name, stored.get()) == 0;
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
        PyObject* names = type ? keywords() : nullptr;
        if (names == nullptr) return nullptr;
        detail::owned_references<sizeof...(I)> arguments;
        const bool is_stored = ((arguments.places[I + 1] = store_field<I>(value)) && ...);
        return is_stored ? PyObject_Vectorcall(type.get(), arguments.places + 1, PY_VECTORCALL_ARGUMENTS_OFFSET, names) : nullptr;
    }
    static PyObject* keywords() PYHOST_NEEDS_GIL
    {
        detail::cache_slot& slot = detail::slot_of(detail::record_keywords<T>);
        if (PyObject* kept = slot.kept.load_acquire()) return kept;
        return detail::keep_in(slot, detail::names_tuple({detail::field_names<T>.data(), detail::field_count<T>}));
    }
};

}  // namespace pyhost::inline v0
