// SPDX-License-Identifier: MIT
// Tests of pyhost/values/uuid.hpp.
#include <support/values.hpp>

#include <pyhost/pyhost.hpp>
#include <pyhost/values/uuid.hpp>

#include <catch2/catch_test_macros.hpp>

#include <unordered_map>
#include <vector>

namespace py = pyhost;
using support::through;

TEST_CASE("a UUID crosses both ways, and a str is none")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec("import uuid\n"
             "class Short(uuid.UUID):\n"
             "    bytes = b'short'\n");
    const std::string text = "12345678-9abc-def0-1234-56789abcdef0";
    CHECK(through<py::uuid>("uuid.UUID('" + text + "')") == "UUID('" + text + "')");
    CHECK(py::eval("uuid.UUID('" + text + "')").cast<py::uuid>() == py::uuid{text});
    CHECK(through<py::uuid>("uuid.UUID(int=2**128 - 1)") == "UUID('ffffffff-ffff-ffff-ffff-ffffffffffff')");
    for (const char* other : {"None", "'12345678-9abc-def0-1234-56789abcdef0'", "5", "b'0123456789abcdef'", "Raises()"})
        CHECK(through<py::uuid>(other) == "TypeError");
    CHECK(support::error_of<std::vector<py::uuid>>("[uuid.UUID(int=0), 'x']") ==
          "TypeError: expected py::uuid (a uuid.UUID), got str 'x' at [1]");
    CHECK(support::error_of<py::uuid>("Short(int=0)") == "TypeError: expected 16 bytes, got bytes b'short' at .bytes");
    const auto by_id = py::eval("{uuid.UUID(int=1): 'one'}").cast<std::unordered_map<py::uuid, std::string>>();
    CHECK(by_id.at(py::uuid{"00000000000000000000000000000001"}) == "one");
}

TEST_CASE("a UUID is read from its text in either case, printed and ordered")
{
    CHECK(py::uuid{}.to_string() == "00000000-0000-0000-0000-000000000000");
    CHECK(py::uuid{"12345678-9ABC-DEF0-1234-56789ABCDEF0"} == py::uuid{"123456789abcdef0123456789abcdef0"});
    CHECK(py::uuid{"00000000-0000-0000-0000-0000000000ff"} < py::uuid{"01000000-0000-0000-0000-000000000000"});
    for (const char* wrong : {"", "12345678", "12345678-9abc-def0-1234-56789abcdef", "12345678-9abc-def0-1234-56789abcdefg",
                              "{2345678-9abc-def0-1234-56789abcdef0", "123456789-abc-def0-1234-56789abcdef0"})
        CHECK_THROWS_AS(py::uuid{std::string_view{wrong}}, std::invalid_argument);
}
