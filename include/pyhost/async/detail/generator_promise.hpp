// SPDX-License-Identifier: MIT
// The promise of a generator of C++, and who waits for its next value.
#pragma once

#include <pyhost/async/task.hpp>

#include <coroutine>
#include <optional>
#include <utility>

namespace pyhost::inline v0 {

template <class T>
class async_generator;

namespace detail {

template <class T>
class generator_awaiter;

/// As of a task; who asks for the next value has the executor and the stop token.
template <class T>
class generator_promise : public task_promise_base {
public:
    async_generator<T> get_return_object() noexcept;

    /// Gives the value to who has asked for it.
    at_end yield_value(T value)
    {
        value_.emplace(std::move(value));
        return {};
    }
    void return_void() noexcept {}

    /// The value, or nothing at the end. Throws: what the generator has thrown.
    std::optional<T> take()
    {
        check_thrown();
        return std::exchange(value_, std::nullopt);
    }

private:
    std::optional<T> value_;
};

template <class T>
class [[nodiscard]] generator_awaiter {
public:
    using handle_type = std::coroutine_handle<generator_promise<T>>;
    explicit generator_awaiter(handle_type generator) noexcept : generator_{generator} {}

    [[nodiscard]] bool await_ready() const noexcept { return generator_.done(); }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> waiting)
    {
        generator_.promise().begin_for(waiting);
        return generator_;
    }
    std::optional<T> await_resume() { return generator_.promise().take(); }

private:
    handle_type generator_;
};

}  // namespace detail
}  // namespace pyhost::inline v0
