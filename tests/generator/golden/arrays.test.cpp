// SPDX-License-Identifier: MIT
#include "arrays.hpp"

#include <support/numpy.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("an NDArray is numpy's own array", "[NDArray]")
{
    support::need_numpy();
    const py::ndarray<double> made = arrays::doubled({{1, 2, 3, 4, 5, 6}, {2, 3}});
    CHECK(made.shape() == std::vector<std::size_t>{2, 3});
    CHECK(made.view<2>()(1, 2) == 12);
    CHECK(arrays::labels(3).items() == std::vector<std::int64_t>{0, 1, 2});
}

TEST_CASE("an array may be missing, and has the items that its type says", "[NDArray, optional]")
{
    support::need_numpy();
    CHECK(arrays::shares({{2, 4}}).items() == std::vector<float>{2, 4});
    CHECK(arrays::shares({{2, 4}}, py::ndarray<float>{{0.5, 0.25}}).items() == std::vector<float>{1, 1});
}

TEST_CASE("an array of what has no items in C++ is an object", "[NDArray, of text]")
{
    support::need_numpy();
    const py::gil_guard gil;
    CHECK(arrays::text(py::eval("__import__('numpy').array(['a', 'b'])")) == "ab");
}
