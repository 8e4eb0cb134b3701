// SPDX-License-Identifier: MIT
// One row for each family of converters beyond numbers, text and containers: what it takes, what it refuses, and what raises in it.
#pragma once

#include <support/values.hpp>

#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/int128.hpp>
#include <pyhost/convert/long_double.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/wide_text.hpp>
#include <pyhost/module.hpp>
#include <pyhost/values/big_int.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/timedelta.hpp>
#include <pyhost/values/uuid.hpp>

#include <chrono>
#include <complex>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

namespace support {

struct place {
    int x;
    std::optional<std::string> label;
    friend bool operator==(const place&, const place&) = default;
};
PYHOST_FIELDS(place, x, label)
PYHOST_CLASS(place, "families.Place")

struct chain {
    int value;
    std::unique_ptr<chain> next;
};
PYHOST_FIELDS(chain, value, next)

enum class shade { dark, light };
PYHOST_ENUM(shade, dark, light)
PYHOST_CLASS(shade, "families.Shade")

enum class rights : unsigned { read = 1, write = 2 };
PYHOST_ENUM(rights, read, write)
PYHOST_CLASS(rights, "families.Rights")

/// Expressions and what becomes of them: `good` is `repr` after C++, `bad` is `error`, `raising`, where there is one, a KeyError of the
/// object's own.
struct family_row {
    const char* good;
    const char* repr;
    const char* bad;
    const char* error;
    const char* raising = "Raises()";
};
template <class T>
inline constexpr family_row row_of{};

#if defined(__SIZEOF_INT128__)
using int128 = pyhost::detail::int128;
using uint128 = pyhost::detail::uint128;
template <>
inline constexpr family_row row_of<int128>{"-2**127", "-170141183460469231731687303715884105728", "2**127",
                                           "OverflowError: expected __int128, got int 170141183460469231731687303715884105728"};
template <>
inline constexpr family_row row_of<uint128>{"2**128 - 1", "340282366920938463463374607431768211455", "-1",
                                            "OverflowError: expected unsigned __int128, got int -1"};
#else
using int128 = pyhost::big_int;
using uint128 = pyhost::big_int;
#endif
template <>
inline constexpr family_row row_of<long double>{"-0.0", "-0.0", "'1.5'", "TypeError: expected long double, got str '1.5'"};
template <>
inline constexpr family_row row_of<std::complex<float>>{"complex(5e-324, -0.0)", "-0j", "1e39j",
                                                        "OverflowError: expected std::complex<float>, got complex"};
template <>
inline constexpr family_row row_of<std::complex<double>>{"complex('-inf+5e-324j')", "(-inf+5e-324j)", "b'1j'",
                                                         "TypeError: expected std::complex<double>, got bytes b'1j'", "RaisesComplex()"};
template <>
inline constexpr family_row row_of<std::complex<long double>>{
    "1.5j", "1.5j", "'1j'", "TypeError: expected std::complex<long double>, got str '1j'", "RaisesComplex()"};
template <>
inline constexpr family_row row_of<std::chrono::seconds>{
    "timedelta.max - timedelta(microseconds=999999)", "datetime.timedelta(days=999999999, seconds=86399)", "timedelta(microseconds=1)",
    "OverflowError: expected std::chrono::seconds (whole ones, since nothing is cut off), got datetime.timedelta(microseconds=1)",
    "RaisesDays(1)"};
template <>
inline constexpr family_row row_of<std::chrono::duration<double>>{
    "timedelta(seconds=1.5)", "datetime.timedelta(seconds=1, microseconds=500000)", "1.5",
    "TypeError: expected std::chrono::duration<double, std::ratio<1, 1>> (a timedelta), got float 1.5", "RaisesDays(1)"};
template <>
inline constexpr family_row row_of<std::chrono::sys_time<std::chrono::microseconds>>{
    "datetime(1, 1, 1, tzinfo=utc)", "datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)", "datetime(1, 1, 1)",
    "TypeError: expected std::chrono::sys_time<std::chrono::microseconds> (an aware datetime: one with a time zone), got "
    "datetime.datetime(1, 1, 1, 0, 0)",
    "datetime(2024, 1, 1, tzinfo=RaisesOffset())"};
template <>
inline constexpr family_row row_of<std::chrono::local_time<std::chrono::microseconds>>{
    "datetime.max", "datetime.datetime(9999, 12, 31, 23, 59, 59, 999999)", "date(2024, 1, 1)",
    "TypeError: expected std::chrono::local_time<std::chrono::microseconds> (a naive datetime), got datetime.date(2024, 1, 1)",
    "RaisesYear(2024, 1, 1)"};
template <>
inline constexpr family_row row_of<std::chrono::year_month_day>{
    "date(9999, 12, 31)", "datetime.date(9999, 12, 31)", "datetime(1, 1, 1)",
    "TypeError: expected std::chrono::year_month_day (a date without a time), got datetime.datetime(1, 1, 1, 0, 0)", ""};
template <>
inline constexpr family_row row_of<std::chrono::hh_mm_ss<std::chrono::microseconds>>{
    "time.max", "datetime.time(23, 59, 59, 999999)", "time(1, fold=1)",
    "ValueError: expected std::chrono::hh_mm_ss<std::chrono::microseconds> (a naive time with fold=0), got datetime.time(1, 0, fold=1)",
    ""};
template <>
inline constexpr family_row row_of<std::u8string>{"'\\0\\xe9\\U0001f600'", "'\\x00\xc3\xa9\xf0\x9f\x98\x80'", "b'a'",
                                                  "TypeError: expected std::u8string, got bytes b'a'", ""};
template <>
inline constexpr family_row row_of<std::u16string>{"Text('\\0\\U0010ffff')", "'\\x00\\U0010ffff'", "1",
                                                   "TypeError: expected std::u16string, got int 1", ""};
template <>
inline constexpr family_row row_of<std::u32string>{"'\\0\\uffff'", "'\\x00\\uffff'", "Raises()",
                                                   "TypeError: expected std::u32string, got Raises", ""};
template <>
inline constexpr family_row row_of<std::wstring>{"''", "''", "bytearray(b'a')", "TypeError: expected std::wstring, got bytearray", ""};
template <>
inline constexpr family_row row_of<char16_t>{"'\\0'", "'\\x00'", "'\\U0001f600'",
                                             "ValueError: expected char16_t (one character up to U+FFFF), got str '\xf0\x9f\x98\x80'", ""};
template <>
inline constexpr family_row row_of<char32_t>{"'\\U0010ffff'", "'\\U0010ffff'", "'ab'",
                                             "ValueError: expected char32_t (one character), got str 'ab'", ""};
template <>
inline constexpr family_row row_of<std::filesystem::path>{
    "b'a\\xff'", "PosixPath('a\\udcff')", "1", "TypeError: expected std::filesystem::path (a str, bytes or os.PathLike), got int 1",
    "RaisesPath()"};
template <>
inline constexpr family_row row_of<std::unique_ptr<int>>{"Index(5)", "5", "1.5", "TypeError: expected int, got float 1.5"};
template <>
inline constexpr family_row row_of<std::shared_ptr<std::string>>{"Text('a')", "'a'", "b'a'",
                                                                 "TypeError: expected std::string, got bytes b'a'", ""};
template <>
inline constexpr family_row row_of<place>{"Place(Index(1), None)", "Place(x=1, label=None)", "Place.x",
                                          "TypeError: expected support::place (with the attribute 'x'), got member_descriptor without it",
                                          "RaisesField()"};
template <>
inline constexpr family_row row_of<shade>{"Shade.light", "<Shade.light: 20>", "20",
                                          "TypeError: expected support::shade (a families.Shade), got int 20", "RaisingClass()"};
template <>
inline constexpr family_row row_of<rights>{"Rights.read", "<Rights.read: 2>", "Rights.other",
                                           "ValueError: expected support::rights (flags of read, write), got Rights.other",
                                           "RaisingClass()"};
template <>
inline constexpr family_row row_of<pyhost::big_int>{"-2**127 - 1", "-170141183460469231731687303715884105729", "OnlyInt()",
                                                    "TypeError: expected py::big_int, got OnlyInt"};
template <>
inline constexpr family_row row_of<pyhost::fraction>{"Fraction(-6, 4)", "Fraction(-3, 2)", "0.5",
                                                     "TypeError: expected py::fraction (a fractions.Fraction or an int), got float 0.5",
                                                     "RaisesNumerator(1, 2)"};
template <>
inline constexpr family_row row_of<pyhost::decimal>{"Decimal('-0E-7')", "Decimal('-0E-7')", "'1.5'",
                                                    "TypeError: expected py::decimal (a decimal.Decimal or an int), got str '1.5'"};
template <>
inline constexpr family_row row_of<pyhost::uuid>{"UUID(int=2**128 - 1)", "UUID('ffffffff-ffff-ffff-ffff-ffffffffffff')", "bytes(16)",
                                                 "TypeError: expected py::uuid (a uuid.UUID), got bytes b'"
                                                 "\\x00\\x00\\x00\\x00"
                                                 "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00'",
                                                 "RaisesBytes(int=1)"};
template <>
inline constexpr family_row row_of<pyhost::timedelta>{"timedelta.min", "datetime.timedelta(days=-999999999)", "5",
                                                      "TypeError: expected py::timedelta (a timedelta), got int 5", "RaisesDays(1)"};

/// All that have a row.
using families = std::tuple<int128, uint128, long double, std::complex<float>, std::complex<double>, std::complex<long double>,
                            std::chrono::seconds, std::chrono::duration<double>, std::chrono::sys_time<std::chrono::microseconds>,
                            std::chrono::local_time<std::chrono::microseconds>, std::chrono::year_month_day,
                            std::chrono::hh_mm_ss<std::chrono::microseconds>, std::u8string, std::u16string, std::u32string, std::wstring,
                            char16_t, char32_t, std::filesystem::path, std::unique_ptr<int>, std::shared_ptr<std::string>, place, shade,
                            rights, pyhost::big_int, pyhost::fraction, pyhost::decimal, pyhost::uuid, pyhost::timedelta>;

/// Defines in __main__ what the rows name, and the hostile objects.
inline void define_families() PYHOST_NEEDS_GIL
{
    define_hostile_objects();
    pyhost::module_from_source("families", R"python(
import dataclasses, enum

@dataclasses.dataclass(frozen=True)
class Place:
    __slots__ = ("x", "label")
    x: int
    label: str

class Shade(enum.IntEnum):
    dark = 10
    light = 20

class Rights(enum.IntFlag):
    write = 1
    read = 2
    other = 8
)python");
    pyhost::exec(R"python(
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from families import Place, Rights, Shade
from fractions import Fraction
from pathlib import Path
from uuid import UUID
utc = timezone.utc

def boom(*_): raise KeyError("boom")
raises = property(boom)

class RaisesComplex: __complex__ = boom
class RaisesDays(timedelta): days = raises
class RaisesYear(datetime): year = raises
class RaisesOffset(tzinfo): utcoffset = boom
class RaisesPath: __fspath__ = boom
class RaisesField: x = raises
class RaisesNumerator(Fraction): numerator = raises
class RaisesBytes(UUID): bytes = raises
)python");
}

/// The repr of what a Python value becomes by way of C++, or the whole text of the error.
template <class T>
std::string outcome(std::string_view expression) PYHOST_NEEDS_GIL
{
    const pyhost::object value = pyhost::eval(expression);
    const pyhost::result<T> loaded = pyhost::try_cast<T>(value);
    if (!loaded.has_value()) return loaded.error().type_name() + ": " + loaded.error().message();
    try {
        return pyhost::repr(pyhost::to_python(loaded.value()));
    } catch (const pyhost::error& e) {
        return "to_python: " + e.type_name() + ": " + e.message();
    }
}

}  // namespace support
