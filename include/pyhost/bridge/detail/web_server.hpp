// SPDX-License-Identifier: MIT
// The thread of a server on the loopback address, and its connections.
#pragma once

#include <pyhost/bridge/detail/user_browser.hpp>
#include <pyhost/bridge/detail/web_request.hpp>
#include <pyhost/bridge/detail/web_socket.hpp>
#include <pyhost/bridge/websocket_options.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

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
    using enders = std::list<std::function<void(bool)>>;

    /// A connection, and how it is ended: with a good-bye, or without.
    class connection {
    public:
        connection(web_server& of, boost::beast::tcp_stream& stream) : server_{of}
        {
            at_ = of.connections_.emplace(of.connections_.end(), [&stream](bool) { stream.close(); });
        }
        ~connection()
        {
            server_.connections_.erase(at_);
            if (server_.connections_.empty()) server_.watch_.cancel();
        }
        connection(const connection&) = delete;
        connection& operator=(const connection&) = delete;

        void ends_by(std::function<void(bool)> ender) const { *at_ = std::move(ender); }

    private:
        web_server& server_;
        enders::iterator at_;
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
    enders connections_;
    std::atomic<std::size_t> pages_{0};
    user_browser browser_;
    std::mutex closing_;
    std::thread thread_;
};

/// No program that this one starts shall have the socket.
inline void keep_from_children(auto& socket) { ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC); }

PYHOST_DETAIL_TRANSPORT_BODY web_server::web_server(bridge::app& of, bridge::websocket_options with) : app_{of}, options_{std::move(with)}
{
    const tcp::endpoint here{boost::asio::ip::address_v4::loopback(), options_.port};
    acceptor_.open(here.protocol());
    keep_from_children(acceptor_);
    acceptor_.set_option(tcp::acceptor::reuse_address{true});
    acceptor_.bind(here);
    acceptor_.listen();
    rules_.emplace("127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()), options_.pages, options_.content_security_policy);
    boost::asio::co_spawn(io_, accept(), boost::asio::detached);
    thread_ = std::thread{[this] { io_.run(); }};
}

PYHOST_DETAIL_TRANSPORT_BODY std::string web_server::url()
{
    return origin() + std::string{key_path} + rules_->access.make_key(web_access::clock::now() + options_.url_lifetime);
}

PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_server::accept()
{
    while (acceptor_.is_open()) {
        auto [failed, socket] = co_await acceptor_.async_accept(web_outcome);
        if (!acceptor_.is_open()) break;
        if (failed) {  // no descriptor is free
            log("a browser", "no connection: " + failed.message());
            watch_.expires_after(std::chrono::milliseconds{100});
            co_await watch_.async_wait(web_outcome);
        } else if (connections_.size() >= options_.connections) {
            log("a browser", "no connection: there are " + std::to_string(options_.connections) + ", the most that may be");
        } else {
            keep_from_children(socket);
            boost::system::error_code gone;
            socket.set_option(tcp::no_delay{true}, gone);
            boost::asio::co_spawn(io_, serve(std::move(socket)), boost::asio::detached);
        }
    }
}

PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_server::serve(tcp::socket socket)
{
    boost::system::error_code unknown;
    const std::string from = "127.0.0.1:" + std::to_string(socket.remote_endpoint(unknown).port());
    boost::beast::tcp_stream stream{std::move(socket)};
    const connection now{*this, stream};
    boost::beast::flat_buffer buffer;
    try {
        while (co_await answer_next(stream, buffer, now, from)) {}
    } catch (const std::exception& e) {
        log(from, e.what());
    }
}

/// For the log: what was asked for, but for keys.
PYHOST_DETAIL_TRANSPORT_BODY std::string shown_path(const web_question& asked)
{
    const std::string_view path = view_of(asked.target());
    return path.starts_with(key_path) ? std::string{} : std::string{path.substr(0, 200)} + ": ";
}

/// Whether another request may follow.
PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<bool> web_server::answer_next(boost::beast::tcp_stream& stream,
                                                                                  boost::beast::flat_buffer& buffer, const connection& now,
                                                                                  const std::string& from)
{
    namespace http = boost::beast::http;
    http::request_parser<http::empty_body> parser;
    parser.header_limit(16 * 1024);
    stream.expires_after(options_.patience);
    const auto [unread, size] = co_await http::async_read_header(stream, buffer, parser, web_outcome);
    if (unread) {
        if (parser.got_some()) log(from, "a request that is none: " + unread.message());
        co_return false;
    }
    const web_question asked = parser.get();
    std::string why;
    web_answer answer;
    if (boost::beast::websocket::is_upgrade(asked)) {
        const auto refusal = rules_->refusal_of_socket(asked);
        if (!refusal) {
            co_await converse(stream, asked, now, from);
            co_return false;
        }
        why = refusal->why;
        answer = rules_->refused(asked, *refusal);
    } else {
        answer = rules_->answer(asked, why);
    }
    if (!why.empty()) log(from, std::to_string(answer.result_int()) + ": " + shown_path(asked) + why);
    const bool may_go_on = answer.keep_alive() && parser.is_done();  // what has a body is not read
    answer.keep_alive(may_go_on);
    stream.expires_after(options_.patience);
    const auto [unsent, put] = co_await http::async_write(stream, answer, web_outcome);
    co_return may_go_on && !unsent;
}

PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_server::converse(boost::beast::tcp_stream& stream, web_question asked,
                                                                               const connection& now, std::string from)
{
    const auto socket =
        std::make_shared<web_socket>(std::move(stream), options_.most_unsent, [this, from](const std::string& what) { log(from, what); });
    now.ends_by([socket](bool with_good_bye) { with_good_bye ? socket->close() : socket->drop(); });
    const counted_page page{pages_};
    bridge::peer who{.window = options_.window,
                     .origin = rules_->origin,
                     .may_wait = false,
                     .takes_bytes = true};  // GCC 12 frees twice what is made within co_await
    co_await socket->run(std::move(asked), app_, std::move(who));
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::end_connections()
{
    acceptor_.close();
    const auto end_all = [this](bool with_good_bye) {
        for (const auto& end : enders{connections_}) end(with_good_bye);
    };
    end_all(true);
    if (connections_.empty()) return;
    watch_.expires_after(std::chrono::seconds{1});
    watch_.async_wait([end_all](const auto& cancelled) {
        if (!cancelled) end_all(false);
    });
}

PYHOST_DETAIL_TRANSPORT_BODY void web_server::close()
{
    const std::scoped_lock held{closing_};
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] { end_connections(); });
    thread_.join();
}

}  // namespace pyhost::inline v0::detail

#endif
