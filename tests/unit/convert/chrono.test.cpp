// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/chrono.hpp.
#include <support/values.hpp>

#include <pyhost/convert/chrono.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdlib>
#include <limits>
#include <map>
#include <vector>

namespace py = pyhost;
using namespace std::chrono;
using support::through;

namespace {

void import_datetime() PYHOST_NEEDS_GIL
{
    py::exec("from datetime import date, datetime, time, timedelta, timezone, tzinfo\n"
             "utc = timezone.utc\n"
             "east = timezone(timedelta(hours=5, minutes=30, microseconds=1))\n"
             "west = timezone(-timedelta(hours=9))\n"
             "class NoOffset(tzinfo):\n"
             "    def utcoffset(self, when): return None\n"
             "class RaisesOffset(tzinfo):\n"
             "    def utcoffset(self, when): raise KeyError('boom')\n"
             "class Answers(tzinfo):\n"
             "    def __init__(self, answer): self.answer = answer\n"
             "    def utcoffset(self, when): return self.answer\n"
             "class Later(datetime): pass\n"
             "class NotATime(datetime):\n"
             "    def __eq__(self, other): return False\n"
             "class Nano(datetime):\n"
             "    nanosecond = 7\n"
             "class NanoDelta(timedelta):\n"
             "    nanoseconds = 7\n"
             "class NanoOffset(datetime):\n"
             "    def utcoffset(self): return NanoDelta(0)\n"
             "class EndOfFebruary(datetime):\n"
             "    month, day = 2, 29\n"
             "class WrongDelta(timedelta):\n"
             "    seconds = 86400\n"
             "class RaisesDays(timedelta):\n"
             "    days = property(lambda self: {}['boom'])\n");
}

}  // namespace

TEST_CASE("a duration is a timedelta, exactly, both ways")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(support::to_python(1500ms) == "datetime.timedelta(seconds=1, microseconds=500000)");
    CHECK(support::to_python(-1us) == "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)");
    CHECK(support::to_python(weeks{2}) == "datetime.timedelta(days=14)");
    CHECK(support::to_python(days{-3}) == "datetime.timedelta(days=-3)");
    CHECK(support::to_python(years{1}) == "datetime.timedelta(days=365, seconds=20952)");
    CHECK(support::to_python(months{-1}) == "datetime.timedelta(days=-31, seconds=48654)");
    CHECK(support::to_python(2000ns) == "datetime.timedelta(microseconds=2)");
    CHECK(support::to_python(duration<int, std::ratio<1, 3>>{-6}) == "datetime.timedelta(days=-1, seconds=86398)");
    CHECK(py::eval("timedelta(seconds=1, microseconds=500000)").cast<milliseconds>() == 1500ms);
    CHECK(py::eval("timedelta(microseconds=-1)").cast<microseconds>() == -1us);
    CHECK(py::eval("timedelta(days=365, seconds=20952)").cast<years>() == years{1});
    CHECK(py::eval("timedelta(hours=-5)").cast<hours>() == -5h);
    CHECK(py::eval("timedelta(microseconds=-3)").cast<nanoseconds>() == -3000ns);
    CHECK(py::eval("timedelta(seconds=-2)").cast<duration<int, std::ratio<1, 3>>>().count() == -6);
    CHECK(py::eval("NanoDelta(microseconds=1)").cast<nanoseconds>() == 1007ns);
}

TEST_CASE("a duration that is not exactly one of the other side is an OverflowError")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(support::to_python(1ns) == "OverflowError");
    CHECK(support::to_python(duration<int, std::ratio<1, 3>>{1}) == "OverflowError");
    CHECK(support::to_python(hours{std::numeric_limits<std::int64_t>::max()}) == "OverflowError");
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    CHECK(support::to_python(hours{least}) == "OverflowError");
    CHECK(support::to_python(duration<std::int64_t, std::ratio<86'400>>{least}) == "OverflowError");
    CHECK(support::to_python(duration<std::int64_t, std::ratio<604'800>>{least}) == "OverflowError");
    CHECK(through<microseconds>("timedelta(microseconds=-2**63)") ==
          "datetime.timedelta(days=-106751992, seconds=71945, microseconds=224192)");
    CHECK(through<microseconds>("timedelta(microseconds=2**63 - 1)") ==
          "datetime.timedelta(days=106751991, seconds=14454, microseconds=775807)");
    CHECK(through<microseconds>("timedelta(microseconds=2**63)") == "OverflowError");
    CHECK(support::to_python(duration<std::uint64_t>{std::numeric_limits<std::uint64_t>::max()}) == "OverflowError");
    CHECK(support::to_python(days{999'999'999}) == "datetime.timedelta(days=999999999)");
    CHECK(support::to_python(days{1'000'000'000}) == "OverflowError");
    CHECK(support::to_python(duration<std::int64_t, std::ratio<86'400>>{(std::int64_t{1} << 32) + 5}) == "OverflowError");
    CHECK(support::to_python(days{-999'999'999}) == "datetime.timedelta(days=-999999999)");
    CHECK(through<seconds>("timedelta(microseconds=1)") == "OverflowError");
    CHECK(through<minutes>("timedelta(seconds=59)") == "OverflowError");
    CHECK(through<microseconds>("timedelta.max") == "OverflowError");
    CHECK(through<seconds>("timedelta(days=-999999999)") == "datetime.timedelta(days=-999999999)");
    CHECK(through<nanoseconds>("timedelta(days=106751)") == "datetime.timedelta(days=106751)");
    CHECK(through<nanoseconds>("timedelta(days=106752)") == "OverflowError");
    CHECK(through<nanoseconds>("timedelta(days=-106751)") == "datetime.timedelta(days=-106751)");
    CHECK(through<duration<signed char>>("timedelta(seconds=128)") == "OverflowError");
    CHECK(through<duration<unsigned>>("timedelta(seconds=-1)") == "OverflowError");
    CHECK(through<microseconds>("NanoDelta(1)") == "OverflowError");
}

TEST_CASE("a floating duration is the nearest")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(py::eval("timedelta(milliseconds=1500)").cast<duration<double>>().count() == 1.5);
    CHECK(py::eval("timedelta(days=1)").cast<duration<double, std::ratio<3600>>>().count() == 24);
    CHECK(support::to_python(duration<double>{0.1}) == "datetime.timedelta(microseconds=100000)");
    CHECK(support::to_python(duration<float>{-1.5f}) == "datetime.timedelta(days=-1, seconds=86398, microseconds=500000)");
    CHECK(support::to_python(duration<double, std::micro>{2.5}) == "datetime.timedelta(microseconds=2)");
    for (const double beyond : {1e300, -1e15, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        CHECK(support::to_python(duration<double>{beyond}) == "OverflowError");
}

TEST_CASE("a system time is an aware datetime, of any zone; to Python in UTC")
{
    const py::gil_guard gil;
    import_datetime();
    const auto moment = sys_days{2024y / February / 29d} + 23h + 59min + 59s + 999999us;
    CHECK(support::to_python(moment) == "datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc)");
    CHECK(py::eval("datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=utc)").cast<sys_time<microseconds>>() == moment);
    CHECK(py::eval("datetime(2024, 3, 1, 5, 29, 59, 999999, east) + timedelta(microseconds=1)").cast<sys_time<microseconds>>() == moment);
    CHECK(py::eval("datetime(2024, 2, 29, 14, 59, 59, 999999, west)").cast<sys_time<nanoseconds>>() == moment);
    CHECK(py::eval("Later(1969, 12, 31, 23, tzinfo=utc)").cast<sys_seconds>() == sys_seconds{-3600s});
    CHECK(py::eval("Nano(1970, 1, 1, tzinfo=utc)").cast<sys_time<nanoseconds>>() == sys_time<nanoseconds>{7ns});
    CHECK(py::eval("NanoOffset(1970, 1, 1, tzinfo=east)").cast<sys_time<nanoseconds>>() == sys_time<nanoseconds>{-7ns});
    CHECK(through<sys_time<microseconds>>("NanoOffset(1970, 1, 1, tzinfo=east)") == "OverflowError");
    CHECK(support::to_python(sys_days{1970y / January / 1d}) == "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)");
}

TEST_CASE("every day of the years 1 to 9999 is the one that Python counts, and no year beyond")
{
    const py::gil_guard gil;
    import_datetime();
    for (std::int64_t day = sys_days{1y / January / 1d}.time_since_epoch().count(); day <= 2'932'896; day += 11) {
        const sys_days date{days{day}};
        const py::object made = py::to_python(year_month_day{date});
        REQUIRE(made.attr("toordinal")().cast<std::int64_t>() == day + 719'163);
        REQUIRE(made.cast<year_month_day>() == year_month_day{date});
    }
    CHECK(support::to_python(sys_days{9999y / December / 31d}) == "datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc)");
    CHECK(support::to_python(sys_days{1y / January / 1d}) == "datetime.datetime(1, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)");
    CHECK(support::to_python(sys_days{10000y / January / 1d}) == "OverflowError");
    CHECK(support::to_python(sys_days{0y / December / 31d}) == "OverflowError");
    CHECK(support::to_python(0y / December / 31d) == "OverflowError");
    CHECK(support::to_python(2023y / February / 29d) == "ValueError");
    CHECK(through<sys_time<nanoseconds>>("datetime.max.replace(tzinfo=utc)") == "OverflowError");
    CHECK(py::eval("datetime.min.replace(tzinfo=east)").cast<sys_time<microseconds>>() == sys_days{1y / January / 1d} - 5h - 30min - 1us);
}

TEST_CASE("no time zone is dropped and none is assumed")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(support::error_of<sys_seconds>("datetime(2024, 1, 1)") ==
          "TypeError: expected std::chrono::sys_time<std::chrono::seconds> (an aware datetime: one with a time zone), got "
          "datetime.datetime(2024, 1, 1, 0, 0)");
    CHECK(support::error_of<local_seconds>("datetime(2024, 1, 1, tzinfo=utc)") ==
          "TypeError: expected std::chrono::local_time<std::chrono::seconds> (a naive datetime: it has no place for a time zone), got "
          "datetime.datetime(2024, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)");
    CHECK(through<sys_seconds>("datetime(2024, 1, 1, tzinfo=NoOffset())") == "TypeError");
    CHECK(support::error_of<sys_seconds>("datetime(2024, 1, 1, tzinfo=RaisesOffset())") == "KeyError: 'boom'");
    CHECK(through<hh_mm_ss<seconds>>("time(1, tzinfo=utc)") == "TypeError");
    for (const char* other : {"date(2024, 1, 1)", "0", "1.5", "'2024-01-01'", "None", "timedelta(1)", "time(1)"}) {
        CHECK(through<sys_seconds>(other) == "TypeError");
        CHECK(through<local_seconds>(other) == "TypeError");
    }
}

TEST_CASE("a local time is a naive datetime, with nothing lost of it")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(through<local_time<microseconds>>("datetime(2024, 2, 29, 12, 30, 1, 5)") == "datetime.datetime(2024, 2, 29, 12, 30, 1, 5)");
    CHECK(py::eval("datetime(1969, 12, 31, 23)").cast<local_seconds>() == local_seconds{-3600s});
    CHECK(through<local_seconds>("datetime(2024, 1, 1, microsecond=1)") == "OverflowError");
    CHECK(through<local_seconds>("datetime(2024, 1, 1, fold=1)") == "ValueError");
    CHECK(through<local_time<microseconds>>("NotATime(2024, 1, 1)") == "ValueError");
    CHECK(through<local_time<microseconds>>("Nano(2024, 1, 1)") == "OverflowError");
}

TEST_CASE("a date takes no datetime, and a time of day no time zone")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(through<year_month_day>("date(2024, 2, 29)") == "datetime.date(2024, 2, 29)");
    for (const char* other : {"datetime(2024, 1, 1)", "'2024-01-01'", "None", "738000"})
        CHECK(through<year_month_day>(other) == "TypeError");
    CHECK(through<hh_mm_ss<microseconds>>("time(23, 59, 59, 999999)") == "datetime.time(23, 59, 59, 999999)");
    CHECK(through<hh_mm_ss<minutes>>("time(12, 30)") == "datetime.time(12, 30)");
    CHECK(through<hh_mm_ss<minutes>>("time(12, 30, 1)") == "OverflowError");
    CHECK(through<hh_mm_ss<seconds>>("time(1, fold=1)") == "ValueError");
    for (const char* other : {"timedelta(1)", "'12:30'", "None", "12.5"}) CHECK(through<hh_mm_ss<seconds>>(other) == "TypeError");
    CHECK(support::to_python(hh_mm_ss{-1s}) == "OverflowError");
    CHECK(support::to_python(hh_mm_ss{24h}) == "OverflowError");
    CHECK(support::to_python(hh_mm_ss{0s}) == "datetime.time(0, 0)");
}

TEST_CASE("a failure names the C++ type, the value and where it stands")
{
    const py::gil_guard gil;
    import_datetime();
    CHECK(support::error_of<seconds>("5") == "TypeError: expected std::chrono::seconds (a timedelta), got int 5");
    CHECK(support::error_of<std::vector<milliseconds>>("[timedelta(0), timedelta(microseconds=1)]") ==
          "OverflowError: expected std::chrono::milliseconds (whole ones, since nothing is cut off), got "
          "datetime.timedelta(microseconds=1) at [1]");
    CHECK(support::error_of<std::map<std::string, nanoseconds>>("{'a': timedelta.max}") ==
          "OverflowError: expected std::chrono::nanoseconds (within its range), got datetime.timedelta(days=999999999, seconds=86399, "
          "microseconds=999999) at ['a']");
    CHECK(support::error_of<seconds>("WrongDelta(1)") == "ValueError: expected an int from 0 to 86399, got int 86400 at .seconds");
    CHECK(support::error_of<local_seconds>("EndOfFebruary(2023, 1, 1)") == "ValueError: expected an int from 1 to 28, got int 29 at .day");
    CHECK(through<local_seconds>("EndOfFebruary(2024, 1, 1)") == "datetime.datetime(2024, 2, 29, 0, 0)");
    CHECK(support::error_of<seconds>("RaisesDays(1)") == "KeyError: 'boom'");
    CHECK(support::error_of<duration<double>>("None") ==
          "TypeError: expected std::chrono::duration<double, std::ratio<1, 1>> (a timedelta), got None");
    CHECK(support::error_of<std::vector<sys_days>>("1") ==
          "TypeError: expected std::vector<std::chrono::sys_time<std::chrono::days>>, got int 1");
}

TEST_CASE("what a time zone answers counts as Python's datetime has it count")
{
    const py::gil_guard gil;
    import_datetime();
    using moment = sys_time<microseconds>;
    CHECK(through<moment>("datetime(2024, 1, 1, 12, tzinfo=Answers(timedelta(hours=23, microseconds=1)))")
              .find("2023, 12, 31, 12, 59, 59, 999999") != std::string::npos);
    CHECK(through<moment>("datetime(2024, 1, 1, tzinfo=Answers(-timedelta(hours=23)))").find("2024, 1, 1, 23, 0") != std::string::npos);
    for (const char* wrong : {"timedelta(days=1)", "timedelta(days=-1)", "timedelta(days=2)"})
        CHECK(through<moment>("datetime(2024, 1, 1, tzinfo=Answers(" + std::string{wrong} + "))") == "ValueError");
    CHECK(through<moment>("datetime(2024, 1, 1, tzinfo=Answers(3))") == "TypeError");
    CHECK(support::error_of<moment>("datetime(2024, 1, 1, tzinfo=Answers(None))").starts_with("TypeError: expected"));
}

TEST_CASE("what pandas adds to datetime is kept, and what is no time is refused")
{
    if (std::getenv("PYHOST_TEST_LAUNCHER") != nullptr) SKIP("importing pandas takes minutes under valgrind");
    const py::gil_guard gil;
    if (!py::try_call<py::object>(py::eval("__import__"), "pandas").has_value()) SKIP("no pandas");
    py::exec("import pandas\n");
    CHECK(py::eval("pandas.Timestamp(1, tz='UTC')").cast<sys_time<nanoseconds>>() == sys_time<nanoseconds>{1ns});
    CHECK(py::eval("pandas.Timedelta(1001)").cast<nanoseconds>() == 1001ns);
    CHECK(through<microseconds>("pandas.Timedelta(1)") == "OverflowError");
    CHECK(through<local_time<nanoseconds>>("pandas.NaT") == "ValueError");
    py::exec("import numpy\n");  // pandas keeps other units than nanoseconds in fields of its own
    CHECK(py::eval("pandas.Timedelta(numpy.timedelta64(5, 's'))").cast<seconds>() == 5s);
    CHECK(py::eval("pandas.Timedelta(numpy.timedelta64(-5, 'ms'))").cast<milliseconds>() == -5ms);
    CHECK(py::eval("pandas.Timedelta('1 day').as_unit('s')").cast<days>() == days{1});
    CHECK(py::eval("pandas.Timedelta.min").cast<nanoseconds>() == nanoseconds{std::numeric_limits<std::int64_t>::min() + 1});
    CHECK(py::eval("pandas.Timedelta.max").cast<nanoseconds>() == nanoseconds{std::numeric_limits<std::int64_t>::max()});
    CHECK(py::eval("pandas.Timedelta(1500)").cast<duration<std::int64_t, std::ratio<3, 2'000'000>>>().count() == 1);
    CHECK(py::eval("pandas.Timestamp(numpy.datetime64('20000-01-01T00:00:00', 's'))").cast<local_seconds>() ==
          local_seconds{local_days{20000y / January / 1d}.time_since_epoch()});
    CHECK(py::eval("pandas.Timestamp(numpy.datetime64('-0401-02-28T00:00:00', 's')).tz_localize('UTC')").cast<sys_seconds>() ==
          sys_days{year{-401} / February / 28d});
    CHECK(py::eval("pandas.Timestamp.min").cast<local_time<nanoseconds>>().time_since_epoch().count() ==
          py::eval("pandas.Timestamp.min.value").cast<std::int64_t>());
}
