// SPDX-License-Identifier: MIT
#include <pyhost/config.hpp>
#include <pyhost/detail/settings.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <filesystem>
#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

namespace py = pyhost;
using py::detail::settings;
using py::detail::settings_of;

namespace {

template <class Value>
concept switches_site = requires(py::config c, Value on) { c.site(on); };

template <class Config>
concept becomes_isolated = requires(Config c) { c.isolated(); };

PyObject* make_nothing(const void*) { return nullptr; }

}  // namespace

TEST_CASE("a config that says nothing uses the environment and site, and leaves signals to the host")
{
    const py::config c;
    const settings& s = settings_of(c);
    CHECK(s.environment);
    CHECK(s.site);
    CHECK(s.utf8);
    CHECK_FALSE(s.signal_handlers);
    CHECK_FALSE(s.isolated);
    CHECK_FALSE(s.nearest_venv);
    CHECK_FALSE(s.home.has_value());
    CHECK_FALSE(s.executable.has_value());
    CHECK_FALSE(s.venv.has_value());
    CHECK_FALSE(s.argv.has_value());
    CHECK_FALSE(s.dev_mode.has_value());
    CHECK_FALSE(s.faulthandler.has_value());
    CHECK(s.shutdown_timeout_ms == 10'000);
}

TEST_CASE("every setting of a chain on a temporary arrives")
{
    const char* arguments[] = {"program", "-v", nullptr};
    const py::config c = py::config{}
                             .home("/home")
                             .executable(std::string{"/bin/python"})
                             .venv(std::filesystem::path{"/venv"})
                             .nearest_venv(true)
                             .program_name("name")
                             .module_path("a")
                             .module_path(std::string_view{"b"})
                             .argv(2, arguments)
                             .environment(false)
                             .site(false)
                             .signal_handlers(true)
                             .utf8(false)
                             .dev_mode(true)
                             .faulthandler(false)
                             .x_option("importtime")
                             .shutdown_timeout(std::chrono::seconds{5});
    const settings& s = settings_of(c);
    CHECK(s.home == "/home");
    CHECK(s.executable == "/bin/python");
    CHECK(s.venv == "/venv");
    CHECK(s.nearest_venv);
    CHECK(s.program_name == "name");
    CHECK(s.module_path == std::vector<std::string>{"a", "b"});
    CHECK(s.argv == std::vector<std::string>{"program", "-v"});
    CHECK_FALSE(s.environment);
    CHECK_FALSE(s.site);
    CHECK(s.signal_handlers);
    CHECK_FALSE(s.utf8);
    CHECK(s.dev_mode == true);
    CHECK(s.faulthandler == false);
    CHECK(s.x_options == std::vector<std::string>{"importtime"});
    CHECK(s.shutdown_timeout_ms == 5000);
}

TEST_CASE("settings of a named config change it and chain")
{
    py::config c;
    py::config& same = c.venv("one").site(false).argv({"p"}).shutdown_timeout(std::chrono::minutes{1});
    CHECK(&same == &c);
    c.venv("two");
    CHECK(settings_of(c).venv == "two");
    CHECK(settings_of(c).argv == std::vector<std::string>{"p"});
    CHECK(settings_of(c).shutdown_timeout_ms == 60'000);
}

TEST_CASE("a copy of a config is independent")
{
    const py::config first = py::config{}.module_path("a");
    py::config second = first;
    second.module_path("b").utf8(false);
    CHECK(settings_of(first).module_path.size() == 1);
    CHECK(settings_of(first).utf8);
    CHECK(settings_of(second).module_path.size() == 2);
}

TEST_CASE("a switch takes a bool and nothing that merely converts to one")
{
    STATIC_CHECK(switches_site<bool>);
    STATIC_CHECK_FALSE(switches_site<const char*>);
    STATIC_CHECK_FALSE(switches_site<int>);
    STATIC_CHECK_FALSE(switches_site<void*>);
}

TEST_CASE("isolated starts a config and cannot end a chain")
{
    const py::config c = py::config::isolated().module_path("app");
    CHECK(settings_of(c).isolated);
    CHECK_FALSE(settings_of(c).environment);
    CHECK(settings_of(c).module_path == std::vector<std::string>{"app"});
    STATIC_CHECK_FALSE(becomes_isolated<py::config>);
    STATIC_CHECK_FALSE(becomes_isolated<py::config&>);
}

TEST_CASE("a time limit of any unit is kept as whole milliseconds, rounded up")
{
    using namespace std::chrono;
    const auto kept = [](auto limit) { return settings_of(py::config{}.shutdown_timeout(limit)).shutdown_timeout_ms; };
    CHECK(kept(milliseconds{1}) == 1);
    CHECK(kept(microseconds{1}) == 1);
    CHECK(kept(microseconds{1000}) == 1);
    CHECK(kept(duration<double>{0.3}) == 300);
    CHECK(kept(hours{1}) == 3'600'000);
    CHECK(kept(seconds{0}) == 0);
    CHECK(kept(seconds{-1}) == 0);
    CHECK(kept(duration<double>{std::numeric_limits<double>::quiet_NaN()}) == 0);
    CHECK(kept(duration<double>{std::numeric_limits<double>::infinity()}) == std::numeric_limits<std::int64_t>::max());
    CHECK(kept(hours::max()) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("copies of a config share the definition of a module, and the last one frees it")
{
    const auto definition = std::make_shared<int>(7);
    {
        const py::config first = py::config{}.modules({{"host", py::detail::shared_value::of(definition), make_nothing}});
        CHECK(definition.use_count() == 2);
        const py::config second = py::config{first}.modules({{"other", {}, make_nothing}});
        CHECK(definition.use_count() == 2);
        REQUIRE(settings_of(second).modules.size() == 2);
        const void* kept = settings_of(second).modules.front().definition.get();
        CHECK(*static_cast<const std::shared_ptr<int>*>(kept) == definition);
        CHECK(settings_of(second).modules.back().definition.get() == nullptr);
    }
    CHECK(definition.use_count() == 1);
}

TEST_CASE("a copy of a config keeps its settings apart, and one that was moved from is as a new one")
{
    py::config first = py::config{}.site(false);
    const py::config copy = first;
    first.site(true).home("/home");
    CHECK_FALSE(settings_of(copy).site);
    CHECK_FALSE(settings_of(copy).home.has_value());

    py::config second = std::move(first);
    CHECK(settings_of(second).home == "/home");
    CHECK_FALSE(settings_of(first).home.has_value());  // NOLINT(bugprone-use-after-move): that is the question
    first.venv("/venv");
    second = first;
    CHECK(settings_of(second).venv == "/venv");
    CHECK_FALSE(settings_of(second).home.has_value());
    second = py::config::isolated{};
    CHECK(settings_of(second).isolated);
}
