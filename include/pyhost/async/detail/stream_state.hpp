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
    // NOLINTNEXTLINE(modernize-pass-by-value): the callable keeps its own
    stream_state(const async_settings& with, const std::optional<executor>& by) : settings{with}, where{by} {}
    virtual ~stream_state() { take_item(nullptr); }
    stream_state(const stream_state&) = delete;
    stream_state& operator=(const stream_state&) = delete;

    /// Calls the coroutine function of the reader of that name, which is made now when there is none: a new reference, or null with an
    /// exception raised.
    PyObject* call_reader(const literal_name& name) PYHOST_NEEDS_GIL;

    [[nodiscard]] virtual std::string what() const = 0;

    /// Keeps the call for the item that is on its way, in place of the one before.
    void take_item(async_request* call) noexcept
    {
        if (call != nullptr) call->retain();
        if (async_request* before = item_.exchange(call)) before->release();
    }

    /// Cancels that call, unless somebody has. Needs: no next() on another thread.
    void cancel_item() noexcept
    {
        if (async_request* call = item_.load()) call->cancel_once();
    }

    async_settings settings;
    std::optional<executor> where;
    atomic<int> has_begun;
    atomic<int> is_closed;

protected:
    /// What has `__aiter__`: a new reference, or null with an exception raised.
    virtual PyObject* call() PYHOST_NEEDS_GIL = 0;

private:
    std::optional<ref<object>> reader_;  // on the thread of the loop
    atomic<async_request*> item_;
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

template <class T>
class next_call final : public future_state<std::optional<T>> {
public:
    explicit next_call(std::shared_ptr<stream_state> state) : future_state<std::optional<T>>{state->settings}, state_{std::move(state)} {}

    [[nodiscard]] std::string what() const override { return state_->what(); }

private:
    PyObject* call() override PYHOST_NEEDS_GIL { return state_->call_reader("next"); }

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

/// Its calls go to one loop, whatever becomes of the shared one.
inline void begin_stream(stream_state& state)
{
    if (state.settings.loop == nullptr) state.settings.loop = loop_core::shared();
    state.has_begun.store(1);
}

/// Has the generator closed, unless it never began or was closed. Any thread.
void close_stream(std::shared_ptr<stream_state>& state) noexcept;

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/detail/script_function.hpp>

#include <stdexcept>

namespace pyhost::inline v0::detail {

/// Leaves the class of what reads a generator.
inline constexpr const char* stream_source_text = R"(
import asyncio

async def nothing():
    pass

class Reader:
    def __init__(self, found, what):
        make = getattr(type(found), '__aiter__', None)
        if make is None:
            raise TypeError(f'async stream: expected an async generator or what has __aiter__, got {type(found).__name__} from {what}')
        self.iterator = make(found)
        self.task = None
        self.is_closed = False

    async def next(self):
        if self.is_closed:
            return None
        self.task = asyncio.current_task()
        try:
            return (await self.iterator.__anext__(),)
        except StopAsyncIteration:
            return None
        finally:
            self.task = None

    async def close(self):
        self.is_closed = True
        if self.task is not None:  # which is cancelled
            await asyncio.wait({self.task})
        close = getattr(self.iterator, 'aclose', None)
        if close is not None:
            await close()
)";

inline constinit atomic<cache_slot*> stream_reader_slot{nullptr};
inline constinit atomic<cache_slot*> stream_nothing_slot{nullptr};

inline object stream_name(atomic<cache_slot*>& place, const char* name) PYHOST_NEEDS_GIL
{
    return script_function(place, stream_source_text, "<pyhost stream>", name);
}

PYHOST_DETAIL_BODY PyObject* stream_state::call_reader(const literal_name& name)
{
    if (!reader_ && is_closed.load() != 0) return stream_name(stream_nothing_slot, "nothing")().release();
    if (!reader_) {
        const owned_pointer found{call()};
        if (!found) return nullptr;
        reader_.emplace(stream_name(stream_reader_slot, "Reader")(handle{found.get()}, what()));
    }
    return call_named(reader_->get().ptr(), name);
}

PYHOST_DETAIL_BODY PyObject* close_call::call() { return state_->call_reader("close"); }

PYHOST_DETAIL_BODY void close_call::forget_call() noexcept { state_.reset(); }

PYHOST_DETAIL_BODY void need_stream(const std::shared_ptr<stream_state>& state)
{
    if (state == nullptr) throw std::logic_error("stream: there are no items: it was moved; use the one that it was moved to");
}

PYHOST_DETAIL_BODY void close_stream(std::shared_ptr<stream_state>& state) noexcept
{
    const std::shared_ptr<stream_state> closed = std::exchange(state, nullptr);
    if (closed == nullptr || closed->has_begun.load() == 0) return;
    const bool was_closed = closed->is_closed.exchange(1) != 0;
    if (!was_closed) closed->cancel_item();
    closed->take_item(nullptr);  // which has this state too
    if (was_closed) return;
    if (closed->settings.loop->is_closing()) return;  // it closes its generators itself
    try {
        future_access::make<void>(new close_call{closed}, {}).detach();
    } catch (...) {  // it does so now; or there is no memory
    }
}

}  // namespace pyhost::inline v0::detail

#endif
