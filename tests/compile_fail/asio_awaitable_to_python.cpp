// SPDX-License-Identifier: MIT
// A coroutine of Boost.Asio does not say which context runs it.
// error: a boost::asio::awaitable does not say where it runs
#include <pyhost/asio.hpp>
#include <pyhost/expose.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

boost::asio::awaitable<int> work() { co_return 1; }

void use(boost::asio::io_context& io) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    static_cast<void>(pyhost::expose([&io] { return boost::asio::co_spawn(io, work(), pyhost::use_task); }));
#else
    static_cast<void>(io);
    static_cast<void>(pyhost::expose([] { return work(); }));
#endif
}
