// SPDX-License-Identifier: MIT
// The typed part of a call that is awaited: its value, and how it is read once.
#pragma once

#include <pyhost/async/detail/async_request.hpp>
#include <pyhost/convert.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace pyhost::inline v0::detail {

struct no_value {};

template <class R>
class future_state : public async_request {
public:
    using async_request::async_request;
    using value_type = std::conditional_t<std::is_void_v<R>, no_value, R>;

    [[nodiscard]] value_type take_value() { return *std::move(value_); }

protected:
    void set_value(value_type value) { value_.emplace(std::move(value)); }

private:
    std::optional<error> keep_value(PyObject* value) override PYHOST_NEEDS_GIL
    {
        result<R> loaded = load_result<R>(value, awaited_result{this});
        if (!loaded.has_value()) return loaded.error();
        if constexpr (std::is_void_v<R>) set_value({});
        else set_value(std::move(loaded).value());
        return std::nullopt;
    }

    std::optional<value_type> value_;
};

/// Waits until there is an outcome. Throws: std::logic_error where that cannot be.
void wait_for_outcome(const char* operation, async_request* request) PYHOST_DETAIL_NO_ANALYSIS;

/// The same for a time; false when it was over first.
bool wait_for_outcome(const char* operation, async_request* request, std::chrono::steady_clock::time_point until) PYHOST_DETAIL_NO_ANALYSIS;

/// What a future gives to its reader, who has it alone.
template <class R>
class taken_outcome {
public:
    explicit taken_outcome(future_state<R>* state) noexcept : state_{state} {}
    ~taken_outcome() { state_->release(); }
    taken_outcome(const taken_outcome&) = delete;
    taken_outcome& operator=(const taken_outcome&) = delete;

    R value()
    {
        if (!state_->has_value()) state_->throw_outcome();
        if constexpr (!std::is_void_v<R>) return state_->take_value();
    }

    result<R> outcome()
    {
        if (const error* kept = state_->kept_error()) return *kept;
        if (!state_->has_value()) state_->throw_outcome();
        if constexpr (std::is_void_v<R>) return {};
        else return state_->take_value();
    }

private:
    future_state<R>* state_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/async/detail/loop_thread.hpp>
#include <pyhost/async/detail/request_ends.hpp>

#include <stdexcept>

namespace pyhost::inline v0::detail {

/// Whether there is an outcome already. Throws: std::logic_error when it can never come.
inline bool is_over_now(const char* operation, const async_request* request)
{
    if (request == nullptr)
        throw std::logic_error(std::string{operation} +
                               ": there is no outcome to wait for: it was read, moved or detached; keep the future");
    if (request->is_over()) return true;
    if (request->loop().is_own_thread())
        throw std::logic_error(std::string{operation} + ": this thread runs the event loop '" + request->loop().options().name +
                               "', and would wait for itself; co_await the future, or wait on another thread");
    return false;
}

PYHOST_DETAIL_BODY void wait_for_outcome(const char* operation, async_request* request)
{
    if (is_over_now(operation, request)) return;
    const gil_release nogil;
    waiting_thread{}.wait_at(request->waiters());
}

PYHOST_DETAIL_BODY bool wait_for_outcome(const char* operation, async_request* request, std::chrono::steady_clock::time_point until)
{
    if (is_over_now(operation, request)) return true;
    const gil_release nogil;
    return waiting_thread{}.wait_at(request->waiters(), until);
}

}  // namespace pyhost::inline v0::detail

#endif
