// SPDX-License-Identifier: MIT
// A coroutine type of another library, that knows nothing of pyhost: it starts at once, and its result is waited for.
#pragma once

#include <coroutine>
#include <exception>
#include <future>
#include <utility>

namespace support {

/// Says at its end that it has come.
struct end_signal {
    std::promise<void> given;
    ~end_signal() { given.set_value(); }
};

/// Its result is there when the coroutine has ended, with all that it had: so an exception ends with who reads it.
template <class T>
struct job {
    struct promise_base {
        end_signal end;  // last of all to go
        std::promise<T> result;
        job get_return_object() { return {result.get_future(), end.given.get_future()}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void unhandled_exception() { result.set_exception(std::current_exception()); }
    };
    struct promise_type : promise_base {
        void return_value(T value) { this->result.set_value(std::move(value)); }
    };

    std::future<T> result;
    std::future<void> end;

    T get()
    {
        end.get();
        return result.get();
    }
};

}  // namespace support
