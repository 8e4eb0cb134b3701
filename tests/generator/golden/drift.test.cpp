// SPDX-License-Identifier: MIT
#include "drift.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace py = pyhost;
using Catch::Matchers::ContainsSubstring;

namespace {

/// The module as it is after its header was made. Once: functions keep what they have found.
void change()
{
    const py::gil_guard gil;
    if (py::eval("'drift' in __import__('sys').modules").truth()) return;
    py::module_from_source("drift", "def scale(value, factor=3.0): return value * factor\n"
                                    "def later(value): return value\n"
                                    "def unchanged(value): return value\n"
                                    "class Engine:\n"
                                    "    def __init__(self, power): self.power = power\n"
                                    "    def start(self, speed, gear): return speed * self.power\n"
                                    "    async def stop(self, delay, hard): return self.power\n"
                                    "    def turns(self, start, count): yield from range(start, count)\n");
}

template <class Call>
std::string refused(Call call)
{
    try {
        call();
    } catch (const py::type_error& e) {
        return std::string{e.message()};
    }
    return "not refused";
}

}  // namespace

TEST_CASE("a function whose parameters have changed is refused at its first call", "[drift check]")
{
    change();
    const std::string why = refused([] { drift::scale(1); });
    CHECK_THAT(why, ContainsSubstring("expected the parameters (value, factor=2.0), got (value, factor=3.0) at drift.scale"));
    CHECK_THAT(why, ContainsSubstring("python -m pyhost generate drift"));
    CHECK(drift::unchanged(3) == 3);
}

TEST_CASE("a function that is no coroutine any more is refused", "[drift check]")
{
    change();
    CHECK_THAT(refused([] { drift::later(1).get(); }), ContainsSubstring("expected the parameters async (value), got (value)"));
}

TEST_CASE("a method whose parameters have changed is refused", "[drift check]")
{
    change();
    const drift::Engine engine{3};
    CHECK(engine.power() == 3);
    CHECK_THAT(refused([&] { engine.start(1); }),
               ContainsSubstring("expected the parameters (speed), got (speed, gear) at drift.Engine.start"));
}

TEST_CASE("a method that is not called at once is refused where it has changed", "[drift check]")
{
    change();
    const drift::Engine engine{3};
    CHECK_THAT(refused([&] { engine.stop(1).get(); }),
               ContainsSubstring("expected the parameters async (delay), got async (delay, hard) at drift.Engine.stop"));
    CHECK_THAT(refused([&] { static_cast<void>(engine.turns(1)); }),
               ContainsSubstring("expected the parameters (count), got (start, count) at drift.Engine.turns"));
}
