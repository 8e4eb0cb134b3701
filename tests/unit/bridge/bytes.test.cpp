// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;
namespace bridge = py::bridge;

TEST_CASE("bytes go beside the text where the transport takes them, and as base64 in it else")
{
    support::make_module("bridge_bytes",
                         "def double(data: bytes, names: list = []): return {'twice': [data + data, memoryview(data)], 'names': names}");
    bridge::app app;
    app.command("double", "bridge_bytes:double").allow({.commands = {"*"}});
    support::front_end plain{app}, binary{app, {.takes_bytes = true}};
    CHECK(plain.call("double", R"({"data":{"$bytes":"aGk="}})") ==
          R"("result":{"twice":[{"$bytes":"aGloaQ=="},{"$bytes":"aGk="}],"names":[]})");
    binary.send(bridge::message{R"({"id":5,"command":"double","args":{"data":{"$bytes":1},"names":[{"$bytes":0},{"$bytes":1,"x":2}]}})",
                                {"first", std::string{"a\0b", 3}}});
    CHECK(binary.answer(5) == R"("result":{"twice":[{"$bytes":0},{"$bytes":1}],"names":[{"$bytes":2},{"$bytes":1,"x":2}]})");
    const auto sent = binary.messages().back().attachments;
    REQUIRE(sent.size() == 3);
    CHECK(sent[0] == std::string{"a\0ba\0b", 6});
    CHECK(sent[1] == std::string{"a\0b", 3});
    CHECK(sent[2] == "first");
}

TEST_CASE("an attachment that is not there, and what is no base64, are refused")
{
    support::make_module("bridge_bytes", "def size(data: bytes): return len(data)");
    bridge::app app;
    app.command("size", "bridge_bytes:size").allow({.commands = {"*"}});
    support::front_end page{app};
    for (const char* data : {R"({"$bytes":0})", R"({"$bytes":-1})", R"({"$bytes":1e2})", R"({"$bytes":null})"})
        CHECK(page.call("size", R"({"data":)" + std::string{data} + "}").find("or the number of one of 0 attachments") !=
              std::string::npos);
    CHECK(page.call("size", R"({"data":{"$bytes":"?"}})").find("\\\"$bytes\\\" is no base64") != std::string::npos);
    CHECK(page.call("size", R"({"data":"text"})").find("/data: expected a bytes, got str 'text'") != std::string::npos);
}

TEST_CASE("bytes have the policy of the app where it has one, and other values its function")
{
    support::make_module("bridge_bytes", "def value(what): return {'bytes': b'hi', 'set': {1}, 'odd': object()}[what]");
    bridge::app app{{.results = {.bytes = py::json::bytes_as::base64, .other = [](py::handle o) PYHOST_NEEDS_GIL {
                                     return py::isinstance<py::set>(o) ? py::object{py::list{o}} : py::object{};
                                 }}}};
    app.command("value", "bridge_bytes:value").allow({.commands = {"*"}});
    support::front_end page{app};
    CHECK(page.call("value", R"({"what":"bytes"})") == R"("result":"aGk=")");
    CHECK(page.call("value", R"({"what":"set"})") == R"("result":[1])");
    CHECK(page.call("value", R"({"what":"odd"})").find("a value that JSON has a form for, got object") != std::string::npos);
}

TEST_CASE("an attachment that is named often is one object")
{
    support::make_module("bridge_bytes", "def same(parts: list): return [len(parts), all(one is parts[0] for one in parts)]");
    bridge::app app;
    app.command("same", "bridge_bytes:same").allow({.commands = {"*"}});
    support::front_end page{app};
    std::string parts = R"({"$bytes":0})";
    for (int i = 1; i < 2000; ++i) parts += R"(,{"$bytes":0})";
    page.send(bridge::message{R"({"id":1,"command":"same","args":{"parts":[)" + parts + "]}}", {std::string(1000000, 'x')}});
    CHECK(page.answer(1) == R"("result":[2000,true])");
}
