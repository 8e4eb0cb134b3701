// SPDX-License-Identifier: MIT
// The host of the pages of the tests: their commands, and what is seen of them from outside.
#pragma once

#include "../commands.hpp"
#include <support/display.hpp>

#include <pyhost/bridge/webkitgtk.hpp>
#include <pyhost/convert.hpp>
#include <pyhost/expose/module_def.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdio>
#include <future>
#include <thread>
#include <webkit2/webkit2.h>

namespace support {

/// What the pages of windows call beside the commands of all hosts.
inline constexpr const char* window_source = R"(
counts['touched'] = 0
lengths = []

def size(data: bytes):
    return len(data)

def zeros(size: int):
    return bytes(size)

def mixed(n: int):
    for i in range(n):
        yield ['x' * (100000 + i), 'x' * i, bytes(i)][i % 3]

def remember(value):
    lengths.append(len(value))

def remembered():
    return lengths

def touch():
    counts['touched'] += 1

def touched():
    return counts['touched']

def losses():
    return [0.75, 0.5, 0.375, 0.25, 0.125]

def window_name(job):
    return job.window
)";

/// A window with one page, which is told what it is for, and what it has reported.
class page_host {
public:
    page_host();

    /// The report of the page: '' where all was well. It gives up after half a minute.
    std::string run(const std::string& step, pyhost::bridge::window_options options = {})
    {
        open(step, std::move(options));
        window_->show();
        return wait();
    }
    std::string run_hidden(const std::string& step)
    {
        open(step, {});
        return wait();
    }
    const std::string& told() const { return told_; }

    /// Whether so many calls of the command `sleep` come to their end.
    bool has_ended(int calls);
    bool has_logged(const std::string& text);

private:
    void open(const std::string& step, pyhost::bridge::window_options options);
    std::string wait();
    void add_commands();
    std::vector<std::string> colours(const std::vector<int>& points);
    static void read_colours(GObject* view, GAsyncResult* result, gpointer to);
    static gboolean tick(gpointer to);
    void open_window();
    void close_all();

    struct snapshot {
        std::vector<int> points;
        std::promise<std::vector<std::string>> colours;
    };

    std::mutex state_;
    std::vector<std::string> log_;
    std::string step_, problem_ = "the page has reported nothing", told_;
    pyhost::bridge::app app_;
    std::unique_ptr<pyhost::bridge::webkit_window> window_, other_;
    std::atomic<bool> has_held_ = false;
    std::atomic<long> longest_gap_ = 0;  // of the loop, in milliseconds
    std::chrono::steady_clock::time_point last_tick_{};
};

inline page_host::page_host()
    : app_{{.development = true, .max_calls = 2000, .max_calls_per_channel = 2000, .log = [this](const std::string& line) {
                const std::scoped_lock held{state_};
                log_.push_back(line);
            }}}
{
    static const bool has_display = setenv("LC_ALL", "C.UTF-8", 1) == 0 && start_display();
    if (!has_display) SKIP("Xvfb was not found");
    make_module("host", (std::string{commands_source} + window_source).c_str());
    add_commands();
}

inline void page_host::add_commands()
{
    using namespace pyhost::literals;
    std::vector<std::string> all{"step",        "report",  "logged", "tell", "told", "print",    "open_window",
                                 "end_process", "colours", "hold",   "held", "gap",  "close_app"};
    for (const char* name :
         {"echo", "twice", "size", "zeros", "fail", "count", "mixed", "remembered", "ended", "touch", "touched", "losses"})
        app_.command(all.emplace_back(name), std::string{"host:"} + name);
    for (const char* name : {"sleep", "say", "window_name"})
        app_.command(all.emplace_back(name), std::string{"host:"} + name, {.job = "job"});
    app_.command(all.emplace_back("remember"), "host:remember", {.concurrent = 1});
    app_.command(all.emplace_back("made"), "host:made", {.runs = pyhost::bridge::runs::in_place});
    app_.command("step", [this] { return step_; })
        .command(
            "report",
            [this](const std::string& problem) {
                problem_ = problem;
                close_all();
            },
            "problem"_a)
        .command("logged",
                 [this] {
                     const std::scoped_lock held{state_};
                     return log_;
                 })
        .command(
            "tell", [this](const std::string& what) { told_ = what; }, "what"_a)
        .command("told", [this] { return told_; })
        .command(
            "print", [](const std::string& text) { std::puts(text.c_str()); }, "text"_a)
        .command("open_window", [this] { pyhost::bridge::post_to_windows([this] { open_window(); }); })
        .command("end_process",
                 [this] {
                     pyhost::bridge::post_to_windows([this] { webkit_web_view_terminate_web_process(window_->native()); });
                     close_all();
                 })
        .command("hold",
                 [this] {
                     std::this_thread::sleep_for(std::chrono::seconds{1});  // with the GIL
                     has_held_ = true;
                 })
        .command("close_app", [this] { app_.close(); })
        .command("held", [this] { return has_held_.load(); })
        .command("gap", [this] { return longest_gap_.exchange(0); })
        .command("colours", [this](const std::vector<int>& points) { return colours(points); }, "points"_a, pyhost::releases_gil);
    app_.allow({.windows = {"main"}, .origins = {"app://localhost"}, .commands = all, .events = {"said"}})
        .allow({.windows = {"other"}, .origins = {"app://localhost"}, .commands = {"tell", "window_name"}});
}

inline void page_host::close_all()
{
    pyhost::bridge::post_to_windows([this] {
        if (other_) other_->close();
        window_->close();
    });
}

inline void page_host::open(const std::string& step, pyhost::bridge::window_options options)
{
    step_ = step;
    options.pages = PYHOST_TEST_PAGES "/pages";
    window_ = std::make_unique<pyhost::bridge::webkit_window>(app_, options);
    const auto has_title = [](WebKitWebView* view, GParamSpec*, page_host* self) {
        const char* title = webkit_web_view_get_title(view);
        if (title == nullptr || std::string_view{title} != "the app is gone") return;
        self->problem_.clear();
        self->close_all();
    };
    g_signal_connect(window_->native(), "notify::title", reinterpret_cast<GCallback>(+has_title), this);
}

inline std::string page_host::wait()
{
    const auto too_late = [](gpointer of) -> gboolean {
        static_cast<page_host*>(of)->close_all();
        return G_SOURCE_CONTINUE;
    };
    const guint timers[] = {g_timeout_add_seconds(30, too_late, this), g_timeout_add(10, &page_host::tick, this)};
    pyhost::bridge::run_windows();
    for (const guint timer : timers) g_source_remove(timer);
    while (g_main_context_iteration(nullptr, FALSE)) {}  // what was posted behind the end of the window
    return problem_;
}

inline gboolean page_host::tick(gpointer to)
{
    auto& self = *static_cast<page_host*>(to);
    const auto now = std::chrono::steady_clock::now();
    const auto gap = std::chrono::duration_cast<std::chrono::milliseconds>(now - std::exchange(self.last_tick_, now)).count();
    if (gap > self.longest_gap_) self.longest_gap_ = gap;
    return G_SOURCE_CONTINUE;
}

inline void page_host::open_window()
{
    other_ = std::make_unique<pyhost::bridge::webkit_window>(
        app_, pyhost::bridge::window_options{.name = "other", .pages = PYHOST_TEST_PAGES "/other_pages"});
    other_->show();
}

inline bool page_host::has_ended(int calls)
{
    for (int i = 0; i < 1000; ++i) {
        {
            const pyhost::gil_guard gil;
            if (pyhost::import_module("host").attr("counts")["ended"].cast<int>() == calls) return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}

inline bool page_host::has_logged(const std::string& text)
{
    const std::scoped_lock held{state_};
    for (const std::string& line : log_)
        if (line.find(text) != std::string::npos) return true;
    return false;
}

/// The colours of what the window shows at the points x, y, x, y, ...
inline std::vector<std::string> page_host::colours(const std::vector<int>& points)
{
    snapshot made{points, {}};
    auto found = made.colours.get_future();
    pyhost::bridge::post_to_windows([&] {
        webkit_web_view_get_snapshot(window_->native(), WEBKIT_SNAPSHOT_REGION_VISIBLE, WEBKIT_SNAPSHOT_OPTIONS_NONE, nullptr,
                                     &page_host::read_colours, &made);
    });
    return found.get();
}

/// As in CSS, "d00000", of an image whose pixels are blue, green, red, alpha.
inline std::string colour_at(cairo_surface_t* image, std::ptrdiff_t x, std::ptrdiff_t y)
{
    const unsigned char* const pixel = cairo_image_surface_get_data(image) + y * cairo_image_surface_get_stride(image) + 4 * x;
    char text[7];
    std::snprintf(text, sizeof text, "%02x%02x%02x", pixel[2], pixel[1], pixel[0]);
    return text;
}

inline void page_host::read_colours(GObject* view, GAsyncResult* result, gpointer to)
{
    auto& made = *static_cast<snapshot*>(to);
    std::vector<std::string> colours;
    if (cairo_surface_t* surface = webkit_web_view_get_snapshot_finish(WEBKIT_WEB_VIEW(view), result, nullptr)) {
        cairo_surface_t* image = cairo_surface_map_to_image(surface, nullptr);
        for (std::size_t i = 0; i + 1 < made.points.size(); i += 2) colours.push_back(colour_at(image, made.points[i], made.points[i + 1]));
        cairo_surface_unmap_image(surface, image);
        cairo_surface_destroy(surface);
    }
    made.colours.set_value(std::move(colours));
}

}  // namespace support
