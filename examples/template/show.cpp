#include "show.hpp"

#include <pyhost/bridge/websocket.hpp>
#ifdef HAS_WINDOW
#include <pyhost/bridge/webkitgtk.hpp>
#endif

#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

namespace bridge = pyhost::bridge;
using namespace std::chrono_literals;

namespace {

constexpr auto moment = 100ms;
constexpr auto time_for_a_reload = 3s;
constexpr auto time_for_the_first_page = 2min;

std::atomic<bool> interrupted{false};

/// From now on Ctrl-C, and what asks the program to end, do so in order.
void watch_interrupts()
{
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, [](int) { interrupted = true; });
}

/// Whether it happened: without pages for so long, before an interrupt.
bool was_without_pages(const bridge::websocket_server& server, std::chrono::milliseconds time)
{
    for (auto rest = time; rest > 0ms && !interrupted; rest -= moment) {
        std::this_thread::sleep_for(moment);
        if (server.pages() > 0) return false;
    }
    return !interrupted;
}

void open_first_page(bridge::websocket_server& server)
{
    std::cout << "template_app runs at " << server.origin() << " until its last page is closed, or Ctrl-C.\n";
    try {
        server.open_in_browser();
    } catch (const std::system_error& e) {
        std::cerr << e.what() << '\n';
    }
    std::cout << "If no page opens, open this address. It works once, in the next two minutes:\n  " << server.url() << std::endl;
}

}  // namespace

void show_in_browser(bridge::app& app, const std::filesystem::path& pages)
{
    watch_interrupts();
    bridge::websocket_server server{app, {.pages = pages, .url_lifetime = time_for_the_first_page}};
    open_first_page(server);
    if (was_without_pages(server, time_for_the_first_page))
        throw std::runtime_error{"no browser has opened the page; start the program again"};
    while (!interrupted && !was_without_pages(server, time_for_a_reload)) std::this_thread::sleep_for(moment);
}

#ifdef HAS_WINDOW

namespace {

std::unique_ptr<bridge::webkit_window> new_window(bridge::app& app, const std::filesystem::path& pages, bool developer_tools)
{
    try {
        return std::make_unique<bridge::webkit_window>(
            app, bridge::window_options{.width = 1180, .height = 790, .pages = pages, .developer_tools = developer_tools});
    } catch (const std::runtime_error& e) {
        throw std::runtime_error{e.what() + std::string{"; --browser shows the page in your browser"}};
    }
}

}  // namespace

void show_in_window(bridge::app& app, const std::filesystem::path& pages, bool developer_tools)
{
    const auto window = new_window(app, pages, developer_tools);
    watch_interrupts();
    const std::jthread closing{[&window](const std::stop_token& ended) {
        while (!ended.stop_requested() && !interrupted) std::this_thread::sleep_for(moment);
        if (interrupted) bridge::post_to_windows([&window] { window->close(); });
    }};
    window->show();
    bridge::run_windows();
}

#else

void show_in_window(bridge::app&, const std::filesystem::path&, bool)
{
    throw std::runtime_error{
        "this program was built without windows, since CMake found no WebKitGTK; start it with --browser, or install WebKitGTK "
        "(Debian: libwebkit2gtk-4.1-dev, pkg-config) and build it again"};
}

#endif
