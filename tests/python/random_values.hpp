// SPDX-License-Identifier: MIT
// Random C++ values of any convertible type, their exact comparison, and the shape by which values.py makes the same in Python.
#pragma once

#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace round_trip {

namespace kind = pyhost::detail;
using engine = std::mt19937_64;

inline std::size_t below(engine& random, std::size_t limit) { return random() % limit; }

/// One type family: `make` gives a random value, `same` compares every bit, `shape` is the text for values.py.
template <class T>
struct family;

template <class T>
T make(engine& random)
{
    return family<T>::make(random);
}
template <class T>
bool same(const T& a, const T& b)
{
    return family<T>::same(a, b);
}
template <class T>
std::string shape()
{
    return family<T>::shape();
}

template <class T>
    requires kind::integer<T> || std::same_as<T, bool>
struct family<T> {
    static T make(engine& random)
    {
        using limits = std::numeric_limits<T>;
        const T edges[] = {
            limits::min(), limits::max(), T{0}, T{1}, static_cast<T>(limits::max() - T{1}), static_cast<T>(limits::min() + T{1})};
        if (below(random, 3) == 0) return edges[below(random, std::size(edges))];
        return static_cast<T>(random() >> below(random, 64));
    }
    static bool same(T a, T b) { return a == b; }
    static std::string shape()
    {
        if constexpr (std::same_as<T, bool>) return "bool";
        else return (std::is_signed_v<T> ? "int" : "uint") + std::to_string(sizeof(T) * 8);
    }
};

template <std::floating_point T>
struct family<T> {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    static T make(engine& random)
    {
        using limits = std::numeric_limits<T>;
        const T edges[] = {T{0},          -T{0},         limits::infinity(),   -limits::infinity(), limits::quiet_NaN(),
                           limits::max(), limits::min(), limits::denorm_min(), limits::lowest(),    T{1.5}};
        if (below(random, 3) == 0) return edges[below(random, std::size(edges))];
        const T value = std::bit_cast<T>(static_cast<bits>(random()));
        return std::isnan(value) ? limits::quiet_NaN() : value;  // widening a float sets the quiet bit
    }
    static bool same(T a, T b) { return std::bit_cast<bits>(a) == std::bit_cast<bits>(b); }
    static std::string shape() { return sizeof(T) == 4 ? "float32" : "float64"; }
};

template <>
struct family<char> {
    static char make(engine& random) { return static_cast<char>(below(random, 128)); }
    static bool same(char a, char b) { return a == b; }
    static std::string shape() { return "char"; }
};

template <>
struct family<std::string> {
    static std::string make(engine& random)
    {
        static constexpr std::string_view parts[] = {
            std::string_view{"\0", 1}, "a",         "~\x7f", "\xc2\x80", "\xc3\xa9", "\xe2\x82\xac", "\xef\xbf\xbf", "\xf0\x9f\x98\x80",
            "\xf4\x8f\xbf\xbf",        "plain text"};
        const bool ascii = below(random, 2) == 0;
        std::string made;
        for (std::size_t i = below(random, 12); i > 0; --i) made += parts[below(random, ascii ? 3 : std::size(parts))];
        return made;
    }
    static bool same(const std::string& a, const std::string& b) { return a == b; }
    static std::string shape() { return "str"; }
};

template <>
struct family<std::byte> {
    static std::byte make(engine& random) { return static_cast<std::byte>(random()); }
    static bool same(std::byte a, std::byte b) { return a == b; }
};

template <>
struct family<std::monostate> {
    static std::monostate make(engine&) { return {}; }
    static bool same(std::monostate, std::monostate) { return true; }
    static std::string shape() { return "none"; }
};

template <class T>
    requires kind::growing_sequence<T> || kind::fixed_sequence<T>
struct family<T> {
    using value = typename T::value_type;
    static T make(engine& random)
    {
        T made{};
        if constexpr (kind::fixed_sequence<T>)
            for (value& item : made) item = round_trip::make<value>(random);
        else
            for (std::size_t i = below(random, 6); i > 0; --i) made.push_back(round_trip::make<value>(random));
        return made;
    }
    static bool same(const T& a, const T& b)
    {
        return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                          [](const value& x, const value& y) { return round_trip::same<value>(x, y); });
    }
    static std::string shape()
    {
        if constexpr (kind::byte_range<T> && kind::fixed_sequence<T>) return "bytes[" + std::to_string(std::tuple_size_v<T>) + "]";
        else if constexpr (kind::byte_range<T>) return "bytes";
        else if constexpr (kind::fixed_sequence<T>)
            return "array[" + round_trip::shape<value>() + ", " + std::to_string(std::tuple_size_v<T>) + "]";
        else return "list[" + round_trip::shape<value>() + "]";
    }
};

/// Keys that are equal to themselves.
template <class T>
T make_key(engine& random)
{
    for (;;)
        if (T key = make<T>(random); key == key) return key;
}

template <kind::unique_set T>
struct family<T> {
    using key = typename T::key_type;
    static T make(engine& random)
    {
        T made;
        for (std::size_t i = below(random, 6); i > 0; --i) made.insert(make_key<key>(random));
        return made;
    }
    static bool same(const T& a, const T& b)
    {
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const key& k) {
                   const auto found = b.find(k);
                   return found != b.end() && round_trip::same<key>(k, *found);
               });
    }
    static std::string shape() { return "set[" + round_trip::shape<key>() + "]"; }
};

template <kind::unique_map T>
struct family<T> {
    using key = typename T::key_type;
    using mapped = typename T::mapped_type;
    static T make(engine& random)
    {
        T made;
        for (std::size_t i = below(random, 6); i > 0; --i) made.try_emplace(make_key<key>(random), round_trip::make<mapped>(random));
        return made;
    }
    static bool same(const T& a, const T& b)
    {
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const auto& item) {
                   const auto found = b.find(item.first);
                   return found != b.end() && round_trip::same<key>(item.first, found->first) &&
                          round_trip::same<mapped>(item.second, found->second);
               });
    }
    static std::string shape() { return "dict[" + round_trip::shape<key>() + ", " + round_trip::shape<mapped>() + "]"; }
};

template <class... T>
std::string joined_shapes()
{
    std::string text;
    ((text += (text.empty() ? "" : ", ") + shape<T>()), ...);
    return "[" + text + "]";
}

template <class T, class... Items>
struct tuple_family {
    static T make(engine& random) { return T{round_trip::make<Items>(random)...}; }
    static bool same(const T& a, const T& b) { return same_items(a, b, std::index_sequence_for<Items...>{}); }
    static std::string shape() { return "tuple" + joined_shapes<Items...>(); }

private:
    template <std::size_t... I>
    static bool same_items(const T& a, const T& b, std::index_sequence<I...>)
    {
        return (round_trip::same<Items>(std::get<I>(a), std::get<I>(b)) && ...);
    }
};
template <class... Items>
struct family<std::tuple<Items...>> : tuple_family<std::tuple<Items...>, Items...> {};
template <class First, class Second>
struct family<std::pair<First, Second>> : tuple_family<std::pair<First, Second>, First, Second> {};

template <class T>
struct family<std::optional<T>> {
    static std::optional<T> make(engine& random)
    {
        if (below(random, 4) == 0) return std::nullopt;
        return round_trip::make<T>(random);
    }
    static bool same(const std::optional<T>& a, const std::optional<T>& b)
    {
        return a.has_value() == b.has_value() && (!a || round_trip::same<T>(*a, *b));
    }
    static std::string shape() { return "optional[" + round_trip::shape<T>() + "]"; }
};

template <class... T>
struct family<std::variant<T...>> {
    using variant = std::variant<T...>;
    static variant make(engine& random)
    {
        variant (*const makers[])(engine&) = {[](engine& r) -> variant { return round_trip::make<T>(r); }...};
        return makers[below(random, sizeof...(T))](random);
    }
    static bool same(const variant& a, const variant& b)
    {
        return a.index() == b.index() && std::visit([&]<class U>(const U& held) { return round_trip::same<U>(held, std::get<U>(b)); }, a);
    }
    static std::string shape() { return "variant" + joined_shapes<T...>(); }
};

}  // namespace round_trip
