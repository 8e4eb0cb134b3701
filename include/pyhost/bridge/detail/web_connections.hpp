// SPDX-License-Identifier: MIT
// The connections of a server on the loopback address: its requests, and the pages that are connected.
#pragma once

#include <pyhost/bridge/detail/web_server.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

namespace pyhost::inline v0::detail {

/// Where there is none, the oldest connection that has shown no cookie makes room.
PYHOST_DETAIL_TRANSPORT_BODY bool web_server::has_room()
{
    if (connections_.size() < options_.connections) return true;
    const auto stranger = std::find_if(connections_.begin(), connections_.end(), [](const entry& one) { return !one.is_admitted; });
    if (stranger == connections_.end()) return false;
    std::exchange(*stranger, {[](bool) {}, true}).end(false);
    return true;
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
        } else if (!has_room()) {
            log("a browser", "no connection: there are " + std::to_string(options_.connections) + ", the most that may be");
        } else {
            keep_from_children(socket);
            boost::system::error_code gone;
            static_cast<void>(socket.set_option(tcp::no_delay{true}, gone));
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
    if (answer.result() == web_status::ok) now.is_admitted();
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
    now.is_admitted();
    now.ends_by([socket](bool with_good_bye) { with_good_bye ? socket->close() : socket->drop(); });
    const counted_page page{pages_};
    bridge::peer who{.window = options_.window,
                     .origin = rules_->origin,
                     .may_wait = false,
                     .takes_bytes = true};  // GCC 12 frees twice what is made within co_await
    try {
        co_await socket->run(std::move(asked), app_, std::move(who));
    } catch (...) {
        socket->drop();  // what it writes may be on its way
        throw;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
