// SPDX-License-Identifier: MIT
// The thread of a server on the loopback address: how it begins and ends.
#pragma once

#include <pyhost/bridge/detail/user_browser.hpp>
#include <pyhost/bridge/detail/web_request.hpp>
#include <pyhost/bridge/detail/web_socket.hpp>
#include <pyhost/bridge/websocket_options.hpp>
#include <pyhost/gil.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <exception>
#include <fcntl.h>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace pyhost::inline v0::detail {

/// All of it runs on its thread, but for what says otherwise.
class web_server {
public:
    using tcp = boost::asio::ip::tcp;

    web_server(bridge::app& of, bridge::websocket_options with);
    web_server(const web_server&) = delete;
    web_server& operator=(const web_server&) = delete;

    // Any thread.
    [[nodiscard]] std::string url();
    void open_in_browser() { browser_.open(url()); }
    [[nodiscard]] const std::string& origin() const noexcept { return rules_->origin; }
    [[nodiscard]] std::size_t pages() const noexcept { return pages_; }
    [[nodiscard]] bool is_of_this_process() const noexcept { return owner_ == ::getpid(); }
    void close();

private:
    /// How a connection is ended, with a good-bye or without, and whether it has shown that it may have something.
    struct entry {
        std::function<void(bool)> end;
        bool is_admitted = false;
    };
    using entries = std::list<entry>;

    class connection {
    public:
        connection(web_server& of, boost::beast::tcp_stream& stream) : server_{of}
        {
            at_ = of.connections_.insert(of.connections_.end(), {[&stream](bool) { end_stream(stream); }});
        }
        ~connection()
        {
            server_.connections_.erase(at_);
            if (server_.connections_.empty()) server_.watch_.cancel();
        }
        connection(const connection&) = delete;
        connection& operator=(const connection&) = delete;

        void ends_by(std::function<void(bool)> ender) const { at_->end = std::move(ender); }
        void is_admitted() const { at_->is_admitted = true; }

    private:
        web_server& server_;
        entries::iterator at_;
    };

    class counted_page {
    public:
        explicit counted_page(std::atomic<std::size_t>& pages) noexcept : pages_{pages} { ++pages_; }
        ~counted_page() { --pages_; }
        counted_page(const counted_page&) = delete;
        counted_page& operator=(const counted_page&) = delete;

    private:
        std::atomic<std::size_t>& pages_;
    };

    static void end_stream(boost::beast::tcp_stream& stream)
    {
        boost::system::error_code gone;
        static_cast<void>(stream.socket().shutdown(boost::asio::socket_base::shutdown_both, gone));  // a child of a fork may have it too
        stream.close();
    }

    void listen();
    void begin_accepting();
    void run();
    bool has_room();
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(tcp::socket socket);
    boost::asio::awaitable<bool> answer_next(boost::beast::tcp_stream& stream, boost::beast::flat_buffer& buffer, const connection& now,
                                             const std::string& from);
    boost::asio::awaitable<void> converse(boost::beast::tcp_stream& stream, web_question asked, const connection& now, std::string from);
    void end_connections();
    void log(const std::string& from, const std::string& what) const { app_.log(from + ": " + what); }

    bridge::app& app_;
    const bridge::websocket_options options_;
    const pid_t owner_ = ::getpid();
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_};
    boost::asio::steady_timer watch_{io_};
    std::optional<web_rules> rules_;
    entries connections_;
    std::atomic<std::size_t> pages_{0};
    user_browser browser_{[this](const std::string& what) { app_.log("the user's browser: " + what); }};
    std::mutex closing_;
    std::thread thread_;
};

/// No program that this one starts shall have the socket.
inline void keep_from_children(auto& socket) { ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC); }

PYHOST_DETAIL_TRANSPORT_BODY web_server::web_server(bridge::app& of, bridge::websocket_options with) : app_{of}, options_{std::move(with)}
{
    listen();
    rules_.emplace(acceptor_.local_endpoint().port(), options_.pages, options_.content_security_policy);
    begin_accepting();
    thread_ = std::thread{[this] { run(); }};
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::listen()
{
    const tcp::endpoint here{boost::asio::ip::address_v4::loopback(), options_.port};
    try {
        acceptor_.open(here.protocol());
        keep_from_children(acceptor_);
        acceptor_.set_option(tcp::acceptor::reuse_address{true});
        acceptor_.bind(here);
        acceptor_.listen();
    } catch (const boost::system::system_error& e) {
        throw std::system_error{e.code().value(), std::generic_category(),
                                "the port " + std::to_string(options_.port) +
                                    " of 127.0.0.1 cannot be listened on; name another one, or 0 for any that is free"};
    }
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::begin_accepting()
{
    boost::asio::co_spawn(io_, accept(), [this](const std::exception_ptr& failed) {
        if (failed && acceptor_.is_open()) begin_accepting();  // no memory for one connection
    });
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::run()
{
    for (;;) try {
            io_.run();
            return;
        } catch (const std::exception& e) {  // of one of its handlers
            app_.log(std::string{"the server for browsers: "} + e.what());
        }
}

PYHOST_DETAIL_TRANSPORT_BODY std::string web_server::url()
{
    if (!is_of_this_process()) throw std::logic_error{"websocket_server: in the child of a fork nothing is served"};
    return origin() + std::string{key_path} + rules_->access.make_key(web_access::clock::now() + options_.url_lifetime);
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::end_connections()
{
    acceptor_.close();
    const auto end_all = [this](bool with_good_bye) {
        for (const entry& one : entries{connections_}) one.end(with_good_bye);
    };
    end_all(true);
    if (connections_.empty()) return;
    watch_.expires_after(std::chrono::seconds{1});
    watch_.async_wait([end_all](const auto& cancelled) {
        if (!cancelled) end_all(false);
    });
}

/// Detached, since the log may wait for Python.
PYHOST_DETAIL_TRANSPORT_BODY void web_server::close() PYHOST_DETAIL_NO_ANALYSIS
{
    if (!is_of_this_process()) return;
    if (io_.get_executor().running_in_this_thread()) return end_connections();  // from the log
    const gil_release nogil;
    const std::scoped_lock held{closing_};
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] { end_connections(); });
    thread_.join();
    browser_.close();
}

}  // namespace pyhost::inline v0::detail

#endif
