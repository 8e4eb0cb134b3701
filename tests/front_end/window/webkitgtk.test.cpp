// SPDX-License-Identifier: MIT
// A page in a window of WebKitGTK, on a display that nobody looks at. The steps of the page are in pages/test.js.
#include "page_host.hpp"
#include <support/scratch.hpp>

#include <catch2/catch_test_macros.hpp>

#include <clocale>
#include <cstdlib>

namespace {

namespace bridge = pyhost::bridge;
using support::page_host;

const std::string locale_at_start = std::setlocale(LC_ALL, nullptr);

TEST_CASE("a page calls commands, a thousand at one time") { CHECK(page_host{}.run("calls") == ""); }

TEST_CASE("a page has the errors of commands") { CHECK(page_host{}.run("errors") == ""); }

TEST_CASE("a stream waits for its page") { CHECK(page_host{}.run("streams") == ""); }

TEST_CASE("a page cancels a call and hears its progress") { CHECK(page_host{}.run("cancels") == ""); }

TEST_CASE("a page hears events until it does not want to") { CHECK(page_host{}.run("events") == ""); }

TEST_CASE("bytes and long texts go both ways as they are") { CHECK(page_host{}.run("bytes") == ""); }

TEST_CASE("small and large messages come in the order they were sent") { CHECK(page_host{}.run("order") == ""); }

TEST_CASE("a reload cancels the calls of the page before") { CHECK(page_host{}.run("reloads") == ""); }

TEST_CASE("what a page sends late does not reach the channel of the next one") { CHECK(page_host{}.run("comes_late") == ""); }

TEST_CASE("the loop of the windows runs on while Python is busy") { CHECK(page_host{}.run("waits_for_no_python") == ""); }

TEST_CASE("a page that moves within itself stays connected") { CHECK(page_host{}.run("stays_connected_within_a_page") == ""); }

TEST_CASE("a page cannot lead its window to another origin") { CHECK(page_host{}.run("leaves_for_another_origin") == ""); }

TEST_CASE("a page cannot write files by downloads") { CHECK(page_host{}.run("downloads") == ""); }

TEST_CASE("a page has no network and no scripts but its own") { CHECK(page_host{}.run("has_no_network") == ""); }

TEST_CASE("a window serves the files of its folder alone") { CHECK(page_host{}.run("reads_no_other_files") == ""); }

TEST_CASE("a page connects once") { CHECK(page_host{}.run("connects_once") == ""); }

TEST_CASE("a frame of another origin can call nothing")
{
    bridge::window_options frames;
    frames.content_security_policy = "default-src app:";
    CHECK(page_host{}.run("shows_frames", frames) == "");
}

TEST_CASE("two windows have permissions of their own, and no storage in common") { CHECK(page_host{}.run("opens_another_window") == ""); }

TEST_CASE("what pages store is kept where a folder is named for it")
{
    const support::scratch folder;
    bridge::window_options keeping;
    keeping.storage = folder / "storage";
    page_host first, second;
    CHECK(first.run("keeps_what_it_stores", keeping) == "");
    CHECK(second.run("keeps_what_it_stores", keeping) == "");
    CHECK(first.told() == "nothing");
    CHECK(second.told() == "by the page before");
}

TEST_CASE("the page of a window that is not shown calls commands") { CHECK(page_host{}.run_hidden("calls") == ""); }

TEST_CASE("a window leaves the locale of the program as it is")
{
    CHECK(page_host{}.run("calls") == "");
    CHECK(std::setlocale(LC_ALL, nullptr) == locale_at_start);
}

TEST_CASE("the process of a page may be in a sandbox")
{
    if (std::system("bwrap --ro-bind / / --unshare-pid xdg-dbus-proxy --version >/dev/null 2>&1") != 0)
        SKIP("bubblewrap or xdg-dbus-proxy was not found, or may not be used");
    bridge::window_options closed_in;
    closed_in.sandbox = true;
    CHECK(page_host{}.run("calls", closed_in) == "");
}

TEST_CASE("a page draws what a command gives") { CHECK(page_host{}.run("draws") == ""); }

TEST_CASE("a page that takes nothing is gone, and may come back")
{
    bridge::window_options small;
    small.most_waiting = std::size_t{1} << 20;
    CHECK(page_host{}.run("takes_no_messages", small) == "");
}

TEST_CASE("a page is told that its app has ended")
{
    page_host host;
    CHECK(host.run("outlives_its_app") == "");
    CHECK(host.has_logged("the app was closed"));
}

TEST_CASE("the end of a window cancels its calls")
{
    page_host host;
    host.run("is_closed");
    CHECK(host.has_ended(1));
}

TEST_CASE("the end of the process of a page cancels its calls")
{
    page_host host;
    host.run("ends_with_its_process");
    CHECK(host.has_ended(1));
    CHECK(host.has_logged("process of its page has ended"));
}

TEST_CASE("a window without pages is refused")
{
    bridge::app app;
    CHECK_THROWS_AS(bridge::webkit_window(app, {.pages = "/no/such/folder"}), std::filesystem::filesystem_error);
}

TEST_CASE("what a page measures", "[.measure]") { CHECK(page_host{}.run("measures") == ""); }

}  // namespace
