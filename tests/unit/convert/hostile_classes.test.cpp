// SPDX-License-Identifier: MIT
// Objects of classes that lie, raise, change or claim to be others: times, values, paths, text, records and enums.
#include <support/families.hpp>

#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/sequence.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <vector>

namespace py = pyhost;
using namespace std::chrono;
using support::outcome;

namespace {

void define() PYHOST_NEEDS_GIL
{
    support::define_families();
    py::exec(R"python(
import dataclasses
from types import SimpleNamespace

def lies(base, **attributes): return type("Lies", (base,), attributes)
def claims(other, **attributes): return type("Claims", (), dict(attributes, __class__=property(lambda self: other)))()

class WrongOffset(tzinfo):
    def utcoffset(self, when): return 5
class LongOffset(tzinfo):
    def utcoffset(self, when): return timedelta(1)
class Fs:
    def __init__(self, path): self.path = path
    def __fspath__(self): return self.path
class GetAttr:
    def __init__(self, **held): self.__dict__.update(held)
    def __getattr__(self, name):
        if name == "x": return 5
        raise KeyError(name)
class Slots:
    __slots__ = ("x", "label")
@dataclasses.dataclass
class Grows:
    x: int
    @property
    def label(self):
        self.more = 1
        return "grown"
)python");
}

/// `expected` may end in "...", where CPython's versions go on differently.
struct example {
    const char* expression;
    const char* expected;
};

template <class T, std::size_t N>
void check_all(const example (&examples)[N]) PYHOST_NEEDS_GIL
{
    for (const example& one : examples) {
        INFO(one.expression);
        const std::string_view expected = one.expected;
        if (expected.ends_with("...")) CHECK(outcome<T>(one.expression).starts_with(expected.substr(0, expected.size() - 3)));
        else CHECK(outcome<T>(one.expression) == expected);
    }
}

}  // namespace

TEST_CASE("times of other classes count by their attributes, which must be ones")
{
    const py::gil_guard gil;
    define();
    check_all<microseconds>({
        {"lies(timedelta, days=1)(5)", "datetime.timedelta(days=1)"},
        {"lies(timedelta, days='1')(5)", "ValueError: expected an int from -4503599627370496 to 4503599627370496, got str '1' at .days"},
        {"lies(timedelta, days=2**70)(5)", "ValueError: expected an int from -4503599627370496 to 4503599627370496, got int 1180591620717411303424 at .days"},
        {"lies(timedelta, seconds=-1)(5)", "ValueError: expected an int from 0 to 86399, got int -1 at .seconds"},
        {"lies(timedelta, microseconds=1.5)(5)", "ValueError: expected an int from 0 to 999999, got float 1.5 at .microseconds"},
        {"lies(timedelta, nanoseconds=1000)(5)", "ValueError: expected an int from 0 to 999, got int 1000 at .nanoseconds"},
        {"lies(timedelta, __eq__=lambda a, b: False)(5)",
         "ValueError: expected std::chrono::microseconds, got Lies, which is not equal to itself"},
        {"lies(timedelta, __eq__=boom)(5)", "KeyError: 'boom'"},
        {"lies(timedelta, __getattribute__=boom)(5)", "KeyError: 'boom'"},
        {"claims(timedelta)", "TypeError: expected std::chrono::microseconds (a timedelta), got Claims"},
    });
    check_all<sys_time<microseconds>>({
        {"lies(datetime, year=1970, month=1, day=2)(1, 1, 1, tzinfo=utc)",
         "datetime.datetime(1970, 1, 2, 0, 0, tzinfo=datetime.timezone.utc)"},
        {"lies(datetime, month=13)(1, 1, 1, tzinfo=utc)", "ValueError: expected an int from 1 to 12, got int 13 at .month"},
        {"lies(datetime, year=10000)(1, 1, 1, tzinfo=utc)",
         "to_python: OverflowError: to_python: the year is not one of Python's, 1 to 9999"},
        {"datetime(2024, 1, 1, tzinfo=WrongOffset())", "TypeError: tzinfo.utcoffset() must return None or..."},
        {"datetime(2024, 1, 1, tzinfo=LongOffset())", "ValueError: offset must be a timedelta strictly between..."},
        {"lies(datetime, utcoffset=lambda self: 5)(2024, 1, 1, tzinfo=timezone.max if hasattr(timezone, 'max') else utc)",
         "TypeError: expected std::chrono::sys_time<std::chrono::microseconds> (an aware datetime: one with a time zone), got Lies"},
    });
    check_all<year_month_day>({
        {"lies(date, year=1, month=1)(2024, 2, 29)", "datetime.date(2024, 2, 29)"},  // nothing but its own bytes has a date
        {"claims(date)", "TypeError: expected std::chrono::year_month_day (a date without a time), got Claims"},
    });
    check_all<py::timedelta>({
        {"lies(timedelta, days=10**9)()", "OverflowError: expected py::timedelta (of at most 999999999 days), got Lies"},
        {"lies(timedelta, nanoseconds=1)()",
         "OverflowError: expected py::timedelta (whole microseconds, since nothing is cut off), got Lies"},
    });
}

TEST_CASE("values of other classes count by what they are, and an object that claims a class by what it gives")
{
    const py::gil_guard gil;
    define();
    check_all<py::decimal>({
        {"lies(Decimal, __str__=boom, __repr__=boom)('1.50')", "Decimal('1.50')"},
        {"claims(int)", "TypeError: expected py::decimal (a decimal.Decimal or an int), got Claims"},
    });
    check_all<py::fraction>({
        {"lies(Fraction, numerator=99)(1, 3)", "Fraction(33, 1)"},
        {"lies(Fraction, denominator=-2)(1, 3)", "Fraction(-1, 2)"},
        {"lies(Fraction, denominator=1.5)(1, 3)", "TypeError: expected an int as denominator, got float 1.5 at .denominator"},
        {"claims(Fraction, numerator=1, denominator=0)",
         "ValueError: expected py::fraction (a fractions.Fraction or an int), got one whose denominator is 0"},
        {"claims(Fraction)", "AttributeError: 'Claims' object has no attribute 'numerator'"},
    });
    check_all<py::uuid>({
        {"lies(UUID, bytes='0123456789abcdef')(int=1)", "TypeError: expected 16 bytes, got str '0123456789abcdef' at .bytes"},
        {"lies(UUID, bytes=bytes(17))(int=1)",
         "TypeError: expected 16 bytes, got bytes "
         "b'\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00' at .bytes"},
        {"claims(UUID, bytes=bytes(16))", "UUID('00000000-0000-0000-0000-000000000000')"},
        {"claims(UUID)", "AttributeError: 'Claims' object has no attribute 'bytes'"},
    });
    check_all<support::shade>({
        {"claims(Shade, _name_='dark', _value_=10)", "ValueError: expected support::shade (one of dark, light), got Claims.dark"},
        {"Rights.read", "TypeError: expected support::shade (a families.Shade), got Rights"},
        {"'light'", "TypeError: expected support::shade (a families.Shade), got str 'light'"},
    });
    check_all<support::rights>({
        {"Rights(0)", py::repr(py::eval("Rights(0)")).c_str()},
        {"claims(Rights, _value_='text')", "TypeError: ..."},
        {"claims(Rights, _value_=-1)", "ValueError: expected support::rights (flags of read, write), got Claims"},
    });
}

TEST_CASE("paths and text count by what they hold, with every byte that is one")
{
    const py::gil_guard gil;
    define();
    check_all<std::filesystem::path>({
        {"lies(str, __fspath__=boom)('a')", "PosixPath('a')"},
        {"lies(bytes, __fspath__=boom)(b'a')", "PosixPath('a')"},
        {"Fs(lies(str, __str__=boom)('a'))", "PosixPath('a')"},
        {"Fs(Fs('a'))", "TypeError: expected Fs.__fspath__() to return str or bytes, not Fs"},
        {"Fs(None)", "TypeError: expected Fs.__fspath__() to return str or bytes, not NoneType"},
        {"SimpleNamespace(__fspath__=lambda: 'a')",
         "TypeError: expected std::filesystem::path (a str, bytes or os.PathLike), got types.SimpleNamespace"},
        {"'\\udc80'", "PosixPath('\\udc80')"},  // a byte that is no UTF-8
        {"'\\udc7f'", "UnicodeEncodeError: 'utf-8' codec can't encode character '\\udc7f' in position 0: surrogates not allowed"},
        {"''", "to_python: ValueError: to_python: an empty path has no pathlib.Path, which takes it for the current folder; use "
               "std::optional for a path that may be missing"},
    });
    CHECK(py::eval("b'a\\0b'").cast<std::filesystem::path>().native() == std::string("a\0b", 3));
    const std::string lone = "UnicodeEncodeError: '", at = " in position 1: surrogates not allowed";
    CHECK(outcome<std::u8string>("'a\\ud800'") == lone + "utf-8' codec can't encode character '\\ud800'" + at);
    CHECK(outcome<std::u16string>("'a\\udfff'") == lone + "utf-16-le' codec can't encode character '\\udfff'" + at);
    CHECK(outcome<std::u32string>("'a\\ud800'") == lone + "utf-32-le' codec can't encode character '\\ud800'" + at);
    CHECK(outcome<std::wstring>("'a\\ud800'") == lone + "utf-32-le' codec can't encode character '\\ud800'" + at);
    CHECK(outcome<char32_t>("'\\ud800'").starts_with(lone));
    CHECK(outcome<char16_t>("'\\ud800'").starts_with(lone));
    for (const char* other : {"b'a'", "bytearray(b'a')", "memoryview(b'a')", "Fs('a')", "Path('a')", "['a']", "Raises()", "97"}) {
        CHECK(outcome<std::u8string>(other).starts_with("TypeError: expected std::u8string, got "));
        CHECK(outcome<std::u16string>(other).starts_with("TypeError: expected std::u16string, got "));
        CHECK(outcome<char32_t>(other).starts_with("TypeError: expected char32_t, got "));
    }
    CHECK(support::to_python(std::u8string{u8"a\xc0\x80"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u16string{u"a\xdc00"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u32string{U"a\x110000"}) == "UnicodeDecodeError");
    CHECK(support::to_python(std::u16string{u'\xfeff', u'a'}) == "'\\ufeffa'");
    CHECK(support::to_python(static_cast<char16_t>(0xd800)) == "UnicodeDecodeError");
}

TEST_CASE("records read their fields once, by what the object gives, and keep the errors of properties")
{
    const py::gil_guard gil;
    define();
    check_all<support::place>({
        {"lies(Place, x=property(lambda self: 7, lambda *_: None))(1, None)", "Place(x=7, label=None)"},
        {"lies(Place, x=property(boom, lambda *_: None))(1, None)", "KeyError: 'boom'"},
        {"lies(Place, __getattribute__=boom)(1, None)", "KeyError: 'boom'"},
        {"GetAttr(label='a')", "Place(x=5, label='a')"},
        {"GetAttr(x=1)", "KeyError: 'label'"},
        {"Slots()", "TypeError: expected support::place (with the attribute 'x'), got Slots without it"},
        {"Grows(1)", "Place(x=1, label='grown')"},
        {"Dict(x=1, label='a')", "Place(x=1, label='a')"},
        {"lies(dict, __missing__=boom)(label='a')", "ValueError: expected support::place (with the field 'x'), got Lies without it"},
        {"lies(dict, get=boom, keys=boom, items=boom, __contains__=boom)(x=1)", "Place(x=1, label=None)"},
        {"{'x': 1, b'label': 'a'}",
         "ValueError: expected support::place (of the fields x, label), got dict with the unknown field b'label'"},
        {"{Text('x'): 1}", "ValueError: expected support::place (of the fields x, label), got dict with the unknown field Text"},
        {"{'x': 1, '\\ud800': 2}",
         "ValueError: expected support::place (of the fields x, label), got dict with the unknown field '\\ud800'"},
        {"Mapping({'x': 1}, -1)", "Place(x=1, label=None)"},
        {"lies(Mapping, __getitem__=boom)({'x': 1})", "KeyError: 'boom'"},
        {"lies(Mapping, __iter__=boom)({'x': 1})", "KeyError: 'boom'"},
        {"claims(dict)", "TypeError: expected support::place (with the attribute 'x'), got Claims without it"},
    });
}
