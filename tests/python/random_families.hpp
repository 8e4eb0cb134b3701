// SPDX-License-Identifier: MIT
// Random values of the families beyond numbers, text and containers, as random_values.hpp makes the others.
#pragma once

#include "random_times.hpp"

#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/int128.hpp>
#include <pyhost/convert/long_double.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/wide_text.hpp>
#include <pyhost/values/big_int.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/uuid.hpp>

#include <complex>
#include <filesystem>
#include <memory>

namespace round_trip {

struct entry {
    int id;
    double size;
    std::optional<std::string> label;
    std::vector<pyhost::decimal> prices;
    std::shared_ptr<entry> next;
};
PYHOST_FIELDS(entry, id, size, label, prices, next)
PYHOST_CLASS(entry, "round_trip_classes.Entry")

enum class shade { dark = -1, light = 7 };
PYHOST_ENUM(shade, dark, light)
PYHOST_CLASS(shade, "round_trip_classes.Shade")

enum class rights : unsigned { read = 1, write = 2, run = 4 };
PYHOST_ENUM(rights, read, write, run)
PYHOST_CLASS(rights, "round_trip_classes.Rights")

#if defined(__SIZEOF_INT128__)
template <class T>
    requires(std::same_as<T, kind::int128> || std::same_as<T, kind::uint128>)
struct family<T> {
    static T make(engine& random)
    {
        const auto bits = static_cast<kind::uint128>(random()) << 64 | random();
        return static_cast<T>(below(random, 4) == 0 ? ~kind::uint128{0} >> below(random, 3) : bits) >> below(random, 128);
    }
    static bool same(T a, T b) { return a == b; }
    static std::string shape() { return std::same_as<T, kind::int128> ? "int128" : "uint128"; }
};
#endif

template <>
struct family<long double> {  // from Python comes no more than a double
    static long double make(engine& random) { return static_cast<long double>(round_trip::make<double>(random)); }
    static bool same(long double a, long double b)
    {
        return round_trip::same<double>(static_cast<double>(a), static_cast<double>(b)) && (a == b || std::isnan(a));
    }
    static std::string shape() { return "float64"; }
};

template <class T>
struct family<std::complex<T>> {
    static std::complex<T> make(engine& random) { return {round_trip::make<T>(random), round_trip::make<T>(random)}; }
    static bool same(const std::complex<T>& a, const std::complex<T>& b)
    {
        return round_trip::same<T>(a.real(), b.real()) && round_trip::same<T>(a.imag(), b.imag());
    }
    static std::string shape() { return "complex[" + round_trip::shape<T>() + "]"; }
};

/// The text of family<std::string> in another encoding.
template <class C>
    requires kind::wide_character<C>
struct family<std::basic_string<C>> : by_value<std::basic_string<C>> {
    static std::basic_string<C> make(engine& random)
    {
        const pyhost::gil_guard gil;
        return pyhost::to_python(round_trip::make<std::string>(random)).cast<std::basic_string<C>>();
    }

    static std::string shape() { return "str"; }
};
template <>
struct family<char32_t> : by_value<char32_t> {
    static char32_t make(engine& random)
    {
        const auto code = static_cast<char32_t>(below(random, std::size_t{1} << (7 + below(random, 14))));
        return code >= 0xd800 && code < 0xe000 ? U'\xfffd' : code;
    }

    static std::string shape() { return "char32"; }
};
template <>
struct family<std::filesystem::path> : by_value<std::filesystem::path> {
    static std::filesystem::path make(engine& random)
    {
        std::string text = below(random, 3) == 0 ? "/root" : "..";
        for (std::size_t i = below(random, 4); i > 0; --i) {
            text += "/n";
            for (std::size_t j = below(random, 5); j > 0; --j)
                if (const auto byte = static_cast<char>(random()); byte != '/' && byte != 0) text += byte;
        }
        return std::filesystem::path{text};
    }

    static std::string shape() { return "path"; }
};

template <>
struct family<pyhost::big_int> : by_value<pyhost::big_int> {
    static pyhost::big_int make(engine& random)
    {
        std::vector<std::uint32_t> limbs(below(random, 9));
        for (std::uint32_t& limb : limbs) limb = static_cast<std::uint32_t>(below(random, 4) == 0 ? ~std::uint64_t{0} : random());
        return pyhost::big_int::from_limbs(below(random, 2) == 0, limbs);
    }

    static std::string shape() { return "bigint"; }
};
template <>
struct family<pyhost::fraction> : by_value<pyhost::fraction> {
    static pyhost::fraction make(engine& random)
    {
        const auto below_line = round_trip::make<pyhost::big_int>(random);
        return pyhost::fraction{round_trip::make<pyhost::big_int>(random), below_line == 0 ? pyhost::big_int{1} : below_line};
    }

    static std::string shape() { return "fraction"; }
};
template <>
struct family<pyhost::decimal> {
    static pyhost::decimal make(engine& random)
    {
        static constexpr const char* special[] = {"NaN", "-NaN7", "sNaN", "Infinity", "-Infinity", "-0", "0E+9", "0.00", "1E+999999999"};
        if (below(random, 4) == 0) return pyhost::decimal{std::string_view{special[below(random, std::size(special))]}};
        return pyhost::decimal{round_trip::make<pyhost::big_int>(random).to_string() + "E" + std::to_string(up_to(random, -400, 400))};
    }
    static bool same(const pyhost::decimal& a, const pyhost::decimal& b) { return a.to_string() == b.to_string(); }
    static std::string shape() { return "decimal"; }
};
template <>
struct family<pyhost::uuid> : by_value<pyhost::uuid> {
    static pyhost::uuid make(engine& random)
    {
        std::array<std::uint8_t, 16> bytes{};
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        return pyhost::uuid{bytes};
    }

    static std::string shape() { return "uuid"; }
};

template <>
struct family<shade> : by_value<shade> {
    static shade make(engine& random) { return below(random, 2) == 0 ? shade::dark : shade::light; }

    static std::string shape() { return "shade"; }
};
template <>
struct family<rights> : by_value<rights> {
    static rights make(engine& random) { return static_cast<rights>(below(random, 8)); }

    static std::string shape() { return "rights"; }
};

template <class Pointer>
struct pointer_family {
    using value = typename Pointer::element_type;
    static Pointer make(engine& random) { return below(random, 4) == 0 ? Pointer{} : Pointer{new value(round_trip::make<value>(random))}; }
    static bool same(const Pointer& a, const Pointer& b)
    {
        return (a == nullptr) == (b == nullptr) && (a == nullptr || round_trip::same<value>(*a, *b));
    }
    static std::string shape() { return "optional[" + round_trip::shape<value>() + "]"; }
};
template <class T>
struct family<std::unique_ptr<T>> : pointer_family<std::unique_ptr<T>> {};
template <class T>
struct family<std::shared_ptr<T>> : pointer_family<std::shared_ptr<T>> {};

template <>
struct family<entry> {
    static entry make(engine& random)
    {
        entry made{round_trip::make<int>(random), round_trip::make<double>(random), round_trip::make<std::optional<std::string>>(random),
                   round_trip::make<std::vector<pyhost::decimal>>(random), nullptr};
        if (below(random, 2) == 0) made.next = std::make_shared<entry>(make(random));
        return made;
    }
    static bool same(const entry& a, const entry& b)
    {
        return a.id == b.id && round_trip::same<double>(a.size, b.size) && a.label == b.label &&
               round_trip::same<std::vector<pyhost::decimal>>(a.prices, b.prices) &&
               round_trip::same<std::shared_ptr<entry>>(a.next, b.next);
    }
    static std::string shape() { return "entry"; }
};

}  // namespace round_trip
