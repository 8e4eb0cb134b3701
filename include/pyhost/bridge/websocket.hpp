// SPDX-License-Identifier: MIT
// A page in a browser of this machine: its files by HTTP and its messages by a WebSocket, on the loopback address. Needs Boost 1.81.
#pragma once

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/websocket_options.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace pyhost::inline v0 {
namespace detail {
class web_server;
}

namespace bridge {

/// Serves the pages of one window to the browsers of this machine, until it ends; they call the commands of the app.
///
/// It listens on 127.0.0.1 alone. A page is loaded by a URL that may be opened once; the browser gets a cookie for the files, and a ticket
/// for the WebSocket, which only pages of this origin have. Requests by another name than 127.0.0.1 and sockets of pages from elsewhere are
/// refused. Each refusal is told to app_options::log.
///
/// A thread of its own does the work, and never waits for Python. Lifetime: ends before the app, and not on that thread, which calls the
/// log. In the child of a fork nothing is served.
class websocket_server {
public:
    /// Throws: std::filesystem::filesystem_error where there is no such folder; std::system_error for a port that is taken.
    websocket_server(app& of, websocket_options options);
    websocket_server(const websocket_server&) = delete;
    websocket_server& operator=(const websocket_server&) = delete;
    ~websocket_server();

    /// A URL that loads the page, once: another browser needs another one, a tab of the same not. It is a secret: other users of the
    /// machine see command lines. Any thread. Throws: std::system_error; std::logic_error in the child of a fork.
    [[nodiscard]] std::string url();

    /// Opens the page in the user's browser, by xdg-open and a file that only this user can read, in the folder for temporary files. Where
    /// xdg-open fails, which is known later, that is logged; browsers that may not see the folder, as those of snap, show an error: have
    /// the program say url() too. Throws: std::system_error without xdg-open.
    void open_in_browser();

    /// "http://127.0.0.1:40312": the origin of its pages, in permissions too, where `http://127.0.0.1:*` is any port.
    [[nodiscard]] std::string origin() const;

    /// How many pages are connected now. Any thread.
    [[nodiscard]] std::size_t pages() const noexcept;

    /// Ends the connections, whose calls are cancelled, and waits for its thread. The destructor does it too.
    void close();

private:
    std::unique_ptr<pyhost::detail::web_server> server_;
};

}  // namespace bridge
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/detail/web_connections.hpp>

namespace pyhost::inline v0::bridge {

PYHOST_DETAIL_TRANSPORT_BODY websocket_server::websocket_server(app& of, websocket_options options)
    : server_{std::make_unique<pyhost::detail::web_server>(of, std::move(options))}
{
}

/// The child of a fork has no thread to wait for.
PYHOST_DETAIL_TRANSPORT_BODY websocket_server::~websocket_server()
{
    if (server_->is_of_this_process()) close();
    else static_cast<void>(server_.release());
}

PYHOST_DETAIL_TRANSPORT_BODY std::string websocket_server::url() { return server_->url(); }
PYHOST_DETAIL_TRANSPORT_BODY void websocket_server::open_in_browser() { server_->open_in_browser(); }
PYHOST_DETAIL_TRANSPORT_BODY std::string websocket_server::origin() const { return server_->origin(); }
PYHOST_DETAIL_TRANSPORT_BODY std::size_t websocket_server::pages() const noexcept { return server_->pages(); }
PYHOST_DETAIL_TRANSPORT_BODY void websocket_server::close() { server_->close(); }

}  // namespace pyhost::inline v0::bridge

#endif
