// SPDX-License-Identifier: MIT
// How a window is made, and what it does when its page asks, sends, goes elsewhere, or ends.
#pragma once

#include <pyhost/bridge/detail/webkit_view.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

namespace pyhost::inline v0::detail {

/// GTK would set the locale of the whole program by the environment.
inline void start_gtk()
{
    if (gdk_display_get_default() != nullptr) return;
    gtk_disable_setlocale();
    if (gtk_init_check(nullptr, nullptr) == FALSE)
        throw std::runtime_error{"bridge: a window needs a display, and none could be opened; see DISPLAY or WAYLAND_DISPLAY"};
}

PYHOST_DETAIL_TRANSPORT_BODY webkit_view::webkit_view(bridge::app& of, bridge::window_options all)
    : app_{of}, options_{std::move(all)}, pages_{options_.pages}
{
    start_gtk();
    make_view();
    make_window();
    connect_signals();
    ++open_windows;
    webkit_web_view_load_uri(view_, (std::string{window_origin} + "/").c_str());
}

PYHOST_DETAIL_TRANSPORT_BODY webkit_view::~webkit_view()
{
    close();
    *self_ = nullptr;
}

/// Of this window alone: its pages share no storage, process or scheme with those of others.
PYHOST_DETAIL_TRANSPORT_BODY gobject<WebKitWebContext> webkit_view::make_context()
{
    const std::string folder = options_.storage.string();
    const gobject<WebKitWebsiteDataManager> storage{
        folder.empty()
            ? webkit_website_data_manager_new_ephemeral()
            : webkit_website_data_manager_new("base-data-directory", folder.c_str(), "base-cache-directory", folder.c_str(), nullptr)};
    gobject<WebKitWebContext> made{webkit_web_context_new_with_website_data_manager(storage.get())};
    webkit_web_context_set_cache_model(made.get(), WEBKIT_CACHE_MODEL_DOCUMENT_VIEWER);
    webkit_web_context_set_sandbox_enabled(made.get(), options_.sandbox ? TRUE : FALSE);
    WebKitSecurityManager* security = webkit_web_context_get_security_manager(made.get());
    webkit_security_manager_register_uri_scheme_as_secure(security, "app");
    webkit_security_manager_register_uri_scheme_as_cors_enabled(security, "app");
    using kept = std::shared_ptr<webkit_view*>;
    webkit_web_context_register_uri_scheme(
        made.get(), "app",
        [](WebKitURISchemeRequest* request, gpointer with) {
            if (webkit_view* view = **static_cast<kept*>(with)) view->answer(request);
            else finish(request, {410}, {});
        },
        std::make_unique<kept>(self_).release(), [](gpointer with) { delete static_cast<kept*>(with); });
    return made;
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::make_view()
{
    const gobject<WebKitWebContext> context = make_context();
    const gobject<WebKitUserContentManager> scripts{webkit_user_content_manager_new()};
    const gobject<WebKitSettings> settings{webkit_settings_new_with_settings(
        "enable-page-cache", FALSE,  // a page that comes back from there would have the token of a connection that has ended
        "enable-developer-extras", options_.developer_tools ? TRUE : FALSE, nullptr)};
    webkit_user_content_manager_register_script_message_handler(scripts.get(), "pyhost");
    view_ = WEBKIT_WEB_VIEW(g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context.get(), "user-content-manager", scripts.get(),
                                         "settings", settings.get(), nullptr));
    on_signal(
        scripts.get(), "script-message-received::pyhost",
        [](WebKitUserContentManager*, WebKitJavascriptResult* sent, webkit_view* to) {
            to->receive(webkit_javascript_result_get_js_value(sent));
        },
        this);
    on_signal(
        context.get(), "download-started",
        [](WebKitWebContext*, WebKitDownload* download, webkit_view* of) {
            of->log("a download was refused");
            webkit_download_cancel(download);
        },
        this);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::make_window()
{
    window_ = GTK_WINDOW(gtk_window_new(GTK_WINDOW_TOPLEVEL));
    gtk_window_set_default_size(window_, options_.width, options_.height);
    gtk_window_set_title(window_, options_.title.c_str());
    gtk_container_add(GTK_CONTAINER(window_), GTK_WIDGET(view_));
    gtk_widget_show(GTK_WIDGET(view_));
    const auto has_title = [](WebKitWebView* view, GParamSpec*, GtkWindow* window) {
        if (const char* title = webkit_web_view_get_title(view)) gtk_window_set_title(window, title);
    };
    if (options_.title.empty()) on_signal(view_, "notify::title", has_title, window_);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::connect_signals()
{
    on_signal(window_, "destroy", [](GtkWidget*, webkit_view* of) { of->has_ended(); }, this);
    on_signal(view_, "close", [](WebKitWebView*, webkit_view* of) { of->close(); }, this);
    on_signal(
        view_, "load-changed",
        [](WebKitWebView*, WebKitLoadEvent now, webkit_view* of) {
            if (now != WEBKIT_LOAD_COMMITTED) return;
            of->connection_.reset();
            of->has_logged_stranger_ = false;
        },
        this);
    on_signal(
        view_, "web-process-terminated",
        [](WebKitWebView*, WebKitWebProcessTerminationReason why, webkit_view* of) {
            of->log(why == WEBKIT_WEB_PROCESS_EXCEEDED_MEMORY_LIMIT ? "its page has used too much memory"
                                                                    : "the process of its page has ended");
            of->connection_.reset();
        },
        this);
    on_signal(
        view_, "decide-policy",
        [](WebKitWebView*, WebKitPolicyDecision* decision, WebKitPolicyDecisionType type, webkit_view* of) -> gboolean {
            if (!of->refuses(decision, type)) return FALSE;
            webkit_policy_decision_ignore(decision);
            return TRUE;
        },
        this);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::show() const
{
    if (window_ != nullptr) gtk_window_present(window_);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::close() const
{
    if (window_ != nullptr) gtk_widget_destroy(GTK_WIDGET(window_));
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::has_ended()
{
    connection_.reset();
    g_signal_handlers_disconnect_by_data(view_, window_);
    g_signal_handlers_disconnect_by_data(view_, this);
    g_signal_handlers_disconnect_by_data(webkit_web_view_get_user_content_manager(view_), this);
    g_signal_handlers_disconnect_by_data(webkit_web_view_get_context(view_), this);
    window_ = nullptr;
    view_ = nullptr;
    --open_windows;
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::log(const std::string& what) const
{
    if (app_.options().log) app_.options().log("window '" + options_.name + "': " + what);
}

PYHOST_DETAIL_TRANSPORT_BODY bool webkit_view::refuses(WebKitPolicyDecision* decision, WebKitPolicyDecisionType type) const
{
    if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE) return false;
    auto* action = webkit_navigation_policy_decision_get_navigation_action(WEBKIT_NAVIGATION_POLICY_DECISION(decision));
    const std::string url = webkit_uri_request_get_uri(webkit_navigation_action_get_request(action));
    const bool is_new_window = type == WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION;
    if (!is_new_window && (is_of_window(url) || url == "about:blank" || url == "about:srcdoc")) return false;
    log((is_new_window ? "a new window was refused: " : "a page of another origin was refused: ") + url.substr(0, 200));
    return true;
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::answer(WebKitURISchemeRequest* request)
{
    const std::string& policy = options_.content_security_policy;
    if (!is_of_window(webkit_uri_scheme_request_get_uri(request)) || view_ == nullptr) return finish(request, {404}, policy);
    const std::string_view path = webkit_uri_scheme_request_get_path(request), method = webkit_uri_scheme_request_get_http_method(request);
    webkit_answer made{405};
    try {
        if (path.starts_with("/.pyhost/")) made = answer_bridge(request, path);
        else if (method == "GET") made = page_answer(pages_, path);
    } catch (const std::exception& e) {  // no memory for it
        log(std::string{path.substr(0, 200)} + ": " + e.what());
        made = {500};
    }
    finish(request, std::move(made), policy);
}

/// Only what asks by CORS can send a header of its own; then it is said which origin it has, where that is another one. WebKitGTK asks for
/// no leave before such a request, as it would for HTTP.
PYHOST_DETAIL_TRANSPORT_BODY webkit_answer webkit_view::answer_bridge(WebKitURISchemeRequest* request, std::string_view path)
{
    const std::string_view method = webkit_uri_scheme_request_get_http_method(request), token = header_of(request, "pyhost-token");
    if (const std::string_view origin = header_of(request, "Origin"); !origin.empty() && origin != window_origin) return {403};
    if (method == "POST" && path == "/.pyhost/connect" && token == "none") return begin_connection();
    if (!connection_ || token != connection_->token) return {403};
    if (method == "POST" && path == "/.pyhost/message") {
        connection_->receive_packed(body_of(request));
        return {204};
    }
    auto large = method == "GET" ? connection_->large_message(large_message_number(path)) : std::nullopt;
    return large ? webkit_answer{200, "application/octet-stream", *std::move(large)} : webkit_answer{404};
}

PYHOST_DETAIL_TRANSPORT_BODY webkit_answer webkit_view::begin_connection()
{
    if (connection_) return {409, "text/plain; charset=utf-8", "this page is connected already"};
    const auto gone = [this](const char* why) {
        log(why);
        connection_.reset();
    };
    const bridge::peer who{.window = options_.name, .origin = std::string{window_origin}, .may_wait = false, .takes_bytes = true};
    try {
        connection_.emplace(app_, who, options_.most_waiting, view_, gone);
    } catch (const std::exception& e) {
        return {503, "text/plain; charset=utf-8", e.what()};
    }
    return {200, "text/plain; charset=utf-8", std::to_string(connection_->number) + " " + connection_->token};
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_view::receive(JSCValue* sent)
{
    if (jsc_value_is_string(sent) == FALSE) return;
    GBytes* bytes = jsc_value_to_string_as_bytes(sent);
    gsize size = 0;
    const auto* const data = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    const std::string_view text{data, size};
    if (connection_ && text.starts_with(connection_->token)) connection_->receive(std::string{text.substr(connection_->token.size())});
    else if (!std::exchange(has_logged_stranger_, true)) log("a message without the token of the page was refused");
    g_bytes_unref(bytes);
}

}  // namespace pyhost::inline v0::detail

#endif
