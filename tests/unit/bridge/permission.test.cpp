// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>
#include <support/scratch.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>

namespace py = pyhost;
namespace bridge = py::bridge;
namespace fs = std::filesystem;
using namespace py::literals;

namespace {

/// An app whose commands say what they were called with.
struct open_app {
    bridge::app app;
    open_app()
    {
        app.command(
               "open", [](const std::string& path) { return path; }, "path"_a)
            .command(
                "fetch", [](const std::string& url) { return url; }, "url"_a)
            .command(
                "all", [](const std::vector<std::string>& names) { return names.size(); }, "names"_a)
            .command("files.list", [] { return 1; })
            .command("train", [] { return 2; });
    }
    std::string call(const char* command, const std::string& arguments, bridge::peer who = {})
    {
        support::front_end page{app, std::move(who)};
        return page.call(command, arguments);
    }
    bool allows(const char* command, const std::string& arguments = "{}", bridge::peer who = {})
    {
        const std::string answer = call(command, arguments, std::move(who));
        if (answer.find(R"("code":"permission_denied")") != std::string::npos) return false;
        CHECK(answer.starts_with("\"result\":"));
        return true;
    }
    bool opens(const std::string& path) { return allows("open", R"({"path":")" + path + "\"}"); }
    bool fetches(const std::string& url) { return allows("fetch", R"({"url":")" + url + "\"}"); }
};

}  // namespace

TEST_CASE("nothing may be called that no permission names, whether it is there or not")
{
    open_app made;
    const std::string refused =
        R"("error":{"code":"permission_denied","kind":"PermissionDenied","message":"command 'train': window 'main' )"
        R"(has no permission for it; add one that names it, for this window and this origin","data":{"permission":"train"}})";
    CHECK(made.call("train", "{}") == refused);
    CHECK(made.call("nothing", "{}").find(R"("code":"permission_denied")") != std::string::npos);
    made.app.allow({.commands = {"files.*"}});
    CHECK(made.call("train", "{}") == refused);
    CHECK(made.allows("files.list"));
    made.app.allow({.commands = {"train"}});
    CHECK(made.allows("train"));
    CHECK_FALSE(made.allows("train", "{}", {.origin = "https://example.com"}));  // where no origin is named, no page has it
}

TEST_CASE("a permission is for its windows and origins")
{
    open_app made;
    made.app.allow({.windows = {"main", "tool-*"}, .origins = {"app://localhost", "http://127.0.0.1:*"}, .commands = {"train"}});
    CHECK(made.allows("train", "{}", {.window = "main", .origin = "app://localhost"}));
    CHECK(made.allows("train", "{}", {.window = "tool-7", .origin = "http://127.0.0.1:8080"}));
    CHECK_FALSE(made.allows("train", "{}", {.window = "other", .origin = "app://localhost"}));
    CHECK_FALSE(made.allows("train", "{}", {.window = "main", .origin = "https://example.com"}));
    CHECK_FALSE(made.allows("train", "{}", {.window = "main", .origin = ""}));
    CHECK(made.call("train", "{}", {.window = "x", .origin = "y://z"}).find("window 'x' at y://z has no permission") != std::string::npos);
}

TEST_CASE("a path is compared as it is on this machine, with .. and links resolved")
{
    const support::scratch folder;
    const fs::path root = folder / "root";
    fs::create_directories(root / "data/deep");
    fs::create_directories(root / "private");
    fs::create_symlink(root / "private", root / "data/link");
    open_app made;
    made.app.allow(
        {.commands = {"open"}, .scopes = {{.argument = "path", .allow = {root.string() + "/data/**"}, .deny = {"/**/secret*"}}}});
    const auto opens = [&](const std::string& path) { return made.opens(root.string() + path); };
    CHECK(opens("/data/a.csv"));
    CHECK(opens("/data/deep/new/a.csv"));
    CHECK(opens("/data/deep/../a.csv"));
    CHECK(opens("/data"));
    CHECK_FALSE(opens("/data/../private/a.csv"));
    CHECK_FALSE(opens("/data/link/a.csv"));
    CHECK_FALSE(opens("/data/none/../link/a.csv"));
    CHECK_FALSE(opens("/data/none/more/../../link/a.csv"));
    CHECK_FALSE(opens("/data2/a.csv"));
    CHECK_FALSE(opens("/data/deep/secrets"));
    CHECK_FALSE(opens("/data/\\u0000/a.csv"));
    CHECK_FALSE(made.opens("data/a.csv"));
    CHECK_FALSE(made.opens(""));
    CHECK(
        made.call("open", R"({"path":"/etc/passwd"})") ==
        R"("error":{"code":"permission_denied","kind":"PermissionDenied","message":"command 'open': window 'main' may not have the path )"
        R"('/etc/passwd' as 'path'; add a scope that allows it, and see that none denies it","data":{"permission":"open","argument":"path"}})");
}

TEST_CASE("stars in a pattern of paths stay within a name, two go over folders")
{
    open_app made;
    made.app.allow({.commands = {"open"}, .scopes = {{.argument = "path", .allow = {"/nowhere/*.csv", "/none/**/x?.txt"}}}});
    CHECK(made.opens("/nowhere/a.csv"));
    CHECK_FALSE(made.opens("/nowhere/b/a.csv"));
    CHECK(made.opens("/none/x1.txt"));
    CHECK(made.opens("/none/a/b/x1.txt"));
    CHECK_FALSE(made.opens("/none/a/b/x12.txt"));
    CHECK_FALSE(made.opens("/none/a/b/x1.txt/c"));
    CHECK(made.opens("/none/x\u00e9.txt"));  // which has two bytes
    CHECK(made.opens("/none/x\U0001F600.txt"));
    CHECK_FALSE(made.opens("/none/x\u00e9\u00e9.txt"));
    CHECK_FALSE(made.opens("/none/x.txt"));
}

TEST_CASE("a URL is compared by its parts, and one that can be read in two ways matches nothing")
{
    open_app made;
    made.app.allow({.commands = {"fetch"},
                    .scopes = {{.argument = "url", .kind = "url", .allow = {"https://*.example.com/api/**", "http://127.0.0.1:*/**"}}}});
    for (const char* good : {"https://a.example.com/api/x", "HTTPS://a.b.Example.com:443/api/x/y?q=1#f", "http://127.0.0.1:8080/x",
                             "https://a.example.com./api/x"}) {
        INFO(good);
        CHECK(made.fetches(good));
    }
    for (const char* bad :
         {"http://a.example.com/api/x", "https://example.com/api/x", "https://a.example.com:8443/api/x", "https://a.example.com/other",
          "https://evil.com/a.example.com/api/x", "https://a.example.com@evil.com/api/x", "http://127.0.0.1:80@evil.com/x",
          "https://evil.com\\\\@a.example.com/api/x", "https://a.example.com/api/../x", "https://a.example.com/api/%2e%2e/x",
          "https://a.example.com/api/..%2fx", "https://a.example.com/api/.%2E;v=1/x", "https://a.example.com/api/%252e%252e/x",
          "https://evil.com?.example.com/api/x", "https://evil.com#.example.com/api/x", "//a.example.com/api/x", "javascript:alert(1)",
          "https://a.example.com/api/\\u0000", ""}) {
        INFO(bad);
        CHECK_FALSE(made.fetches(bad));
    }
}

TEST_CASE("every item of a list must match, and what is no text is refused")
{
    open_app scoped;
    scoped.app.allow({.commands = {"all"}, .scopes = {{.argument = "names", .kind = "text", .allow = {"a*"}, .deny = {"*x"}}}});
    CHECK(scoped.allows("all", R"({"names":["a","ab"]})"));
    CHECK(scoped.allows("all", R"({"names":[]})"));
    CHECK(scoped.allows("all", R"({"n\u0061mes":["a"]})"));
    CHECK_FALSE(scoped.allows("all", R"({"names":["a","b"]})"));
    CHECK_FALSE(scoped.allows("all", R"({"names":["ax"]})"));
    for (const char* arguments : {R"({"names":["a",3]})", R"({"names":{"a":1}})", R"({"names":null})", "{}",
                                  R"({"names":["a"],"names":["b"]})", R"({"names":["a"],"n\u0061mes":["b"]})"}) {
        INFO(arguments);
        CHECK(scoped.call("all", arguments).find(R"("code":"invalid_arguments")") != std::string::npos);
    }
    for (const char* arguments : {R"({"names":["a"],"names":["b"]})", R"({"names":["a"],"n\u0061mes":["b"]})"})
        CHECK(scoped.call("all", arguments).find("command 'all': the argument 'names' comes twice") != std::string::npos);
}

TEST_CASE("a pattern is compared as it is on this machine too, and one that nothing can match is refused")
{
    const support::scratch folder;
    const fs::path root = folder / "root";
    fs::create_directories(root / "private");
    fs::create_symlink(root / "private", root / "alias");
    open_app made;
    made.app.allow(
        {.commands = {"open"}, .scopes = {{.argument = "path", .allow = {root.string() + "/**"}, .deny = {root.string() + "/alias/**"}}}});
    CHECK(made.opens(root.string() + "/a"));
    CHECK_FALSE(made.opens(root.string() + "/alias/a"));
    CHECK_FALSE(made.opens(root.string() + "/private/a"));
    open_app sealed;
    sealed.app.allow({.commands = {"open"}, .scopes = {{.argument = "path", .allow = {"/**"}, .deny = {root.string() + "/private/"}}}});
    CHECK_FALSE(sealed.opens(root.string() + "/private"));
    const auto refuses = [&](const char* kind, const char* pattern) {
        CHECK_THROWS_AS(made.app.allow({.commands = {"x"}, .scopes = {{.argument = "a", .kind = kind, .deny = {pattern}}}}),
                        std::invalid_argument);
    };
    refuses("path", "data/**");
    refuses("path", "*");
    refuses("url", "example.com");
    refuses("url", "https://a@b.com/**");
    refuses("text", "");
}

TEST_CASE("what a scope denies is denied in all its spellings")
{
    open_app made;
    made.app.allow(
        {.commands = {"fetch"},
         .scopes = {{.argument = "url",
                     .kind = "url",
                     .allow = {"*://*:*/**"},
                     .deny = {"https://x.com/admin/**", "*://internal.example.com:*/**", "*://127.0.0.1:*/**", "*://bad.com/**"}}}});
    CHECK(made.fetches("https://x.com/a"));
    CHECK(made.fetches("http://[::1]:8080/a%20b"));
    for (const char* bad :
         {"https://x.com/admin/a", "https://x.com/%61dmin/a", "https://x.com//admin/a", "https://x.com/%2fadmin", "https://x.com/%zz",
          "http://internal.example.com/", "http://user@internal.example.com/", "http://INTERNAL.example.com./",
          "http://internal%2eexample.com/", "http://internal\u3002example.com/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/",
          "http://0x7f.0.0.1/", "http://127.0.0.01/", "http://a.com:080/", "http://\uff49nternal.example.com/"}) {
        INFO(bad);
        CHECK_FALSE(made.fetches(bad));
    }
}

TEST_CASE("an address, a port and a path of a URL are denied in all their spellings")
{
    struct {
        const char *deny, *given;
    } constexpr all[] = {{"http://[::1]:*/**", "http://[0::1]/admin"},
                         {"http://[::1]:*/**", "http://[0:0:0:0:0:0:0:1]:8080/admin"},
                         {"http://[0:0::1]:*/**", "http://[::0.0.0.1]/admin"},
                         {"http://[FE80::A]/**", "http://[fe80:0::00a]/x"},
                         {"http://127.0.0.1:*/**", "http://[::ffff:127.0.0.1]/x"},
                         {"http://127.0.0.1:*/**", "http://[0:0:0:0:0:ffff:7f00:1]/x"},
                         {"http://[::ffff:7f00:1]:*/**", "http://127.0.0.1/x"},
                         {"wss://a.example.com:443/**", "wss://a.example.com/"},
                         {"wss://a.example.com/**", "wss://a.example.com:443/"},
                         {"ws://a.example.com:80/**", "ws://a.example.com/"},
                         {"*://a.example.com/**", "https://a.example.com/x"},
                         {"ws*://a.example.com/**", "ws://a.example.com:80/x"},
                         {"https://example.com/\u00e9/**", "https://example.com/%C3%A9/x"},
                         {"https://example.com/%c3%a9/**", "https://example.com/\u00e9/x"},
                         {"https://example.com/a+b/**", "https://example.com/a%2Bb/x"},
                         {"https://example.com/a%2bb/**", "https://example.com/a+b/x"},
                         {"https://example.com/{a}/**", "https://example.com/%7Ba%7d/x"},
                         {"https://example.com/a%20b/**", "https://example.com/%61%20b/x"},
                         {"https://example.com/%2a/**", "https://example.com/*/x"},
                         {"https://example.com/%2a/**", "https://example.com/%2A/x"}};
    for (const auto& [deny, given] : all) {
        INFO(deny << " and " << given);
        open_app made;
        made.app.allow({.commands = {"fetch"}, .scopes = {{.argument = "url", .kind = "url", .allow = {"*://*:*/**"}, .deny = {deny}}}});
        CHECK(made.fetches("https://example.com/a%2Fb") == false);
        CHECK(made.fetches("https://other.example.com/a"));
        CHECK_FALSE(made.fetches(given));
    }
}

TEST_CASE("what is no address of IPv6 matches nothing, and a code in a path is no way out of a folder and no star")
{
    open_app made;
    made.app.allow({.commands = {"fetch"},
                    .scopes = {{.argument = "url",
                                .kind = "url",
                                .allow = {"http://*:*/**", "https://example.com/p/**", "https://example.com/%2A/x", "*://x.com/**"}}}});
    for (const char* good : {"http://[::]/", "http://[1:2:3:4:5:6:7:8]/", "http://[1:2:3:4:5:6:1.2.3.4]/", "http://[1::8]:80/",
                             "https://example.com/p/x%3By", "https://example.com/*/x", "https://x.com/", "http://x.com:80/"}) {
        INFO(good);
        CHECK(made.fetches(good));
    }
    for (const char* bad : {"http://[]/",
                            "http://[:]/",
                            "http://[:::]/",
                            "http://[1:2:3:4:5:6:7]/",
                            "http://[1:2:3:4:5:6:7:8:9]/",
                            "http://[1::2::3]/",
                            "http://[1:2:3:4::5:6:7:8]/",
                            "http://[12345::]/",
                            "http://[g::]/",
                            "http://[1.2.3.4]/",
                            "http://[::1.2.3]/",
                            "http://[::1.2.3.256]/",
                            "http://[::01.2.3.4]/",
                            "http://[1.2.3.4::]/",
                            "http://[::1%25eth0]/",
                            "http://[::1]./",
                            "http://[::1/",
                            "https://example.com/p/..%3b/x",
                            "https://example.com/p/%2e%2E%3Bv=1/x",
                            "https://example.com/y/x",
                            "https://x.com:8443/",
                            "http://x.com:usual/"}) {
        INFO(bad);
        CHECK_FALSE(made.fetches(bad));
    }
}

TEST_CASE("an argument with a scope has few texts, and none is long")
{
    open_app made;
    made.app.allow({.commands = {"open", "all"}, .scopes = {{.argument = "path", .allow = {"/**"}}}});
    made.app.allow({.commands = {"all"}, .scopes = {{.argument = "names", .kind = "text", .allow = {"*"}}}});
    std::string names = "\"a\"";
    for (int i = 1; i < 100; ++i) names += ",\"a\"";
    CHECK(made.allows("all", R"({"names":[)" + names + "]}"));
    CHECK(made.call("all", R"({"names":["a",)" + names + "]}").find("at most 100 texts of 8192 bytes") != std::string::npos);
    CHECK(made.call("open", R"({"path":"/)" + std::string(9000, 'a') + "\"}").find("at most 100 texts of 8192 bytes") != std::string::npos);
    CHECK(made.call("open", R"({"path":")" + std::string(3000, 'a') + "\"}").size() < 1000);  // it is cut in the answer
}

TEST_CASE("what one permission denies no other allows, and of those that allow one is enough")
{
    open_app made;
    made.app.allow({.commands = {"open"}, .scopes = {{.argument = "path", .allow = {"/nowhere/**"}}}});
    made.app.allow({.commands = {"*"}, .scopes = {{.argument = "path", .allow = {"/none/**"}, .deny = {"/nowhere/x/**"}}}});
    CHECK(made.opens("/nowhere/a"));
    CHECK(made.opens("/none/a"));
    CHECK_FALSE(made.opens("/nowhere/x/a"));
    CHECK_FALSE(made.opens("/other"));
    made.app.allow({.commands = {"train"}});
    CHECK(made.allows("train"));  // which has no path
}

TEST_CASE("the scopes are asked before the arguments are decoded")
{
    open_app made;
    made.app.allow({.commands = {"open"}, .scopes = {{.argument = "path", .allow = {"/nowhere/**"}}}});
    CHECK(made.call("open", R"({"path":"/etc/x","more":tru})").find("permission_denied") != std::string::npos);
    CHECK(made.call("open", R"({"path":"/nowhere/x","more":tru})").find("invalid_arguments") != std::string::npos);
}

TEST_CASE("permissions are read from a text and from a file, and what is wrong in it is told")
{
    open_app made;
    constexpr const char* text = R"({"permissions": [{"windows": ["main"], "commands": ["open", "train"],
        "scopes": [{"argument": "path", "allow": ["/nowhere/**"]}]}, {"commands": ["train"]}]})";
    const support::scratch folder;
    folder.write("permissions.json", text);
    made.app.allow_all(bridge::read_permissions_file(folder / "permissions.json"));
    CHECK(made.opens("/nowhere/a"));
    CHECK_FALSE(made.opens("/other/a"));
    CHECK(made.allows("train", "{}", {.window = "second"}));
    CHECK_THROWS_AS(bridge::read_permissions_file(folder / "none.json"), std::system_error);
    CHECK_THROWS_AS(bridge::read_permissions("{\"permissions\": [}"), py::value_error);
    CHECK_THROWS_AS(bridge::read_permissions(R"({"permissions": [{"comands": ["x"]}]})"), py::value_error);
    for (const char* twice : {R"({"permissions": [], "permissions": [{"commands": ["*"]}]})",
                              R"({"permissions": [{"commands": ["x"], "windows": ["main"], "windows": ["*"]}]})",
                              R"({"permissions": [{"commands": ["x"], "scopes": [{"argument": "a", "deny": ["/x"], "deny": []}]}]})"})
        CHECK_THROWS_AS(bridge::read_permissions(twice), py::value_error);
    CHECK_THROWS_AS(made.app.allow({.commands = {"x"}, .scopes = {{.argument = "a", .kind = "file"}}}), std::invalid_argument);
    for (const bridge::permission& nothing : {bridge::permission{}, {.windows = {}, .commands = {"x"}}, {.origins = {}, .commands = {"x"}}})
        CHECK_THROWS_AS(made.app.allow(nothing), std::invalid_argument);
}

TEST_CASE("events are heard by those that listen and may, and a kept one by who comes later")
{
    bridge::app app;
    const bridge::event<int> loss{"loss"};
    const bridge::event<std::vector<int>> last{"last", true};
    app.allow({.windows = {"main"}, .events = {"l*"}});
    support::front_end page{app}, deaf{app}, other{app, {.window = "other"}};
    page.send(R"({"id":1,"listen":"loss"})");
    other.send(R"({"id":1,"listen":"loss"})");
    CHECK(page.answer(1) == "\"result\":null");
    CHECK(other.answer(1).find(R"("code":"permission_denied","kind":"PermissionDenied","message":"event 'loss': window 'other')") !=
          std::string::npos);
    app.emit(loss, 3);
    app.emit(last, {1, 2});
    CHECK(page.messages().back().text == R"({"event":"loss","data":3})");
    page.send(R"({"id":2,"listen":"last"})");
    CHECK(page.messages().back().text == R"({"event":"last","data":[1,2],"kept":true})");
    app.emit(last, {3}, "other*");  // another window
    page.send(R"({"id":3,"unlisten":"loss"})");
    app.emit(loss, 4);
    CHECK(page.messages().size() == 5);
    CHECK(deaf.messages().empty());
    CHECK(other.messages().size() == 1);
}

TEST_CASE("a command tells an event, from Python and from C++")
{
    support::make_module("bridge_emits", "def f(job): job.emit('loss', {'epoch': 1})");
    bridge::app app;
    const bridge::event<double> loss{"loss"};
    app.command("python", "bridge_emits:f", {.job = "job"}).command("cpp", [loss](bridge::job job) { job.emit(loss, 0.5); });
    app.allow({.commands = {"*"}, .events = {"*"}});
    support::front_end page{app};
    page.send(R"({"id":1000,"listen":"loss"})");
    page.call("python");
    page.call("cpp");
    CHECK(page.wait_for(R"({"event":"loss","data":{"epoch":1}})"));
    CHECK(page.wait_for(R"({"event":"loss","data":0.5})"));
}
