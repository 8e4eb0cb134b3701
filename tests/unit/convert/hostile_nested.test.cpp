// SPDX-License-Identifier: MIT
// Values that nest without end, and containers that change while what they hold runs code.
#include <support/families.hpp>

#include <pyhost/convert/sequence.hpp>

#include <catch2/catch_test_macros.hpp>

#include <vector>

namespace py = pyhost;
using support::outcome;

TEST_CASE("records that nest end with RecursionError at any depth, and keep what is not deep")
{
    const py::gil_guard gil;
    support::define_families();
    py::exec(R"python(
def chained(depth):
    made = None
    for i in range(depth): made = {"value": i, "next": made}
    return made
def unchain(made):                       # Python itself would recurse to free it
    while made: made["next"], made = None, made["next"]
cyclic = {"value": 1}
cyclic["next"] = cyclic
raising = types.SimpleNamespace(value=1, next=types.SimpleNamespace(value=1, next=Raises()))
deep, lists = chained(100000), []
for _ in range(100000): lists = [lists]
)python");
    CHECK(outcome<support::chain>("deep").starts_with("RecursionError: "));
    CHECK(outcome<support::chain>("cyclic").starts_with("RecursionError: "));
    CHECK(outcome<support::chain>("{'value': 1, 'next': lists}") ==
          "TypeError: expected support::chain (a mapping, or an object with its fields as attributes), got list at ['next']");
    CHECK(outcome<support::chain>("raising") == "TypeError: expected support::chain (with the attribute 'value'), got Raises without it at "
                                                ".next.next");
    CHECK(outcome<support::chain>("chained(100)") == py::repr(py::eval("chained(100)")));
    support::chain head{0, nullptr};
    for (int i = 0; i < 100'000; ++i) head.next = std::make_unique<support::chain>(support::chain{i, std::move(head.next)});
    CHECK(support::to_python(head) == "RecursionError");
    while (head.next) head.next = std::move(head.next->next);  // its destructors would recurse as deep
    py::exec("unchain(deep)\ncyclic.clear()\nwhile lists: lists = lists.pop()\n");
}

TEST_CASE("a container that changes while a value of it is read gives the values that it had")
{
    const py::gil_guard gil;
    support::define_families();
    py::exec(R"python(
class Acts128:
    def __init__(self, act): self.act = act
    def __index__(self): return (self.act(), 2**100)[1]
    def __fspath__(self): return (self.act(), "p")[1]
    def __complex__(self): return (self.act(), 1j)[1]
    @property
    def x(self): return (self.act(), 5)[1]
    label = None
def changing128(act):
    made = []
    made += [Acts128(lambda: act(made)), *made]
    made.append(made[0])
    return made
)python");
    for (const char* act : {"l.clear()", "l.pop()", "l.extend([None] * 1000)", "l.__setitem__(1, None)"}) {
        const std::string list = "changing128(lambda l: " + std::string{act} + ")";
        CHECK(outcome<std::vector<support::int128>>(list) == "[1267650600228229401496703205376, 1267650600228229401496703205376]");
        CHECK(outcome<std::vector<py::big_int>>(list) == "[1267650600228229401496703205376, 1267650600228229401496703205376]");
        CHECK(outcome<std::vector<std::complex<double>>>(list) == "[1j, 1j]");
        CHECK(outcome<std::vector<std::filesystem::path>>(list) == "[PosixPath('p'), PosixPath('p')]");
        CHECK(outcome<std::vector<support::place>>(list) == "[Place(x=5, label=None), Place(x=5, label=None)]");
    }
}
