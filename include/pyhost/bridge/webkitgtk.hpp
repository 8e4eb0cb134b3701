// SPDX-License-Identifier: MIT
// The transport of a window: pages of a folder, shown by WebKitGTK. It needs GTK 3 and WebKitGTK 2.40 or later (webkit2gtk-4.1).
#pragma once

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/window_options.hpp>

#include <functional>
#include <memory>

// GtkWindow and WebKitWebView, without the headers of GTK.
struct _GtkWindow;      // NOLINT(bugprone-reserved-identifier,cert-*,readability-identifier-naming)
struct _WebKitWebView;  // NOLINT(bugprone-reserved-identifier,cert-*,readability-identifier-naming)

namespace pyhost::inline v0 {
namespace detail {
class webkit_view;
}

namespace bridge {

/// A window whose pages are the files of a folder, at `app://localhost/`, and call the commands of an app by pyhost.js.
///
/// Its peer has the name of the window, the origin "app://localhost", and takes bytes. Each load of a page is a channel: a reload, another
/// page, the end of the window or of WebKit's process cancels the calls of the one before. Links to other origins, new windows and
/// downloads are refused, and logged by app_options::log; hidden files, and those outside the folder, are not there. Pages of two windows
/// have no storage in common.
///
/// Needs: one thread for all windows, the one of GTK; its loop never waits for the GIL. Lifetime: the window ends before the app.
class webkit_window {
public:
    /// Begins to load the page; show() makes it seen. The locale of the program stays as it is. Throws: std::filesystem::filesystem_error
    /// where there is no such folder; std::runtime_error where there is no display.
    webkit_window(app& of, window_options options);
    webkit_window(const webkit_window&) = delete;
    webkit_window& operator=(const webkit_window&) = delete;
    ~webkit_window();

    void show();
    void close();
    [[nodiscard]] bool is_open() const noexcept;

    /// For all else that WebKitGTK and GTK can do; null in a window that was closed.
    [[nodiscard]] _WebKitWebView* native() const noexcept;
    [[nodiscard]] _GtkWindow* native_window() const noexcept;

private:
    std::unique_ptr<pyhost::detail::webkit_view> view_;
};

/// Runs the loop of GTK until all windows are closed, detached from Python. Programs that run that loop themselves do not need it.
void run_windows();

/// Has it run in that loop, for commands that open or change a window. Any thread; it must not throw.
void post_to_windows(std::function<void()> work);

}  // namespace bridge
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/detail/webkit_steps.hpp>
#include <pyhost/gil.hpp>

#include <utility>

namespace pyhost::inline v0::bridge {

PYHOST_DETAIL_TRANSPORT_BODY webkit_window::webkit_window(app& of, window_options options)
    : view_{std::make_unique<pyhost::detail::webkit_view>(of, std::move(options))}
{
}
PYHOST_DETAIL_TRANSPORT_BODY webkit_window::~webkit_window() = default;

PYHOST_DETAIL_TRANSPORT_BODY void webkit_window::show() { view_->show(); }
PYHOST_DETAIL_TRANSPORT_BODY void webkit_window::close() { view_->close(); }
PYHOST_DETAIL_TRANSPORT_BODY bool webkit_window::is_open() const noexcept { return view_->window() != nullptr; }
PYHOST_DETAIL_TRANSPORT_BODY _WebKitWebView* webkit_window::native() const noexcept { return view_->native(); }
PYHOST_DETAIL_TRANSPORT_BODY _GtkWindow* webkit_window::native_window() const noexcept { return view_->window(); }

PYHOST_DETAIL_TRANSPORT_BODY void run_windows() PYHOST_DETAIL_NO_ANALYSIS
{
    const gil_release nogil;
    while (pyhost::detail::open_windows > 0) g_main_context_iteration(nullptr, TRUE);
}

PYHOST_DETAIL_TRANSPORT_BODY void post_to_windows(std::function<void()> work) { pyhost::detail::run_in_glib(std::move(work)); }

}  // namespace pyhost::inline v0::bridge

#endif
