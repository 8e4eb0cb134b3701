// SPDX-License-Identifier: MIT
// A hosted_loop that a context of Boost.Asio polls.
#pragma once

#include <pyhost/async/hosted_loop.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pyhost::inline v0 {

/// Polls a loop of asyncio whenever it has something to do, on a thread that runs the context: `py::asio_host polling{io, loop};`.
///
/// Needs: one thread that runs the context, or an executor that is a strand. While it lives, `io.run()` does not return: until the loop
/// is closed, this ends, or the context is stopped. What poll() throws comes out of `io.run()`, which may be called again.
class asio_host {
public:
    /// `context`: an io_context, or an executor. Throws: std::system_error without a descriptor.
    template <class Context>
    asio_host(Context&& context, hosted_loop loop, std::chrono::duration<double> slice = std::chrono::milliseconds{10})
        : state_{std::make_shared<state>(std::forward<Context>(context), std::move(loop), slice)}
    {
        state::watch(state_);
    }
    asio_host(asio_host&&) noexcept = default;
    asio_host& operator=(asio_host&&) = delete;

    /// Needs: no thread to run the context now but this one.
    ~asio_host()
    {
        if (state_ != nullptr) state_->stop();
    }

private:
    class state {
    public:
        template <class Context>
        state(Context&& context, hosted_loop loop, std::chrono::duration<double> slice)
            : loop_{std::move(loop)}, slice_{slice}, descriptor_{std::forward<Context>(context)}
        {
            const int own = dup(loop_.descriptor());
            if (own < 0) throw std::system_error{errno, std::generic_category(), "asio_host: no descriptor to wait for"};
            try {
                descriptor_.assign(own);
            } catch (...) {
                ::close(own);
                throw;
            }
        }

        static void watch(const std::shared_ptr<state>& self)
        {
            self->descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read, [self](const boost::system::error_code& why) {
                if (!why && self->descriptor_.is_open()) self->poll(self);
            });
        }

        void stop()
        {
            boost::system::error_code ignored;  // it is closed in any case
            static_cast<void>(descriptor_.close(ignored));
        }

    private:
        void poll(const std::shared_ptr<state>& self)
        {
            poll_result found = poll_result::idle;
            try {
                found = loop_.poll(slice_);
            } catch (...) {
                watch(self);
                throw;
            }
            if (found != poll_result::closed && descriptor_.is_open()) watch(self);
        }

        hosted_loop loop_;
        std::chrono::duration<double> slice_;
        boost::asio::posix::stream_descriptor descriptor_;
    };

    std::shared_ptr<state> state_;
};

}  // namespace pyhost::inline v0
