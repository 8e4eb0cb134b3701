// SPDX-License-Identifier: MIT
// A transport for webview/webview, and a pattern for others: the page's side is webview.js.
#pragma once

#include <pyhost/bridge.hpp>

#include <string>

/// Connects the page of a window, `webview::webview`, with the commands of an app. Needs: made before the window runs, ended behind that.
template <class Window>
class webview_transport {
public:
    webview_transport(pyhost::bridge::app& app, Window& window)
        : window_{window},
          channel_{app.open({.window = "main", .origin = "app://webview", .may_wait = false},
                            [this](const pyhost::bridge::message& one) { send(one.text); })}
    {
        window_.bind("pyhost_send", [this](const std::string& arguments) -> std::string {  // an array of one object, the message
            channel_.receive(arguments.substr(1, arguments.size() - 2));
            return "null";
        });
    }

private:
    /// Any thread; the window runs it on its own.
    void send(const std::string& text)
    {
        std::string script = "pyhost_receive(\"";
        for (const char c : text) script += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
        window_.dispatch([this, script = script + "\")"] { window_.eval(script); });
    }

    Window& window_;
    pyhost::bridge::channel channel_;
};
