// SPDX-License-Identifier: MIT
// Objects that lie, raise or change things while they are converted, at every position of a container.
#include <support/values.hpp>

#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>

#include <deque>
#include <list>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace py = pyhost;
using support::error_of;
using support::through;
using ints = std::vector<int>;
using table = std::map<std::string, int>;

TEST_CASE("a subclass that lies counts by what it holds")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<ints>("List([1, 2])") == "[1, 2]");
    CHECK(through<ints>("List([1, Index(2)])") == "[1, 2]");
    CHECK(through<ints>("Tuple([1, Index(2)])") == "[1, 2]");
    CHECK(through<std::vector<ints>>("List([List([1]), Tuple([2])])") == "[[1], [2]]");
    CHECK(through<ints>("Tuple([1, 2])") == "[1, 2]");
    CHECK(through<std::pair<int, int>>("Tuple([1, 2])") == "(1, 2)");
    CHECK(through<table>("Dict(a=1)") == "{'a': 1}");
    CHECK(through<std::map<std::string, ints>>("Dict(a=List([1]))") == "{'a': [1]}");
    CHECK(through<std::set<int>>("Set([1])") == "{1}");
    CHECK(through<std::vector<std::string>>("[Text('a')]") == "['a']");
    CHECK(through<table>("{Text('a'): Int(1)}") == "{'a': 1}");
}

TEST_CASE("a length that lies is never believed")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* length : {"0", "1", "10**6", "10**15", "-1", "'text'"}) {
        CHECK(through<ints>("Sequence([1, 2], " + std::string{length} + ")") == "[1, 2]");
        CHECK(through<table>("Mapping({'a': 1}, " + std::string{length} + ")") == "{'a': 1}");
        CHECK(through<std::set<int>>("Mapping({1: 1}, " + std::string{length} + ").keys()") == "{1}");
    }
}

TEST_CASE("a buffer that claims more than memory holds is a MemoryError")
{
    const py::gil_guard gil;
    py::exec("import ctypes\n"
             "huge = (ctypes.c_byte * 2**62).from_address(4096)\n"
             "large = (ctypes.c_byte * 2**50).from_address(4096)\n");
    CHECK(error_of<std::vector<double>>("huge").starts_with("MemoryError"));
    CHECK(error_of<std::vector<std::optional<int>>>("huge").starts_with("MemoryError"));
    CHECK(error_of<std::variant<int, std::vector<std::vector<double>>>>("[huge]").starts_with("MemoryError"));
    CHECK(error_of<std::vector<std::vector<double>>>("[[1.0], huge]").starts_with("MemoryError"));
    CHECK_THROWS_AS(py::eval("huge").cast<ints>(), py::memory_error);
    CHECK_THROWS_AS(py::eval("lambda: huge")().cast<ints>(), py::memory_error);
    CHECK(py::try_call<ints>(py::eval("lambda: huge")).error().type_name() == "MemoryError");
    CHECK_THROWS_AS(py::expose([](const ints&) {})(py::eval("huge")), py::memory_error);
    CHECK(PyErr_Occurred() == nullptr);
    if (!support::malloc_may_fail()) return;
    CHECK(error_of<std::vector<double>>("large").starts_with("MemoryError"));
    CHECK(error_of<std::vector<std::byte>>("large").starts_with("MemoryError"));
    CHECK_THROWS_AS(py::eval("large").cast<ints>(), py::memory_error);
    CHECK_THROWS_AS(py::expose([](const ints&) {})(py::eval("large")), py::memory_error);
}

TEST_CASE("an object that raises passes its error through from every position")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    const std::string boom = "KeyError: 'boom'";
    CHECK(error_of<ints>("[1, Raises()]") == boom);
    CHECK(error_of<ints>("(1, Raises())") == boom);
    CHECK(error_of<std::list<double>>("Sequence([1.5, Raises()])") == boom);
    CHECK(error_of<std::array<int, 2>>("[1, Raises()]") == boom);
    CHECK(error_of<table>("{'a': Raises()}") == boom);
    CHECK(error_of<std::map<int, int>>("collections.UserDict({1: Raises()})") == boom);
    CHECK(error_of<std::tuple<int, double>>("(1, Raises())") == boom);
    CHECK(error_of<std::optional<int>>("Raises()") == boom);
    CHECK(error_of<std::variant<int, std::string>>("Raises()") == boom);
    CHECK(error_of<std::set<int>>("{Acts(lambda: {}['boom'])}") == boom);
    CHECK(error_of<std::map<int, int>>("{Acts(lambda: {}['boom']): 1}") == boom);
    for (const char* container : {"RaisingClass()"}) {
        CHECK(error_of<ints>(container) == boom);
        CHECK(error_of<table>(container) == boom);
        CHECK(error_of<std::set<int>>(container) == boom);
    }
    py::exec(R"(
class RaisingItems(Mapping):
    def items(self): raise KeyError("boom")
class RaisingIteration(Sequence):
    def __iter__(self): raise KeyError("boom")
class RaisingItem(Sequence):
    def __getitem__(self, i): raise KeyError("boom")
)");
    CHECK(error_of<table>("RaisingItems({})") == boom);
    CHECK(error_of<ints>("RaisingIteration([])") == boom);
    CHECK(error_of<ints>("RaisingItem([1])") == boom);
}

TEST_CASE("objects that claim a class or give no pairs are refused")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<ints>("ClaimsSequence()") == "TypeError");
    CHECK(through<table>("BadMapping({})") == "TypeError");
    CHECK(through<std::set<int>>("ClaimsSequence()") == "TypeError");
}

TEST_CASE("a list that changes while it is read gives the items it had, or a RuntimeError")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* act : {"l.clear()", "l.pop()", "l.append(1)", "l.extend(range(10000))", "l.__setitem__(slice(None), [0] * len(l))",
                            "l.reverse()", "l.__init__()", "l.__imul__(0)"}) {
        const std::string list = "changing(lambda a: [1, a, 3, a] + [5] * 100, lambda l: " + std::string{act} + ")";
        CHECK(through<ints>(list) == py::repr(py::eval("[1, 7, 3, 7] + [5] * 100")));
        CHECK(through<std::list<double>>(list) == py::repr(py::eval("[1.0, 7.0, 3.0, 7.0] + [5.0] * 100")));
        CHECK(through<std::deque<std::optional<int>>>(list) == py::repr(py::eval("[1, 7, 3, 7] + [5] * 100")));
        CHECK(through<std::array<int, 3>>("changing(lambda a: [a, 2, 3], lambda l: " + std::string{act} + ")") == "[7, 2, 3]");
    }
    // the only reference to the items goes while one of them is being converted
    CHECK(through<std::vector<ints>>("changing(lambda a: [[a, 2], [3, 4]], lambda l: (l[0].clear(), l.clear()))") == "[[7, 2], [3, 4]]");
    CHECK(through<std::vector<std::map<int, int>>>("changing(lambda a: [{1: a}, {2: 2}], lambda l: l.clear())") == "[{1: 7}, {2: 2}]");
}

TEST_CASE("a list that another thread changes gives items that it had at some time")
{
    const py::gil_guard gil;
    py::exec("import threading\n"
             "shared = ['item %d' % i for i in range(100)]\n"
             "goes_on = True\n"
             "def change():\n"
             "    while goes_on:\n"
             "        shared.clear()\n"
             "        shared.extend(['item %d' % i for i in range(100)])\n"
             "changer = threading.Thread(target=change)\n"
             "changer.start()\n");
    const py::object shared = py::eval("shared"), join = py::eval("changer.join");
    int wrong = 0;
    for (int round = 0; round < 2000; ++round) {
        const auto items = shared.cast<std::vector<std::string>>();
        for (std::size_t i = 0; i < items.size(); ++i) wrong += items[i] == "item " + std::to_string(i) ? 0 : 1;
        if (round % 100 == 0) py::eval("__import__('time').sleep(0.0001)");
    }
    py::exec("goes_on = False");
    join();
    CHECK(wrong == 0);
}

TEST_CASE("a dict that changes while it is read gives the items it had, or a RuntimeError")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* act : {"d.clear()", "d.popitem()", "d.pop('a', 0)", "d.update({str(i): i for i in range(10000)})",
                            "d.update(a=0, b=0)", "(d.pop('a', 0), d.update(z=1))", "d.__init__(x=1)"}) {
        const std::string dict = "changing(lambda a: {'a': 1, 'b': a, 'c': 3}, lambda d: " + std::string{act} + ")";
        CHECK(through<table>(dict) == "{'a': 1, 'b': 7, 'c': 3}");
        CHECK(through<std::map<std::string, double>>(dict) == "{'a': 1.0, 'b': 7.0, 'c': 3.0}");
    }
    CHECK(through<std::map<int, int>>("changing(lambda a: {a: 1, 2: 2}, lambda d: d.clear())") == "{2: 2, 7: 1}");
    CHECK(through<std::map<std::string, ints>>("changing(lambda a: {'a': [a], 'b': [2]}, lambda d: (d['a'].clear(), d.clear()))") ==
          "{'a': [7], 'b': [2]}");
    CHECK(through<table>("collections.UserDict(changing(lambda a: {'a': a, 'b': 2}, lambda d: d.clear()))") == "{'a': 7, 'b': 2}");
}

TEST_CASE("a set that changes while it is read gives the items it had")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    for (const char* act : {"s.clear()", "s.update(range(10000))", "(s.pop(), s.add(-1))"})
        CHECK(through<std::set<int>>("changing(lambda a: {a, 1, 2}, lambda s: " + std::string{act} + ")") == "{1, 2, 7}");
    CHECK(through<std::set<int>>("changing(lambda a: {a: 0, 1: 0}, lambda d: d.clear()).keys()") == "{1, 7}");
}

TEST_CASE("a sequence or buffer that changes while it is read gives the items it had")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(through<ints>("changing(lambda a: collections.deque([1, a, 3]), lambda d: d.clear())") == "[1, 7, 3]");
    CHECK(through<ints>("changing(lambda a: collections.UserList([1, a, 3]), lambda d: d.data.clear())") == "[1, 7, 3]");
    CHECK(through<std::vector<std::byte>>("bytearray(b'abc')") == "b'abc'");
}

TEST_CASE("values that contain themselves end with an error at the depth of the C++ type")
{
    const py::gil_guard gil;
    py::exec("cyclic = []\ncyclic.append(cyclic)\ncyclic_dict = {}\ncyclic_dict['a'] = cyclic_dict");
    CHECK(through<std::vector<std::vector<ints>>>("cyclic") == "TypeError");
    CHECK(through<std::map<std::string, table>>("cyclic_dict") == "TypeError");
    py::exec("deep = []\nfor _ in range(100000): deep = [deep]");
    CHECK(through<std::vector<std::vector<ints>>>("deep") == "TypeError");
    CHECK(through<std::string>("deep") == "TypeError");
    py::exec("del deep");
}

TEST_CASE("conversions leave reference counts as they were")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec(R"(
import sys
item, text, whole = Index(5), 'some text', 10**50
held = [[item, item], {text: item}, (text, item), {whole}, [whole], [Raises()], {text: text}]
def counts(): return [sys.getrefcount(x) for x in [item, text, whole, held] + held]
)");
    const auto before = py::eval("counts()").cast<ints>();
    for (int i = 0; i < 100; ++i) {
        const auto convert = [](const char* which, auto type)
                                 PYHOST_NEEDS_GIL { static_cast<void>(py::try_cast<typename decltype(type)::type>(py::eval(which))); };
        convert("held[0]", std::type_identity<ints>{});
        convert("held[0]", std::type_identity<std::vector<std::string>>{});
        convert("held[1]", std::type_identity<table>{});
        convert("held[1]", std::type_identity<std::map<int, int>>{});
        convert("held[2]", std::type_identity<std::pair<std::string, int>>{});
        convert("held[2]", std::type_identity<std::pair<int, int>>{});
        convert("held[3]", std::type_identity<std::set<int>>{});
        convert("held[4]", std::type_identity<std::list<int>>{});
        convert("held[5]", std::type_identity<ints>{});
        convert("held[6]", std::type_identity<table>{});
        convert("held", std::type_identity<std::vector<std::variant<ints, table, py::object>>>{});
    }
    CHECK(py::eval("counts()").cast<ints>() == before);
}
