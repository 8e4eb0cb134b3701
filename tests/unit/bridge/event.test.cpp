// SPDX-License-Identifier: MIT
#include <support/front_end.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
namespace bridge = py::bridge;

namespace {

/// The numbers of the events that a front end has had, in order.
std::vector<long> numbers(support::front_end& page)
{
    const std::string head = R"({"event":"count","data":)";
    std::vector<long> made;
    for (const auto& one : page.messages())
        if (one.text.starts_with(head)) made.push_back(std::stol(one.text.substr(head.size())));
    return made;
}

}  // namespace

TEST_CASE("who begins to listen has the last event that is kept, then each later one, in order")
{
    bridge::app app;
    app.allow({.events = {"count"}});
    const bridge::event<long> count{"count", true};
    app.emit(count, 0);
    std::atomic<bool> is_over{false};
    std::thread teller{[&] {
        for (long number = 1; !is_over; ++number) app.emit(count, number);
    }};
    for (int round = 0; round < 50; ++round) {
        support::front_end page{app};
        page.send(R"({"id":1,"listen":"count"})");
        CHECK(page.wait_for("\"event\"", 20));
        page.close();
        const auto messages = page.messages();
        CHECK(messages.front().text == R"({"id":1,"result":null})");
        const std::vector<long> had = numbers(page);
        bool is_in_order = true;
        for (std::size_t at = 1; at < had.size(); ++at) is_in_order &= had[at] == had[at - 1] + 1;
        CHECK(is_in_order);
    }
    is_over = true;
    teller.join();
}

TEST_CASE("an event that is not kept is for those that listen already")
{
    bridge::app app;
    app.allow({.events = {"*"}});
    support::front_end page{app};
    const bridge::event<std::string> said{"said"}, kept{"kept", true};
    app.emit(said, "early");
    app.emit(kept, "first");
    app.emit(kept, "second");
    page.send(R"({"id":1,"listen":"said"})");
    page.send(R"({"id":2,"listen":"kept"})");
    app.emit(said, "late");
    CHECK(page.wait_for("late"));
    page.send(R"({"id":3,"unlisten":"said"})");
    CHECK(page.answer(3) == "\"result\":null");
    app.emit(said, "too late");
    app.emit(kept, "third");
    CHECK(page.wait_for("third"));
    std::string all;
    for (const auto& one : page.messages())
        if (const auto at = one.text.find("\"data\":"); at != std::string::npos) all += one.text.substr(at + 7);
    CHECK(all == R"("second","kept":true}"late"}"third","kept":true})");
}

TEST_CASE("an event that is kept for some windows is for those of them alone that begin to listen")
{
    bridge::app app;
    app.allow({.events = {"*"}});
    const bridge::event<std::string> token{"token", true};
    app.emit(token, "for one alone", "admin*");
    support::front_end other{app, {.window = "main"}}, admin{app, {.window = "admin 1"}};
    other.send(R"({"id":1,"listen":"token"})");
    admin.send(R"({"id":1,"listen":"token"})");
    CHECK(admin.wait_for("for one alone"));
    CHECK(other.messages().size() == 1);
}
