// SPDX-License-Identifier: MIT
// A coroutine of C++ that gives many values, one after the other: an asynchronous iterator of Python.
#pragma once

#include <pyhost/async/awaitable.hpp>
#include <pyhost/async/detail/generator_promise.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/ref.hpp>

#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace pyhost::inline v0 {

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

/// A generator that Python has, and the callable that has made it, which may hold what it uses.
///
/// Python may close it while it runs a step, on whatever thread; then the end of the step destroys it.
template <class T>
class kept_generator {
public:
    explicit kept_generator(async_generator<T>&& generator) : generator_{std::move(generator)} {}

    void belong_to(const object& callable_self) PYHOST_NEEDS_GIL { owner_.emplace(callable_self); }

    void close() PYHOST_DETAIL_NO_ANALYSIS
    {
        const gil_release nogil;  // what ends with it is the user's
        if (state_.exchange(closed) == idle) generator_.reset();
    }

    static task<std::optional<std::tuple<T>>> next(std::shared_ptr<kept_generator> kept)
    {
        const step_scope step{*kept};
        if (!step.is_in) co_return std::nullopt;
        std::optional<T> value = co_await kept->generator_->next();
        if (!value) co_return std::nullopt;
        co_return std::tuple<T>{*std::move(value)};
    }

    /// Its frame is destroyed detached from Python.
    static void destroy(kept_generator* kept) PYHOST_DETAIL_NO_ANALYSIS
    {
        const gil_release nogil;
        delete kept;
    }

private:
    enum states : int { idle, running, closed };

    struct step_scope {
        explicit step_scope(kept_generator& of) : kept{of}
        {
            int expected = idle;
            is_in = kept.state_.replace(expected, running);
        }
        ~step_scope()
        {
            int expected = running;
            if (is_in && !kept.state_.replace(expected, idle)) kept.generator_.reset();
        }
        step_scope(const step_scope&) = delete;
        step_scope& operator=(const step_scope&) = delete;

        kept_generator& kept;
        bool is_in;
    };

    std::optional<async_generator<T>> generator_;
    std::optional<ref<object>> owner_;
    atomic<int> state_;
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
            using kept_type = detail::kept_generator<T>;
            const std::shared_ptr<kept_type> kept{new kept_type{std::move(generator)}, &kept_type::destroy};
            const object step = expose([kept] { return kept_type::next(kept); }, "step");
            const object close = expose([kept] { kept->close(); }, "close");
            const object keep = expose([kept](object owner) PYHOST_NEEDS_GIL { kept->belong_to(owner); }, "keep");
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
