// SPDX-License-Identifier: MIT
#include "transforms.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

namespace py = pyhost;

TEST_CASE("a class that a decorator makes a dataclass of has its constructor", "[dataclass_transform, decorator]")
{
    CHECK(transforms::Place{1}.norm() == 1.5);
    CHECK(transforms::Place(1, 2).y() == 2);
    const std::vector<std::string> names{"a"};
    CHECK(transforms::Place(1, 2, names).names() == names);
}

TEST_CASE("a class whose metaclass makes a dataclass of it takes keywords", "[dataclass_transform, metaclass]")
{
    CHECK(transforms::User{{.id = 3}}.shown() == "3 nobody [] None");
    CHECK(transforms::User{{.id = 3, .name = "Ann", .eMail = "a@b"}}.shown() == "3 Ann [] a@b");
}

TEST_CASE("its fields are those of its bases too", "[dataclass_transform, inheritance]")
{
    const transforms::Admin admin{{.id = 1, .level = 7}};
    CHECK(admin.level() == 7);
    CHECK(admin.shown() == "1 nobody [] None");
    const transforms::Count count{{.item = 5}};
    const py::gil_guard gil;
    CHECK(count.item().get().cast<int>() == 5);
}
