// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>

#include <pyhost/bindings/ndarray.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace py = pyhost;

namespace {

void define()
{
    const py::gil_guard gil;
    py::module_from_source("ndarray_case", "import numpy\n"
                                           "def twice(x): return 2 * x\n"
                                           "def address(x): return x.__array_interface__['data'][0]\n"
                                           "def singles(): return numpy.ones(3, dtype='float32')\n"
                                           "def turned(): return numpy.arange(6.0).reshape(2, 3).T\n");
}

}  // namespace

TEST_CASE("an array is numpy's, and its items are read where they are")
{
    support::need_numpy();
    define();
    const py::function<py::ndarray<double>(py::ndarray<double>)> twice{"ndarray_case", "twice"};
    const py::ndarray<double> made = twice({{1, 2, 3, 4, 5, 6}, {2, 3}});
    CHECK(made.shape() == std::vector<std::size_t>{2, 3});
    CHECK(made.view<2>()(1, 2) == 12);
    CHECK(made.items() == std::vector<double>{2, 4, 6, 8, 10, 12});
    CHECK(twice(std::vector<double>{1}).items() == std::vector<double>{2});
    CHECK(py::function<py::ndarray<double>()>{"ndarray_case", "turned"}().items() == std::vector<double>{0, 3, 1, 4, 2, 5});
}

TEST_CASE("the memory of an array is what C++ gave it")
{
    support::need_numpy();
    define();
    std::vector<double> items{1, 2, 3};
    const auto here = reinterpret_cast<std::uintptr_t>(items.data());
    const py::function<std::uintptr_t(py::ndarray<double>)> address{"ndarray_case", "address"};
    const std::uintptr_t there = address(std::move(items));
    CHECK(there == here);
}

TEST_CASE("an array of other items, dimensions or shape is refused")
{
    support::need_numpy();
    define();
    const py::function<py::ndarray<double>()> singles{"ndarray_case", "singles"};
    CHECK(singles.try_call().error().message().starts_with("expected an array of double, got "));
    CHECK(py::function<py::ndarray<float>()>{"ndarray_case", "singles"}().items() == std::vector<float>{1, 1, 1});
    CHECK_THROWS_AS((py::function<py::ndarray<double>()>{"ndarray_case", "turned"}().view<1>()), py::value_error);
    CHECK_THROWS_AS((py::ndarray<double>{{1, 2}, {3}}), std::invalid_argument);
}
