// SPDX-License-Identifier: MIT
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <string>

namespace py = pyhost;
using namespace py::literals;

namespace {

struct counter {
    int count = 0;
    int add(int by)
    {
        count += by;
        return count;
    }
    [[nodiscard]] int get() const noexcept { return count; }
    [[nodiscard]] std::string named(const std::string& name, int times) const { return name + std::to_string(count * times); }
    void reset() noexcept { count = 0; }
};
struct derived : counter {};

}  // namespace

TEST_CASE("methods of an object are functions, whoever owns it")
{
    const py::gil_guard gil;
    counter one{1};
    const auto shared = std::make_shared<derived>();
    py::module_def m{"bound"};
    m.def("add", py::bound(&one, &counter::add), "by"_a = 1);
    m.def("get", py::bound(std::ref(one), &counter::get));
    m.def("named", py::bound(&one, &counter::named), "name"_a, "times"_a = 2);
    m.def("reset", py::bound(&one, &counter::reset), py::releases_gil);
    m.def("shared_add", py::bound(shared, &counter::add), "by"_a);
    m.def("own_add", py::bound(counter{10}, &counter::add), "by"_a);
    const py::detail::module_registration made = m;
    const py::object module = py::object::steal(py::detail::checked(made.create(made.definition.get())));
    CHECK(module.attr("add")().cast<int>() == 2);
    CHECK(module.attr("add")("by"_a = 3).cast<int>() == 5);
    CHECK(module.attr("get")().cast<int>() == 5);
    CHECK(module.attr("named")("n").cast<std::string>() == "n10");
    CHECK(module.attr("shared_add")(4).cast<int>() == 4);
    CHECK(shared->count == 4);
    CHECK(module.attr("own_add")(1).cast<int>() == 11);
    CHECK(module.attr("own_add")(1).cast<int>() == 12);
    module.attr("reset")();
    CHECK(one.count == 0);
    CHECK(py::expose(py::bound(shared, &counter::get), "get")().cast<int>() == 4);
}
