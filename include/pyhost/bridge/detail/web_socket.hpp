// SPDX-License-Identifier: MIT
// A page of a browser that is connected by a WebSocket: what it sends, and what is for it.
#pragma once

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/detail/frame.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <functional>
#include <stdexcept>
#include <utility>

namespace pyhost::inline v0::detail {

inline constexpr auto web_outcome = boost::asio::as_tuple(boost::asio::use_awaitable);

/// All of it runs on the thread of its server, but for send().
class web_socket : public std::enable_shared_from_this<web_socket> {
public:
    using request = boost::beast::http::request<boost::beast::http::empty_body>;

    web_socket(boost::beast::tcp_stream stream, std::size_t most_unsent, std::function<void(std::string)> log)
        : stream_{std::move(stream)}, most_unsent_{most_unsent}, log_{std::move(log)}
    {
    }

    /// Takes messages until the page is gone; then the channel is closed.
    boost::asio::awaitable<void> run(request asked, bridge::app& app, bridge::peer who);

    /// Any thread.
    void send(const bridge::message& one);
    void close_soon();

    /// Says good-bye; drop() does not.
    void close();
    void drop();

private:
    struct unsent {
        std::string bytes;
        bool is_binary;
        bool is_end = false;
    };

    boost::asio::awaitable<bool> read(std::string& bytes, std::size_t& size, std::size_t most);
    boost::asio::awaitable<void> wait_for_readers(const bridge::channel& open, std::size_t most);
    boost::asio::awaitable<void> write();
    void enqueue(unsent one);

    boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
    boost::beast::flat_buffer buffer_;
    std::deque<unsent> queue_;
    std::size_t unsent_ = 0, most_unsent_;
    bool is_open_ = false, is_writing_ = false, is_gone_ = false;
    boost::asio::cancellation_signal read_ends_, close_ends_;  // Beast's own locks keep both waiting where the socket is closed alone
    boost::asio::steady_timer pause_{stream_.get_executor()};
    std::function<void(std::string)> log_;
};

PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_socket::run(request asked, bridge::app& app, bridge::peer who)
{
    namespace websocket = boost::beast::websocket;
    stream_.next_layer().expires_never();
    stream_.set_option(websocket::stream_base::timeout{std::chrono::seconds{10}, std::chrono::seconds{60}, true});
    stream_.auto_fragment(false);
    stream_.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& answer) { answer.set(boost::beast::http::field::sec_websocket_protocol, "pyhost"); }));
    stream_.read_message_max(0);  // longer ones are read and refused
    const auto [failed] = co_await stream_.async_accept(asked, web_outcome);
    if (failed) co_return log_("the WebSocket could not be opened: " + failed.message());

    is_open_ = true;
    bridge::channel open;
    try {
        open = app.open(std::move(who), [this](const bridge::message& one) { send(one); }, [this] { close_soon(); });
    } catch (const std::logic_error& e) {  // the app has ended
        log_(e.what());
        co_return close();
    }
    const std::size_t most = app.options().arguments.max_size;
    std::string bytes;
    std::size_t size = 0;
    while (co_await read(bytes, size, most)) {
        if (size > most) open.refuse_size(size, bytes);
        else if (stream_.got_text()) open.receive(std::move(bytes));
        else if (auto one = unpacked_message(bytes)) open.receive(*std::move(one));
        else open.receive(std::string{"attachments that are cut short"});  // which is no message
        co_await wait_for_readers(open, most);
    }
    is_gone_ = true;
}

/// A page that sends faster than its messages are looked at is read no further meanwhile.
PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_socket::wait_for_readers(const bridge::channel& open, std::size_t most)
{
    while (open.unread() > most && !is_gone_) {
        pause_.expires_after(std::chrono::milliseconds{5});
        co_await pause_.async_wait(web_outcome);
    }
}

/// Of a message that is longer than `most` its size and its start. False at the end.
PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<bool> web_socket::read(std::string& bytes, std::size_t& size, std::size_t most)
{
    bytes.clear();
    size = 0;
    do {
        const auto [failed, got] = co_await stream_.async_read_some(buffer_, std::size_t{64} * 1024,
                                                                    boost::asio::bind_cancellation_slot(read_ends_.slot(), web_outcome));
        if (failed) co_return false;
        size += got;
        if (size <= most || bytes.empty()) bytes.append(static_cast<const char*>(buffer_.data().data()), got);
        buffer_.consume(got);
    } while (!stream_.is_message_done());
    co_return true;
}

PYHOST_DETAIL_TRANSPORT_BODY void web_socket::send(const bridge::message& one)
{
    boost::asio::post(stream_.get_executor(), [late = weak_from_this(), made = unsent{packed(one), !one.attachments.empty()}]() mutable {
        if (const auto self = late.lock()) self->enqueue(std::move(made));
    });
}

/// Behind what was sent.
PYHOST_DETAIL_TRANSPORT_BODY void web_socket::close_soon()
{
    boost::asio::post(stream_.get_executor(), [late = weak_from_this()] {
        if (const auto self = late.lock()) self->enqueue({{}, false, true});
    });
}

PYHOST_DETAIL_TRANSPORT_BODY void web_socket::enqueue(unsent one)
{
    if (is_gone_) return;
    if (unsent_ > most_unsent_) {
        log_("it does not take what is sent: " + std::to_string(unsent_) + " bytes wait; it is disconnected");
        return drop();
    }
    unsent_ += one.bytes.size();
    queue_.push_back(std::move(one));
    if (!std::exchange(is_writing_, true)) boost::asio::co_spawn(stream_.get_executor(), write(), boost::asio::detached);
}

PYHOST_DETAIL_TRANSPORT_BODY boost::asio::awaitable<void> web_socket::write()
{
    const auto self = shared_from_this();
    while (!is_gone_ && !queue_.empty()) {
        const unsent one = std::move(queue_.front());
        queue_.pop_front();
        if (one.is_end) {
            close();
            break;
        }
        stream_.binary(one.is_binary);
        const auto [failed, put] = co_await stream_.async_write(boost::asio::buffer(one.bytes), web_outcome);
        if (failed) is_gone_ = true;
        unsent_ -= one.bytes.size();
    }
    is_writing_ = false;
}

PYHOST_DETAIL_TRANSPORT_BODY void web_socket::close()
{
    if (std::exchange(is_gone_, true) || !is_open_) return drop();
    stream_.async_close(boost::beast::websocket::close_code::going_away,
                        boost::asio::bind_cancellation_slot(close_ends_.slot(), [self = shared_from_this()](const auto&) {}));
}

PYHOST_DETAIL_TRANSPORT_BODY void web_socket::drop()
{
    const auto self = shared_from_this();
    is_gone_ = true;
    boost::system::error_code gone;
    static_cast<void>(
        stream_.next_layer().socket().shutdown(boost::asio::socket_base::shutdown_both, gone));  // a child of a fork may have it too
    stream_.next_layer().close();
    pause_.cancel();
    close_ends_.emit(boost::asio::cancellation_type::terminal);
    read_ends_.emit(boost::asio::cancellation_type::terminal);
}

}  // namespace pyhost::inline v0::detail

#endif
