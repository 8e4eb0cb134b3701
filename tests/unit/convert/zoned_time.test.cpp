// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/zoned_time.hpp, where the standard library has std::chrono::zoned_time.
#include <support/growth.hpp>
#include <support/values.hpp>

#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/zoned_time.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#if defined(__cpp_lib_chrono) && __cpp_lib_chrono >= 201907L

namespace py = pyhost;
using namespace std::chrono;
using support::through;
using zoned = zoned_time<microseconds>;

namespace {

void import_zones() PYHOST_NEEDS_GIL
{
    py::exec("from datetime import datetime, timedelta, timezone, tzinfo\n"
             "from zoneinfo import ZoneInfo\n"
             "berlin = ZoneInfo('Europe/Berlin')\n"
             "utc = timezone.utc\n"
             "class Renamed(ZoneInfo):\n"
             "    key = 'Nowhere/Else'\n"
             "class RaisesKey(ZoneInfo):\n"
             "    key = property(lambda self: {}['boom'])\n"
             "class Cut(ZoneInfo):\n"
             "    key = 'Europe/Berlin\\0x'\n"
             "class Own(datetime):\n"
             "    def utcoffset(self): return timedelta(0)\n");
}

template <class F>
std::string reason_of(F f)
{
    try {
        f();
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return "nothing";
}

}  // namespace

TEST_CASE("a datetime in a ZoneInfo is a zoned_time, both ways, on both sides of the hour that comes twice")
{
    const py::gil_guard gil;
    import_zones();
    const auto summer = py::eval("datetime(2024, 7, 1, 12, 30, tzinfo=berlin)").cast<zoned>();
    CHECK(summer.get_time_zone()->name() == "Europe/Berlin");
    CHECK(summer.get_sys_time() == sys_days{2024y / 7 / 1} + 10h + 30min);
    CHECK(summer.get_local_time() == local_days{2024y / 7 / 1} + 12h + 30min);
    for (const char* value : {"datetime(2024, 7, 1, 12, 30, 0, 5, tzinfo=berlin)", "datetime(2024, 10, 27, 2, 30, tzinfo=berlin)",
                              "datetime(2024, 10, 27, 2, 30, tzinfo=berlin, fold=1)"}) {
        INFO(value);
        const py::object from = py::eval(value), back = py::to_python(from.cast<zoned>());
        CHECK(py::repr(back) == py::repr(from));
        CHECK(py::eval("lambda a, b: a == b and a.tzinfo is b.tzinfo and a.fold == b.fold")(from, back).cast<bool>());
    }
    for (const char* in_utc : {"datetime(2024, 1, 1, tzinfo=utc)", "datetime(2024, 1, 1, tzinfo=ZoneInfo('UTC'))"})
        CHECK(through<zoned>(in_utc) == "datetime.datetime(2024, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)");
    CHECK(through<std::vector<zoned_time<seconds>>>("[datetime(2024, 1, 1, tzinfo=berlin)]") ==
          "[datetime.datetime(2024, 1, 1, 0, 0, tzinfo=zoneinfo.ZoneInfo(key='Europe/Berlin'))]");
}

TEST_CASE("a time zone without a name that both sides know is refused, as is a part of the unit")
{
    const py::gil_guard gil;
    import_zones();
    CHECK(support::error_of<zoned>("datetime(2024, 1, 1)").starts_with("TypeError: expected std::chrono::zoned_time<std::chrono::micro"));
    CHECK(support::error_of<zoned>("datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=1)))") ==
          "TypeError: expected std::chrono::zoned_time<std::chrono::microseconds> (a datetime in a zoneinfo.ZoneInfo with a key, or in "
          "UTC), got a datetime in datetime.timezone");
    CHECK(support::error_of<zoned>("Own(2024, 1, 1)").starts_with("TypeError"));
    CHECK(support::error_of<zoned>("datetime(2024, 1, 1, tzinfo=Renamed('Europe/Berlin'))") ==
          "ValueError: expected std::chrono::zoned_time<std::chrono::microseconds> (in a time zone that C++ knows), got the zone "
          "'Nowhere/Else', of which C++ says: " +
              reason_of([] { static_cast<void>(locate_zone("Nowhere/Else")); }));
    CHECK(support::error_of<zoned>("datetime(2024, 1, 1, tzinfo=Cut('Europe/Berlin'))").starts_with("ValueError"));
    CHECK(support::error_of<zoned>("datetime(2024, 1, 1, tzinfo=RaisesKey('Europe/Berlin'))") == "KeyError: 'boom'");
    CHECK(through<zoned_time<seconds>>("datetime(2024, 1, 1, 0, 0, 0, 1, tzinfo=berlin)") == "OverflowError");
    CHECK(support::to_python(zoned_time<nanoseconds>{"UTC", sys_time<nanoseconds>{1ns}}) == "OverflowError");
    CHECK(support::to_python(zoned_time<seconds>{"UTC", sys_days{10000y / 1 / 1}}) == "OverflowError");
}

TEST_CASE("zoned times leak no references")
{
    const py::gil_guard gil;
    import_zones();
    const py::object good = py::eval("datetime(2024, 7, 1, tzinfo=berlin)"), bad = py::eval("datetime(2024, 7, 1, tzinfo=Renamed('UTC'))");
    CHECK(support::growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::to_python(good.cast<zoned>())); }) < support::allowed_growth);
    CHECK(support::growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::try_cast<zoned>(bad)); }) < support::allowed_growth);
}

#else

TEST_CASE("zoned times need a standard library that has them") { SKIP("this one has no std::chrono::zoned_time"); }

#endif
