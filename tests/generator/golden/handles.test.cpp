// SPDX-License-Identifier: MIT
#include "handles.hpp"

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <type_traits>

namespace py = pyhost;

TEST_CASE("a class is made by its constructor", "[class][constructor]")
{
    CHECK(handles::Account{"me"}.balance() == 0);
    const handles::Account account{"me", 5, {.limit = -20}};
    CHECK(account.owner() == "me");
    CHECK(account.balance() == 5);
    CHECK(account.limit() == -20);
    CHECK(!handles::Account{py::no_object}.has_value());
    CHECK_THROWS_AS(handles::Account{py::no_object}.balance(), std::logic_error);
}

TEST_CASE("a method is called on its object, which copies share", "[method][docstring]")
{
    const handles::Account account{"me"};
    const handles::Account same = account;
    CHECK(account.deposit(3) == 3);
    CHECK(same.deposit(4) == 7);
    CHECK(account.label(8, {.mark = "-"}) == "-  account");
}

TEST_CASE("a property and an attribute are read, and set where Python lets it", "[property][property setter][attribute]")
{
    const handles::Account account{"me"};
    account.balance(12);
    CHECK(account.deposit(1) == 13);
    account.owner("you");
    CHECK(account.owner() == "you");
    CHECK(account.is_open());
    CHECK(account.CURRENCY() == "EUR");
    account.rate(2.0);
    CHECK(account.rate() == 2.0);
}

TEST_CASE("class methods and static methods are static", "[class method][static method]")
{
    CHECK(handles::Account::of("me").balance() == 100);
    CHECK(handles::Account::parse("12") == 12);
}

TEST_CASE("a derived class is one in C++, whose overrides are called through its base", "[inheritance][override]")
{
    const handles::Savings savings{"me", 8};
    CHECK(savings.interest() == 4.0);
    const handles::Account& base = savings;
    CHECK(base.name_of_kind() == "savings");
    CHECK(base.label() == "* savings");
    const std::vector<handles::Account> accounts{handles::Account{"me"}, savings};
    CHECK(handles::names(accounts) == std::vector<std::string>{"account", "savings"});
    CHECK(handles::richest(accounts)->name_of_kind() == "savings");
    CHECK(!handles::richest({}).has_value());
}

TEST_CASE("an object of another class is none of it", "[class]")
{
    const py::function<handles::Account()> made{"builtins", "dict"};
    CHECK_THROWS_AS(made(), py::type_error);
}

TEST_CASE("a container has size, items and what it contains",
          "[class __len__][class __getitem__][class __setitem__][class __delitem__][class __contains__]")
{
    const std::vector<std::int64_t> items{1, 2, 3};
    const handles::Row row{items};
    CHECK(row.size() == 3);
    CHECK(row[2] == 3);
    CHECK_THROWS_AS(row[3], py::index_error);
    row.set_item(2, 5);
    CHECK(row[2] == 5);
    row.del_item(0);
    CHECK(row.size() == 2);
    CHECK(row.contains(5));
    CHECK(!row.contains(1));
}

TEST_CASE("an iterable is looped over", "[class __iter__]")
{
    const std::vector<std::int64_t> items{1, 2, 3};
    std::int64_t sum = 0;
    for (const std::int64_t one : handles::Row{items}) sum += one;
    CHECK(sum == 6);
}

TEST_CASE("a callable is called", "[class __call__]")
{
    const std::vector<std::int64_t> items{1, 2};
    const handles::Row row{items};
    CHECK(row(2)[1] == 4);
    CHECK(row(2, {10, 1})[1] == 15);
}

TEST_CASE("operators are operators", "[operators]")
{
    const std::vector<std::int64_t> items{1, 2}, others{5};
    const handles::Row a{items}, b{others};
    CHECK((a + b).str() == "1 2 5");
    CHECK((a - 1).str() == "0 1");
    CHECK((a * 3).str() == "3 6");
    CHECK((-a).str() == "-1 -2");
    CHECK(a == handles::Row{items});
    CHECK(a != b);
    CHECK(a < b);
    CHECK(a.hash() == handles::Row{items}.hash());
    CHECK(a.truth());
    CHECK(!handles::Row{std::vector<std::int64_t>{}}.truth());
}

TEST_CASE("constructors, methods and operators have overloads", "[overload of methods]")
{
    CHECK(handles::Table{2}[1] == "c1");
    CHECK(handles::Table{2.0, "d"}[1] == "d1");
    const std::vector<std::string> names{"a", "b"};
    const handles::Table table{names};
    CHECK(table["b"] == 1);
    CHECK(table[1] == "b");
    CHECK(table.add(true) == "bool True");
    CHECK(table.add(3) == "float 3.0");
    CHECK(table.add("x") == "str x");
    CHECK(table.add("y", {.at = 1}) == "str y");
}

TEST_CASE("a context manager is a scope", "[context manager]")
{
    {
        const handles::Session session{"a"};
        auto in = session.enter();
        CHECK(in->name() == "a");
        CHECK(handles::log().back() == "open a");
    }
    CHECK(handles::log().back() == "close a well");
}

TEST_CASE("a context manager is told when an exception leaves its scope", "[context manager, exception]")
{
    const auto leave = [] {
        const auto in = handles::Session{"b"}.enter();
        throw std::out_of_range{"x"};
    };
    CHECK_THROWS_AS(leave(), std::out_of_range);
    CHECK(handles::log().back() == "close b RuntimeError");
}

TEST_CASE("a class that shows no constructor has the one of object, unless it is abstract or a decorator may have changed it",
          "[constructor of object][abstract class]")
{
    const handles::Hammer hammer;
    CHECK(hammer.use() == "bang");
    const handles::Tool tool = hammer;
    CHECK(tool.use() == "bang");
    CHECK(!std::is_default_constructible_v<handles::Tool>);
    CHECK(!std::is_default_constructible_v<handles::PowerTool>);
    CHECK(!std::is_default_constructible_v<handles::Made>);
    CHECK(py::function<handles::Made(int)>{"handles", "Made"}(3).x() == 3);
}

TEST_CASE("a function that is a context manager is one scope", "[contextmanager]")
{
    {
        auto session = handles::opened("s", {.count = 2});
        CHECK(session->name() == "s");
        CHECK(handles::log().back() == "opened 2");
    }
    CHECK(handles::log().back() == "closed");
}

TEST_CASE("a class of two bases has the members of both, and is taken for either", "[inheritance, of two classes]")
{
    const handles::LoudHammer hammer;
    CHECK(hammer.use() == "bang");
    CHECK(hammer.mark() == "!");
    const handles::Marked marked = hammer;
    CHECK(handles::marks(std::vector<handles::Marked>{hammer, marked}) == "!!");
}
