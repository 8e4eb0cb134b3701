// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::year_month_day leap_day{std::chrono::year{2024}, std::chrono::month{2}, std::chrono::day{29}};

}  // namespace

TEST_CASE("a date is a day of the calendar", "[date]") { CHECK(values::tomorrow(leap_day) == std::chrono::year{2024} / 3 / 1); }

TEST_CASE("a datetime is a moment, or what a clock shows", "[datetime][timedelta]")
{
    const std::chrono::local_time<std::chrono::microseconds> shown{std::chrono::local_days{leap_day} + 23h};
    CHECK(values::after(shown) == py::date_time{shown + 1h});
    const std::chrono::sys_time<std::chrono::microseconds> moment{std::chrono::sys_days{leap_day}};
    CHECK(values::after(moment, 5us) == py::date_time{moment + 5us});
}

TEST_CASE("a time is a time of day", "[time][timedelta]")
{
    CHECK(values::noon().to_duration() == 12h + 30s);
    CHECK(values::minutes(std::chrono::hh_mm_ss<std::chrono::microseconds>{2h + 3min + 4s}) == 2h + 3min);
}

TEST_CASE("a Path is a path", "[Path]")
{
    CHECK(values::parent("/a/b") == std::filesystem::path{"/a"});
    CHECK(values::suffix("x.txt") == ".txt");
    CHECK(values::suffix(std::string{"x.txt"}) == ".txt");
    CHECK(values::suffix(std::filesystem::path{"y.cpp"}) == ".cpp");
}

TEST_CASE("text stays text where a path may stand", "[Path or str]")
{
    using result = std::variant<std::string, std::filesystem::path>;
    CHECK(values::stem("a/x.txt") == result{std::in_place_index<0>, "x"});
    CHECK(values::stem(std::filesystem::path{"x.txt"}) == result{std::in_place_index<1>, "x.txt"});
    CHECK(values::stem() == result{std::in_place_index<0>, "none"});
    CHECK(values::stem({}, {.default_ = std::filesystem::path{"y"}}) == result{std::in_place_index<1>, "y"});
}

TEST_CASE("a Decimal and a Fraction are exact", "[Decimal][Fraction]")
{
    CHECK(values::exact(py::decimal::parse("0.1").value()) == py::decimal::parse("0.3").value());
    CHECK(values::third({1, 2}) == py::fraction{1, 6});
}

TEST_CASE("a UUID is one", "[UUID]")
{
    const py::uuid id{"12345678-1234-5678-1234-567812345678"};
    CHECK(values::same_id(id) == id);
}

TEST_CASE("a complex number is one", "[complex]") { CHECK(values::conjugate({1, 2}) == std::complex<double>{1, -2}); }

TEST_CASE("bytes and buffers are bytes", "[bytes][Buffer]")
{
    const std::vector<std::byte> data{std::byte{1}, std::byte{2}};
    CHECK(values::reversed_bytes(data) == std::vector<std::byte>{std::byte{2}, std::byte{1}});
    CHECK(values::checksum(data) == 3);
}

TEST_CASE("numbers and truth are themselves", "[int][float][bool]")
{
    CHECK(values::bounds(-3, 2.5, true) == std::tuple<std::int64_t, double, bool>{-3, 2.5, true});
}
