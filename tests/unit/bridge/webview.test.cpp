// SPDX-License-Identifier: MIT
// The transport that the page of the bridge shows, with a window that does as webview/webview says that it does.
#include "../../../examples/09_bridge/webview.hpp"

#include <support/front_end.hpp>

#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

/// Scripts and calls of its page run on the thread of run(), which ends when the page has been told so many things.
class window {
public:
    void bind(const std::string&, std::function<std::string(std::string)> f) { bound_ = std::move(f); }
    void dispatch(std::function<void()> work)
    {
        const std::scoped_lock held{state_};
        work_.push_back(std::move(work));
        news_.notify_all();
    }
    void eval(const std::string& script)
    {
        REQUIRE(std::this_thread::get_id() == owner_);
        told.push_back(script);
    }
    void page_calls(const std::string& arguments)
    {
        dispatch([this, arguments] { CHECK(bound_(arguments) == "null"); });
    }
    void run(std::size_t until)
    {
        std::unique_lock held{state_};
        while (told.size() < until) {
            REQUIRE(news_.wait_for(held, std::chrono::minutes{1}, [this] { return !work_.empty(); }));
            const auto next = std::move(work_.front());
            work_.pop_front();
            held.unlock();
            next();
            held.lock();
        }
    }

    std::vector<std::string> told;

private:
    const std::thread::id owner_ = std::this_thread::get_id();
    std::function<std::string(std::string)> bound_;
    std::mutex state_;
    std::condition_variable news_;
    std::deque<std::function<void()>> work_;
};

}  // namespace

TEST_CASE("a transport of thirty lines carries calls and answers, on the thread of its window")
{
    support::make_module("webview_commands", "def quote(text):\n    return f'\"{text}\" \\\\ {len(text)}'\n");
    py::bridge::app app;
    app.command("quote", "webview_commands:quote");
    app.allow({.origins = {"app://webview"}, .commands = {"quote"}});
    window shown;
    const webview_transport<window> transport{app, shown};
    shown.page_calls(R"([{"id":1,"command":"quote","args":{"text":"a\nb"}}])");
    shown.page_calls(R"([{"id":2,"command":"none"}])");
    shown.page_calls("[]");
    shown.run(3);
    const auto has = [&](const std::string& what) {
        for (const std::string& one : shown.told)
            if (one.find(what) != std::string::npos) return true;
        return false;
    };
    CHECK(has(R"(pyhost_receive("{\"id\":1,\"result\":\"\\\"a\\nb\\\" \\\\ 3\"}"))"));
    CHECK(has(R"(\"code\":\"permission_denied\")"));
    CHECK(has(R"(\"code\":\"invalid_message\")"));
}
