// SPDX-License-Identifier: MIT
// A coroutine of pyhost that waits for an asynchronous operation of Boost.Asio.
#pragma once

#include <pyhost/asio/detail/operation_handler.hpp>
#include <pyhost/async/task.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <concepts>
#include <coroutine>
#include <memory>
#include <optional>
#include <stop_token>
#include <tuple>
#include <utility>

namespace pyhost::inline v0::detail {

/// An initiation that tells where its operation runs.
template <class Initiation>
concept has_io_executor = requires(const Initiation& one) {
    typename Initiation::executor_type;
    { one.get_executor() } -> std::convertible_to<boost::asio::any_io_executor>;
};

/// Begins the operation when it is awaited.
template <class Outcome, class Initiation, class... Args>
class [[nodiscard]] operation_awaiter {
public:
    explicit operation_awaiter(Initiation initiation, Args... args) : initiation_{std::move(initiation)}, arguments_{std::move(args)...} {}
    operation_awaiter(const operation_awaiter&) = delete;
    operation_awaiter& operator=(const operation_awaiter&) = delete;

    [[nodiscard]] bool await_ready() const noexcept { return false; }

    /// From the begin on the coroutine may have come to its end.
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> coroutine)
    {
        waiting_.coroutine = coroutine;
        if constexpr (has_stop_token<Promise>) token_ = coroutine.promise().stop_token();
        if constexpr (has_io_executor<Initiation>) {
            const auto strand = std::make_shared<operation_strand>(initiation_.get_executor());
            if (token_.stop_possible()) stop_.emplace(token_, canceller{strand});
            const auto where = strand->executor();
            starter first{&waiting_, std::move(initiation_), std::move(arguments_), {waiting_, strand}};
            try {
                boost::asio::dispatch(where, std::move(first));
            } catch (...) {  // its handler was dropped, which has resumed the coroutine
            }
        } else {
            const auto begun = std::make_shared<operation_begin>();
            auto initiation = std::move(initiation_);
            auto arguments = std::move(arguments_);
            begun->run(waiting_, [&] { begin(std::move(initiation), std::move(arguments), operation_handler<Outcome>{waiting_, begun}); });
        }
    }

    decltype(auto) await_resume()
    {
        stop_.reset();
        return waiting_.outcome.take(token_.stop_requested());
    }

private:
    struct canceller {
        std::shared_ptr<operation_strand> strand;
        void operator()() const noexcept
        {
            try {
                strand->cancel();
            } catch (...) {  // no memory: it is not cancelled
            }
        }
    };

    struct starter {
        waiting_for_operation<Outcome>* waiting;
        Initiation initiation;
        std::tuple<Args...> arguments;
        operation_handler_on_strand<Outcome> handler;

        void operator()()
        {
            const std::shared_ptr<operation_strand> strand = handler.strand();
            strand->begun.run(*waiting, [&] {
                auto last = std::move(handler);
                if (last.begin()) operation_awaiter::begin(std::move(initiation), std::move(arguments), std::move(last));
            });
        }
    };

    template <class Handler>
    static void begin(Initiation initiation, std::tuple<Args...> arguments, Handler handler)
    {
        std::apply([&](Args&... args) { std::move(initiation)(std::move(handler), std::move(args)...); }, arguments);
    }

    waiting_for_operation<Outcome> waiting_;
    Initiation initiation_;
    std::tuple<Args...> arguments_;
    std::stop_token token_;
    std::optional<std::stop_callback<canceller>> stop_;
};

}  // namespace pyhost::inline v0::detail
