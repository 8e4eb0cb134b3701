// SPDX-License-Identifier: MIT
// A coroutine of C++ that gives many values, one after the other: an asynchronous iterator of Python.
#pragma once

#include <pyhost/async/awaitable.hpp>
#include <pyhost/async/task.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/ref.hpp>

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
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

}  // namespace detail

/// A generator of C++ that may wait: `py::async_generator<int> count(int n) { for (int i = 0; i < n; ++i) co_yield i; }`.
///
/// Returned by a function that Python has, it is an asynchronous generator there: `async for i in host.count(3)`. It runs as far as it is
/// asked for, as a py::task does; where Python closes it, it is destroyed at the co_yield where it waits.
template <class T>
class [[nodiscard]] async_generator {
public:
    using promise_type = detail::generator_promise<T>;
    using value_type = T;

    async_generator(async_generator&& other) noexcept : coroutine_{std::exchange(other.coroutine_, nullptr)} {}
    async_generator& operator=(async_generator other) noexcept
    {
        std::swap(coroutine_, other.coroutine_);
        return *this;
    }
    ~async_generator()
    {
        if (coroutine_) coroutine_.destroy();
    }

    /// `co_await values.next()`: a std::optional with the next value, or nothing after the last one. One at a time.
    [[nodiscard]] detail::generator_awaiter<T> next() noexcept { return detail::generator_awaiter<T>{coroutine_}; }

private:
    friend class detail::generator_promise<T>;
    explicit async_generator(std::coroutine_handle<promise_type> coroutine) noexcept : coroutine_{coroutine} {}

    std::coroutine_handle<promise_type> coroutine_;
};

namespace detail {

template <class T>
async_generator<T> generator_promise<T>::get_return_object() noexcept
{
    return async_generator<T>{std::coroutine_handle<generator_promise>::from_promise(*this)};
}

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

/// A generator that Python has, and the callable that has made it, which may hold what it uses.
template <class T>
struct kept_generator {
    std::optional<async_generator<T>> generator;
    std::optional<ref<object>> owner = std::nullopt;
};

/// A generator of Python over steps of C++: `step` is awaited for (value,) or None, `keep` gets the callable that has made it.
object new_generator(const object& step, const object& close, const object& keep) PYHOST_NEEDS_GIL;

/// Has it keep that callable.
void give_generator_owner(PyObject* generator, PyObject* callable_self) PYHOST_NEEDS_GIL;

}  // namespace detail

/// `py::async_generator<int>`, to Python only: as the result of a function an asynchronous generator.
template <class T>
struct converter<async_generator<T>> {
    static PyObject* store_moved(async_generator<T>&& generator) PYHOST_NEEDS_GIL
    {
        try {
            auto kept = std::make_shared<detail::kept_generator<T>>();
            kept->generator.emplace(std::move(generator));
            const object step = expose([kept] { return next(kept); }, "step");
            const object close = expose([kept] { kept->generator.reset(); }, "close");
            const object keep = expose([kept](object owner) PYHOST_NEEDS_GIL { kept->owner.emplace(owner); }, "keep");
            return detail::new_generator(step, close, keep).release();
        } catch (...) {
            detail::raise_current_exception();
            return nullptr;
        }
    }

    /// For the function with parameters `A` that has returned it.
    template <class... A>
    static void belongs_to(PyObject* made, PyObject* callable_self) PYHOST_NEEDS_GIL
    {
        static_assert((detail::may_wait_by_value<A> && ...),
                      "pyhost: a parameter of a function that returns a generator would dangle, since the call is over when that runs; "
                      "take it by value, as a type that owns what it has, such as std::string or std::vector");
        detail::give_generator_owner(made, callable_self);
    }

private:
    static task<std::optional<std::tuple<T>>> next(std::shared_ptr<detail::kept_generator<T>> kept)
    {
        std::optional<T> value = co_await kept->generator->next();
        if (!value) co_return std::nullopt;
        co_return std::tuple<T>{*std::move(value)};
    }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Leaves `make` and `give_owner`.
inline constexpr const char* generator_source = R"(
import weakref

keepers = weakref.WeakKeyDictionary()

async def generate(step, close):
    try:
        while (value := await step()) is not None:
            yield value[0]
    finally:
        close()

def make(step, close, keep):
    made = generate(step, close)
    keepers[made] = keep
    return made

def give_owner(made, owner):
    keepers.pop(made)(owner)
)";

inline constinit atomic<cache_slot*> generator_scope_slot{nullptr};

/// The globals that the functions share.
inline object generator_function(const char* name) PYHOST_NEEDS_GIL
{
    const object make = script_function(generator_scope_slot, generator_source, "<pyhost generator>", "make");
    return make.attr("__globals__")[name];
}

PYHOST_DETAIL_BODY object new_generator(const object& step, const object& close, const object& keep)
{
    return generator_function("make")(step, close, keep);
}

PYHOST_DETAIL_BODY void give_generator_owner(PyObject* generator, PyObject* callable_self)
{
    generator_function("give_owner")(handle{generator}, handle{callable_self});
}

}  // namespace pyhost::inline v0::detail

#endif
