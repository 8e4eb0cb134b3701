// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;

namespace {

/// The functions of a source, where all may be called.
struct commands {
    bridge::app app;
    commands(const std::string& source, const std::vector<const char*>& names, const bridge::app_options& options = {}) : app{options}
    {
        support::make_module("bridge_arguments", source.c_str());
        for (const char* name : names) app.command(name, std::string{"bridge_arguments:"} + name);
        app.allow({.commands = {"*"}});
    }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("what is wrong with the arguments as a whole has the pointer of the whole")
{
    commands made{"def f(n: int = 0): return n", {"f"}};
    support::front_end page{made.app};
    for (const char* arguments : {R"({"n":tru})", R"({"n":{"$bytes":"?"}})", R"({"n":{"$bytes":7}})"}) {
        const std::string answer = page.call("f", arguments);
        CHECK(has(answer, R"("data":[{"pointer":"","message":)"));
        CHECK_FALSE(has(answer, "'f': :"));
        CHECK_FALSE(has(answer, "'f': /"));
    }
}

TEST_CASE("an attachment is seen when its name is written with escapes, and other names with escapes are left alone")
{
    commands made{"def f(x): return x", {"f"}};
    support::front_end page{made.app};
    CHECK(page.call("f", R"({"x":{"\u0024bytes":"YWI="}})") == R"("result":{"$bytes":"YWI="})");
    for (const char* name : {R"(\u0024bytes)", R"($b\u0079tes)", R"($byt\u0065s)", R"($\u0062\u0079\u0074\u0065\u0073)"})
        CHECK(has(page.call("f", R"({"x":{")" + std::string{name} + R"(":7}})"), "is base64, or the number of one of 0 attachments"));
    CHECK(page.call("f", R"({"x":{"\u00e9\u0024":7}})") == R"("result":{"é$":7})");
}
