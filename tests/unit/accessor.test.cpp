// SPDX-License-Identifier: MIT
#include <pyhost/accessor.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace py = pyhost;

TEST_CASE("an attribute is read, written, called and deleted")
{
    const py::gil_guard gil;
    const py::object o = py::eval("type('T', (), {'twice': lambda self, n: 2 * n})()");
    o.attr("x") = 5;
    CHECK(o.attr("x").cast<int>() == 5);
    CHECK(o.attr("twice")(21).cast<int>() == 42);
    CHECK(o.has_attr("x"));
    o.attr("x").del();
    CHECK_FALSE(o.has_attr("x"));
    CHECK_THROWS_AS(o.attr("x").get(), py::attribute_error);
    CHECK_THROWS_AS(o.attr("x").del(), py::attribute_error);
    CHECK_THROWS_AS(o.attr("missing")(), py::attribute_error);
}

TEST_CASE("an attribute's name may be any kind of text")
{
    const py::gil_guard gil;
    const py::object o = py::eval("type('T', (), {})()");
    o.attr("a_name_of_more_than_eight_characters") = 1;
    CHECK(o.attr(std::string{"a_name_of_more_than_eight_characters"}).cast<int>() == 1);
    CHECK(o.attr(std::string_view{"a_name_of_more_than_eight_characters"}).cast<int>() == 1);
    const char* pointer = "a_name_of_more_than_eight_characters";
    CHECK(o.attr(pointer).cast<int>() == 1);
    char array[] = "a_name_of_more_than_eight_characters";
    CHECK(o.attr(array).cast<int>() == 1);
    o.attr("größe") = 2;
    CHECK(o.attr(std::string{"größe"}).cast<int>() == 2);
    CHECK_THROWS_AS(o.attr(std::string{"\xff"}), py::unicode_decode_error);
}

TEST_CASE("an item is read, written and deleted")
{
    const py::gil_guard gil;
    const py::object d = py::dict{};
    d["k"] = 1;
    d[2] = "two";
    d[py::tuple::of(1, 2)] = py::none{};
    CHECK(d["k"].cast<int>() == 1);
    CHECK(d[2].cast<std::string>() == "two");
    CHECK(d[py::tuple::of(1, 2)].is_none());
    d["k"].del();
    CHECK_FALSE(d.contains("k"));
    CHECK_THROWS_AS(d["k"].get(), py::key_error);
    CHECK_THROWS_AS(d["k"].del(), py::key_error);
    const py::object list = py::list::of(1, 2, 3, 4);
    CHECK(list[-1].cast<int>() == 4);
    CHECK(py::len(list[py::slice{1, 3}]) == 2);
    CHECK(list[py::slice{py::none{}, py::none{}, -1}][0].cast<int>() == 4);
    CHECK_THROWS_AS(list[4].get(), py::index_error);
    CHECK_THROWS_AS(list["k"].get(), py::type_error);
    CHECK_THROWS_AS((d[py::list{}] = 1), py::type_error);
}

TEST_CASE("threads may be the first to use a name at the same time")  // seen by the thread sanitizer on free-threaded CPython
{
    using reader = int (*)(const py::object&);
    static constexpr reader readers[] = {
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_a").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_b").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_c").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_d").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_e").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_f").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_g").cast<int>(); },
        [](const py::object& o) PYHOST_NEEDS_GIL { return o.attr("first_h").cast<int>(); },
    };
    py::ref<> kept;
    {
        const py::gil_guard gil;
        kept = py::ref<>{py::eval("type('T', (), {'__getattr__': lambda self, name: 1})()")};
    }
    std::atomic<int> ready{0}, total{0};
    std::vector<std::jthread> threads;
    for (std::size_t begin = 0; begin < 4; ++begin)
        threads.emplace_back([&, begin] {
            const py::gil_guard gil;
            const py::object o = kept.get();
            {
                const py::gil_release nogil;
                ++ready;
                while (ready != 4) std::this_thread::yield();
            }
            int sum = 0;
            for (std::size_t i = 0; i < 8; ++i) sum += readers[(2 * begin + i) % 8](o);
            total += sum;
        });
    threads.clear();
    CHECK(total == 32);
}

TEST_CASE("assigning one accessor to another copies the value")
{
    const py::gil_guard gil;
    const py::object d = py::dict{};
    d["b"] = 7;
    d["a"] = d["b"];
    CHECK(d["a"].cast<int>() == 7);
    const py::object o = py::eval("type('T', (), {'x': 3})()");
    d["a"] = o.attr("x");
    CHECK(d["a"].cast<int>() == 3);
    o.attr("y") = d["b"];
    o.attr("z") = o.attr("y");
    CHECK(o.attr("z").cast<int>() == 7);
}

TEST_CASE("accessors chain, and keep what they came from")
{
    const py::gil_guard gil;
    const auto name = py::eval("type('T', (), {'rows': [{'age': 3}]})").attr("rows")[0]["age"];
    CHECK(name.cast<int>() == 3);
    const auto method = py::eval("'abc'").attr("upper");
    CHECK(method().cast<std::string>() == "ABC");
    CHECK(py::import_module("os").attr("path").attr("sep").cast<std::string>() == "/");
}

TEST_CASE("a function of a module is found as Python finds it")
{
    const py::gil_guard gil;
    const py::object module = py::module_from_source("accessor_test", "def f(): return 1\ndef __getattr__(name): return lambda: name\n");
    CHECK(module.attr("f")().cast<int>() == 1);
    CHECK(module.attr("other")().cast<std::string>() == "other");
    module.attr("f") = py::eval("lambda: 2");
    CHECK(module.attr("f")().cast<int>() == 2);
    CHECK(module.attr("__dir__")().truth());
}
