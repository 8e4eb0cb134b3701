// SPDX-License-Identifier: MIT
#include <pyhost/items.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

template <class K, class V>
std::string error_of(const char* mapping) PYHOST_NEEDS_GIL
{
    try {
        for ([[maybe_unused]] const auto& item : py::items<K, V>(py::eval(mapping))) continue;
        return "none";
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

}  // namespace

TEST_CASE("items of a dict come in its order, with their types")
{
    const py::gil_guard gil;
    std::vector<std::string> seen;
    for (auto [name, n] : py::items<std::string, int>(py::eval("{'b': 2, 'a': 1}"))) seen.push_back(name + std::to_string(n));
    CHECK(seen == std::vector<std::string>{"b2", "a1"});
    const py::object kept = py::eval("{'x': [1, 2]}");
    for (const auto& [name, numbers] : py::items<std::string_view, std::vector<int>>(kept)) {
        CHECK(name == "x");
        CHECK(numbers.size() == 2);
    }
    for ([[maybe_unused]] auto item : py::items<int, int>(py::dict{})) FAIL("it is empty");
}

TEST_CASE("a subclass of dict is read by what it holds, another mapping by its items")
{
    const py::gil_guard gil;
    py::exec("import collections, types\n"
             "class Lies(dict):\n    def items(self): return [('lie', 99)]\n    def __iter__(self): return iter(['lie'])\n");
    for (const char* mapping :
         {"Lies(a=1)", "collections.OrderedDict(a=1)", "types.MappingProxyType({'a': 1})", "collections.ChainMap({'a': 1})"}) {
        CAPTURE(mapping);
        std::map<std::string, int> seen;
        for (auto [name, n] : py::items<std::string, int>(py::eval(mapping))) seen[name] = n;
        CHECK(seen == std::map<std::string, int>{{"a", 1}});
    }
}

TEST_CASE("the place of what does not convert is told, and items before it were seen")
{
    const py::gil_guard gil;
    CHECK(error_of<std::string, int>("{'a': 1, 'b': 'x'}") == "TypeError: expected int, got str 'x' at ['b']");
    CHECK(error_of<int, int>("{1: 1, 'b': 2}") == "TypeError: expected int, got str 'b' at [key 'b']");
    CHECK(error_of<int, std::vector<int>>("{1: [0, None]}") == "TypeError: expected int, got None at [1][1]");
    CHECK(error_of<int, int>("[(1, 2)]") == "TypeError: expected a mapping, got list");
    CHECK(error_of<int, int>("3") == "TypeError: expected a mapping, got int 3");
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a dict that changes under the loop, and a mapping that raises or lies, end it with the error")
{
    const py::gil_guard gil;
    const py::dict changing = py::dict::of("a"_a = 1, "b"_a = 2);
    const auto grow = [&]() PYHOST_NEEDS_GIL {
        for (auto [name, n] : py::items<std::string, int>(changing)) py::eval("lambda d, k: d.__setitem__(k + '2', 0)")(changing, name);
    };
    CHECK_THROWS_AS(grow(), py::runtime_error);
    py::exec("import collections.abc\n"
             "class Mapping(collections.abc.Mapping):\n"
             "    def __getitem__(self, key): raise KeyError('boom')\n    def __iter__(self): return iter([1])\n    def __len__(self): "
             "return 1\n"
             "class Wrong(Mapping):\n    def items(self): return [1]\n");
    CHECK(error_of<int, int>("Mapping()") == "KeyError: 'boom'");
    CHECK(error_of<int, int>("Wrong()") == "TypeError: expected a tuple of key and value from items(), got int 1");
}
