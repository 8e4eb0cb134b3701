// SPDX-License-Identifier: MIT
// A stream from C++: its asynchronous iterator, made with the first item, and the calls for the next one and for its end.
#pragma once

#include <pyhost/async/async_function.hpp>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

namespace pyhost::inline v0::detail {

/// Shared by the stream and the calls that are on their way.
class stream_state {
public:
    stream_state(const async_settings& with, const std::optional<executor>& by) : settings{with}, where{by} {}
    virtual ~stream_state() = default;
    stream_state(const stream_state&) = delete;
    stream_state& operator=(const stream_state&) = delete;

    /// The iterator, which is made now when there is none: a new reference, or null with an exception raised.
    PyObject* iterator() PYHOST_NEEDS_GIL;

    /// The same without making one: null without an exception when there is none.
    [[nodiscard]] PyObject* known_iterator() const PYHOST_NEEDS_GIL { return iterator_ ? iterator_->get().release() : nullptr; }

    [[nodiscard]] virtual std::string what() const = 0;

    /// Lets go of what is called, and of the iterator, when that is over.
    virtual void forget() noexcept { iterator_.reset(); }

    async_settings settings;
    std::optional<executor> where;
    atomic<int> has_begun;
    atomic<int> is_closed;

protected:
    /// What has `__aiter__`: a new reference, or null with an exception raised.
    virtual PyObject* call() PYHOST_NEEDS_GIL = 0;

private:
    std::optional<ref<object>> iterator_;  // on the thread of the loop
};

template <class... A>
class stream_source final : public stream_state {
public:
    stream_source(const async_settings& with, const std::optional<executor>& by, const function<object(A...)>& callee,
                  std::remove_cvref_t<A>&&... args)
        : stream_state{with, by}, callee_{callee}, arguments_{std::in_place, std::move(args)...}
    {
    }

    [[nodiscard]] std::string what() const override { return called_name(attached_call::target(callee_)); }

    void forget() noexcept override
    {
        stream_state::forget();
        callee_ = {};
        arguments_.reset();
    }

private:
    PyObject* call() override PYHOST_NEEDS_GIL
    {
        result<object> called = call_with_waiting(callee_, arguments_);
        if (called.has_value()) return std::move(called).value().release();
        called.error().restore();
        return nullptr;
    }

    function<object(A...)> callee_;
    std::optional<std::tuple<std::remove_cvref_t<A>...>> arguments_;
};

/// The coroutine that gives (item,), or None after the last one; null with an exception raised.
PyObject* next_of(PyObject* iterator) PYHOST_NEEDS_GIL;

/// The one that closes a generator; null with an exception raised.
PyObject* close_of(PyObject* iterator) PYHOST_NEEDS_GIL;

template <class T>
class next_call final : public future_state<std::optional<T>> {
public:
    explicit next_call(std::shared_ptr<stream_state> state) : future_state<std::optional<T>>{state->settings}, state_{std::move(state)}
    {
        state_->has_begun.store(1);
    }

    [[nodiscard]] std::string what() const override { return state_->what(); }

private:
    PyObject* call() override PYHOST_NEEDS_GIL
    {
        const owned_pointer iterator{state_->is_closed.load() == 0 ? state_->iterator() : nullptr};
        if (!iterator && PyErr_Occurred() != nullptr) return nullptr;
        return next_of(iterator ? iterator.get() : Py_None);
    }

    std::optional<error> keep_value(PyObject* value) override PYHOST_NEEDS_GIL
    {
        if (value == Py_None) {
            this->set_value(std::nullopt);
            return std::nullopt;
        }
        result<T> loaded = load_result<T>(PyTuple_GET_ITEM(value, 0), awaited_result{this});
        if (!loaded.has_value()) return loaded.error();
        this->set_value(std::optional<T>{std::move(loaded).value()});
        return std::nullopt;
    }

    void forget_call() noexcept override PYHOST_NEEDS_GIL { state_.reset(); }

    std::shared_ptr<stream_state> state_;
};

class close_call final : public future_state<void> {
public:
    explicit close_call(std::shared_ptr<stream_state> state) : future_state<void>{without_limits(state->settings)}, state_{std::move(state)}
    {
    }
    [[nodiscard]] std::string what() const override { return state_->what(); }

private:
    static async_settings without_limits(async_settings settings)
    {
        settings.stop = {};
        settings.limit.reset();
        return settings;
    }

    PyObject* call() override PYHOST_NEEDS_GIL;
    void forget_call() noexcept override PYHOST_NEEDS_GIL;

    std::shared_ptr<stream_state> state_;
};

/// Throws: std::logic_error for a stream that was moved.
void need_stream(const std::shared_ptr<stream_state>& state);

/// Has the generator closed, unless it never began or was closed. Any thread.
void close_stream(std::shared_ptr<stream_state>& state) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/script_function.hpp>

#include <stdexcept>

namespace pyhost::inline v0::detail {

/// Leaves the functions that a stream needs.
inline constexpr const char* stream_source_text = R"(
import asyncio

async def next_of(iterator):
    if iterator is None:
        return None
    try:
        return (await iterator.__anext__(),)
    except StopAsyncIteration:
        return None

async def close_of(iterator):
    close = getattr(iterator, 'aclose', None)
    if close is None:
        return
    while getattr(iterator, 'ag_running', False):  # an item was on its way, and is cancelled
        await asyncio.sleep(0)
    await close()

def iterator_of(found, what):
    make = getattr(type(found), '__aiter__', None)
    if make is None:
        raise TypeError(f'async stream: expected an async generator or what has __aiter__, got {type(found).__name__} from {what}')
    return make(found)
)";

inline constinit atomic<cache_slot*> next_of_slot{nullptr};
inline constinit atomic<cache_slot*> close_of_slot{nullptr};
inline constinit atomic<cache_slot*> iterator_of_slot{nullptr};

inline object stream_function(atomic<cache_slot*>& place, const char* name) PYHOST_NEEDS_GIL
{
    return script_function(place, stream_source_text, "<pyhost stream>", name);
}

PYHOST_DETAIL_BODY PyObject* next_of(PyObject* iterator) { return stream_function(next_of_slot, "next_of")(handle{iterator}).release(); }

PYHOST_DETAIL_BODY PyObject* close_of(PyObject* iterator) { return stream_function(close_of_slot, "close_of")(handle{iterator}).release(); }

PYHOST_DETAIL_BODY PyObject* stream_state::iterator()
{
    if (!iterator_) {
        const owned_pointer found{call()};
        if (!found) return nullptr;
        iterator_.emplace(stream_function(iterator_of_slot, "iterator_of")(handle{found.get()}, what()));
    }
    return known_iterator();
}

PYHOST_DETAIL_BODY PyObject* close_call::call()
{
    const owned_pointer iterator{state_->known_iterator()};
    return close_of(iterator ? iterator.get() : Py_None);
}

PYHOST_DETAIL_BODY void close_call::forget_call() noexcept
{
    state_->forget();
    state_.reset();
}

PYHOST_DETAIL_BODY void need_stream(const std::shared_ptr<stream_state>& state)
{
    if (state == nullptr) throw std::logic_error("stream: there are no items: it was moved; use the one that it was moved to");
}

PYHOST_DETAIL_BODY void close_stream(std::shared_ptr<stream_state>& state) noexcept
{
    const std::shared_ptr<stream_state> closed = std::exchange(state, nullptr);
    if (closed == nullptr || closed->has_begun.load() == 0 || closed->is_closed.exchange(1) != 0) return;
    try {
        future_access::make<void>(new close_call{closed}, {}).detach();
    } catch (...) {  // Python ends, and closes its generators itself; or no memory
    }
}

}  // namespace pyhost::inline v0::detail

#endif
