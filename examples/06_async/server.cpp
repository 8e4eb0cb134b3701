// SPDX-License-Identifier: MIT
// A server of Boost.Beast whose handlers await coroutines of Python; README.md explains it.
#include <pyhost/asio.hpp>
#include <pyhost/async.hpp>
#include <pyhost/pyhost.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <csignal>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace py = pyhost;
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

using request_type = http::request<http::string_body>;

struct notes {
    py::async_function<void(std::string)> open{"notes", "open_database"};
    py::async_function<void()> close{"notes", "close_database"};
    py::async_function<int(std::string)> add{"notes", "add"};
    py::async_function<std::optional<std::string>(int)> find{"notes", "find"};
    py::async_function<std::string(int)> watch{"notes", "watch"};
};

struct reply {
    http::status status;
    std::string text;
};

int number_in(std::string_view target)
{
    const std::string_view digits = target.substr(target.rfind('/') + 1);
    int number = 0;  // where there are none
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

asio::awaitable<reply> answer(const notes& python, const request_type& request)
{
    const int number = number_in(request.target());
    reply made{http::status::ok, ""};
    try {
        if (request.method() == http::verb::post) {
            const int added = co_await python.add(request.body())(asio::use_awaitable);
            made = {http::status::created, std::to_string(added)};
        } else if (request.target().starts_with("/watch/")) {
            made.text = co_await python.watch(number)(asio::use_awaitable);
        } else {
            const std::optional<std::string> found = co_await python.find(number)(asio::use_awaitable);
            if (found) made.text = *found;
            else made = {http::status::not_found, "no such note"};
        }
    } catch (const py::value_error& e) {
        made = {http::status::bad_request, e.message()};
    } catch (const std::exception& e) {
        std::cerr << e.what() << '\n';
        made = {http::status::internal_server_error, "failed"};
    }
    co_return made;
}

/// Returns when the client has gone; never while it has sent more.
asio::awaitable<void> client_gone(tcp::socket& socket)
{
    co_await socket.async_wait(tcp::socket::wait_read, asio::use_awaitable);
    if (socket.available() == 0) co_return;
    asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    co_await never.async_wait(asio::use_awaitable);
}

asio::awaitable<void> serve(const notes& python, tcp::socket socket)
{
    using namespace asio::experimental::awaitable_operators;
    beast::flat_buffer buffer;
    for (;;) {
        request_type request;
        co_await http::async_read(socket, buffer, request, asio::use_awaitable);
        const auto first = co_await (answer(python, request) || client_gone(socket));
        const reply* answered = std::get_if<reply>(&first);
        if (answered == nullptr) co_return;  // the call of Python was cancelled, and has come to its end

        http::response<http::string_body> response{answered->status, request.version()};
        response.keep_alive(request.keep_alive());
        response.body() = answered->text;
        response.prepare_payload();
        co_await http::async_write(socket, response, asio::use_awaitable);
        if (!response.keep_alive()) co_return;
    }
}

asio::awaitable<void> listen(const notes& python, std::string path)
{
    co_await python.open(path);
    tcp::acceptor acceptor{co_await asio::this_coro::executor, {asio::ip::address_v4::loopback(), 0}};
    std::cout << "port " << acceptor.local_endpoint().port() << std::endl;
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(acceptor.get_executor(), serve(python, std::move(socket)), asio::detached);
    }
}

asio::awaitable<void> close_at_signal(const notes& python, asio::io_context& io)
{
    asio::signal_set signals{io, SIGINT, SIGTERM};
    co_await signals.async_wait(asio::use_awaitable);
    co_await python.close();
    io.stop();
}

}  // namespace

/// Its arguments: a file for the database, and "one_thread" to run asyncio on the thread of the server.
int main(int argc, char** argv)
try {
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();
    py::interpreter python{py::config{}.module_path(folder).signal_handlers(false)};
    asio::io_context io{1};

    std::optional<py::asio_host> polling;
    if (argc > 2 && argv[2] == std::string_view{"one_thread"}) {
        const py::hosted_loop loop;
        loop.share();
        polling.emplace(io, loop);
    }

    const notes calls;
    const auto end = [](std::exception_ptr failed) {
        if (failed) std::rethrow_exception(failed);
    };
    asio::co_spawn(io, listen(calls, argc > 1 ? argv[1] : ":memory:"), end);
    asio::co_spawn(io, close_at_signal(calls, io), end);
    io.run();
    std::cout << "end" << std::endl;
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
