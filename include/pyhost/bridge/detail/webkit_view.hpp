// SPDX-License-Identifier: MIT
// A window of GTK with a view of WebKitGTK in it, and the connection of the page that it shows.
#pragma once

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/window_options.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/detail/webkit_connection.hpp>
#include <pyhost/bridge/detail/webkit_requests.hpp>

#include <optional>
#include <stdexcept>

namespace pyhost::inline v0::detail {

inline int open_windows = 0;  // of their one thread

/// On the thread of the windows.
class webkit_view {
public:
    webkit_view(bridge::app& of, bridge::window_options all);
    ~webkit_view();
    webkit_view(const webkit_view&) = delete;
    webkit_view& operator=(const webkit_view&) = delete;

    void show() const;
    void close() const;
    [[nodiscard]] GtkWindow* window() const noexcept { return window_; }
    [[nodiscard]] WebKitWebView* native() const noexcept { return view_; }

private:
    gobject<WebKitWebContext> make_context();
    void make_view();
    void make_window();
    void connect_signals();

    void answer(WebKitURISchemeRequest* request);
    webkit_answer answer_bridge(WebKitURISchemeRequest* request, std::string_view path);
    webkit_answer begin_connection();
    void receive(JSCValue* sent);
    bool refuses(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type) const;
    void has_ended();
    void log(const std::string& what) const;

    bridge::app& app_;
    const bridge::window_options options_;
    const page_files pages_;
    const std::shared_ptr<webkit_view*> self_ = std::make_shared<webkit_view*>(this);  // for requests: null when this has ended
    GtkWindow* window_ = nullptr;
    WebKitWebView* view_ = nullptr;
    std::optional<webkit_connection> connection_;
    bool has_logged_stranger_ = false;  // since the page was loaded
};

}  // namespace pyhost::inline v0::detail

#endif
