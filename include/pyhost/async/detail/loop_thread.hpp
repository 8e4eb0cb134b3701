// SPDX-License-Identifier: MIT
// How the thread of an event loop starts, what it does, and how it ends; the bodies of loop_core.hpp.
#pragma once

#include <pyhost/async/detail/loop_steps.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/lock.hpp>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Leaves `make`, which makes a loop, and `serve`, which starts its thread.
inline constexpr const char* loop_source = R"(
import asyncio, importlib, inspect, operator, threading

def make(factory, debug, descriptor, drain):
    module, _, name = factory.partition(':')
    loop = operator.attrgetter(name)(importlib.import_module(module))()
    loop.set_debug(debug or loop.get_debug())
    loop.set_exception_handler(handle_exception)
    try:
        loop.add_reader(descriptor, drain)
    except BaseException:
        loop.close()
        raise
    return loop, asyncio.Task, asyncio.CancelledError, adopt

def handle_exception(loop, context):
    # A task that leaves the program where it is made has nobody to retrieve that, which its caller was told.
    if 'task' not in context and isinstance(context.get('exception'), (KeyboardInterrupt, SystemExit)) and 'future' in context:
        return
    loop.default_exception_handler(context)

def adopt(loop, awaitable, name, what):
    if asyncio.isfuture(awaitable):
        if awaitable.get_loop() is loop:
            return awaitable
        raise RuntimeError(f'async call: the future that {what} returned belongs to another event loop; '
                           'make it on the loop that awaits it')
    if not asyncio.iscoroutine(awaitable):
        if not inspect.isawaitable(awaitable):
            hint = 'use async_stream for an async generator' if inspect.isasyncgen(awaitable) else 'use function<> for what is not async'
            raise TypeError(f'async call: expected an awaitable, got {type(awaitable).__name__} from {what}; {hint}')
        awaitable = value_of(awaitable)
    return loop.create_task(awaitable, name=name) if name is not None else loop.create_task(awaitable)

async def value_of(awaitable):
    return await awaitable

def cancel_tasks(loop, run, own_tasks):
    cancelled = set()
    while True:
        own = {task for task in own_tasks() if not task.done()}
        tasks = asyncio.all_tasks(loop) | own
        if not tasks:
            return
        for task in tasks - cancelled:  # a second time would cut off a `finally`
            task.cancel()
        cancelled |= tasks
        async def wait():
            await asyncio.wait(tasks)
        run(wait())
        for task in tasks - own:
            if not task.cancelled() and task.exception() is not None:
                loop.call_exception_handler({'message': 'unhandled exception while an event loop of pyhost was closed',
                                             'exception': task.exception(), 'task': task})

def serve(loop, name, descriptor, begin, is_closing, close, own_tasks, report, end):
    def tell(error):
        if not any(task.done() and not task.cancelled() and task.exception() is error for task in own_tasks()):
            report(error)
    def run(coroutine):
        task = loop.create_task(coroutine)
        while not task.done():
            try:
                loop.run_until_complete(task)
            except (KeyboardInterrupt, SystemExit) as error:
                tell(error)
            except (RuntimeError, asyncio.CancelledError):  # somebody has stopped the loop, or cancelled all that it runs
                pass
        if not task.cancelled() and task.exception() is not None:
            report(task.exception())
    def work():
        begin()
        try:
            while not is_closing():
                try:
                    loop.run_forever()
                except (KeyboardInterrupt, SystemExit) as error:
                    tell(error)
            cancel_tasks(loop, run, own_tasks)
            run(loop.shutdown_asyncgens())
            run(loop.shutdown_default_executor())
        except BaseException as error:  # the loop itself is broken
            report(error)
        finally:
            try:
                close()
                loop.remove_reader(descriptor)
            finally:
                end()
                loop.close()
    thread = threading.Thread(target=work, name=name, daemon=False)
    thread._pyhost_ends_first = True  # detail/end_work.hpp
    try:
        thread.start()
    except BaseException as error:
        if thread.ident is None:
            raise
        report(error)  # raised from outside in this thread, while the other one runs already
)";

inline constinit atomic<cache_slot*> loop_make_slot{nullptr};
inline constinit atomic<cache_slot*> loop_serve_slot{nullptr};

inline object loop_function(atomic<cache_slot*>& place, const char* name) PYHOST_NEEDS_GIL
{
    return script_function(place, loop_source, "<pyhost event loop>", name);
}

/// The shared loop of the process, if it takes calls; `made` otherwise, whose place the old one takes.
inline std::shared_ptr<loop_core> shared_or(std::unique_ptr<std::shared_ptr<loop_core>>& made)
{
    process_state& p = process();
    const scoped_lock held{p.loop_lock};
    auto* known = static_cast<std::shared_ptr<loop_core>*>(p.shared_loop);
    if (known != nullptr && !(*known)->is_closing()) return *known;
    if (made == nullptr) return nullptr;
    std::shared_ptr<loop_core> chosen = *made;
    p.shared_loop = made.release();
    made.reset(known);
    return chosen;
}

PYHOST_DETAIL_BODY std::shared_ptr<loop_core> loop_core::shared()
{
    std::unique_ptr<std::shared_ptr<loop_core>> made;
    if (std::shared_ptr<loop_core> known = shared_or(made)) return known;
    made = std::make_unique<std::shared_ptr<loop_core>>(make_fork_aware<loop_core>(loop_options{}));
    return shared_or(made);
}

PYHOST_DETAIL_BODY void loop_core::configure_shared(loop_options options)
{
    process_state& p = process();
    auto made = std::make_unique<std::shared_ptr<loop_core>>(make_fork_aware<loop_core>(std::move(options)));
    std::unique_ptr<std::shared_ptr<loop_core>> old;  // which ends without the lock
    const scoped_lock held{p.loop_lock};
    auto* known = static_cast<std::shared_ptr<loop_core>*>(p.shared_loop);
    if (known != nullptr && !(*known)->is_closing() && (*known)->is_open())
        throw std::logic_error("event_loop::configure_shared: the shared event loop '" + (*known)->options().name +
                               "' runs already; configure it before the first call, or close it");
    old.reset(known);
    p.shared_loop = made.release();
}

PYHOST_DETAIL_BODY void loop_core::open() PYHOST_DETAIL_NO_ANALYSIS
{
    if (is_open_.load_acquire() != 0) return;
    {
        const gil_release nogil;
        std::unique_lock held{state_};
        std::condition_variable& news = *news_;
        news.wait(held, [this] { return stage_ != stage::starting; });
        if (is_closing()) throw_closed();
        if (stage_ == stage::serving) return;
        stage_ = stage::starting;
    }
    try {
        const gil_guard gil;
        start();
    } catch (...) {
        settle_start(false);
        throw;
    }
    settle_start(true);
}

/// Tells of an exception that nobody awaits.
inline void report_unraisable(object exception) PYHOST_NEEDS_GIL
{
    raise_again(exception.release());
    PyErr_WriteUnraisable(nullptr);
}

PYHOST_DETAIL_BODY void loop_core::start()
{
    pin_binary(reinterpret_cast<const void*>(&loop_core::run_stop_job));
    const auto self = shared_from_this();
    const auto drain = expose([self]() PYHOST_NEEDS_GIL { self->drain(); }, "drain");
    const tuple made{loop_function(loop_make_slot, "make")(options_.factory, options_.debug, wake_.number(), drain)};
    const object loop = made[0];
    loop_ = object{loop}.release();
    task_class_ = object{made[1]}.release();
    cancelled_class_ = object{made[2]}.release();
    adopt_ = object{made[3]}.release();
    try {
        loop_function(loop_serve_slot, "serve")(
            loop, options_.name, wake_.number(), expose([self] { self->begin_thread(); }, "begin"),
            expose([self] { return self->is_closing(); }, "is_closing"), expose([self] { self->begin_close(); }, "close"),
            expose([self]() PYHOST_NEEDS_GIL { return self->own_tasks(); }, "own_tasks"), expose(&report_unraisable, "report"),
            expose([self]() PYHOST_NEEDS_GIL { self->end_thread(); }, "end"));
    } catch (...) {
        loop.attr("close")();
        forget_objects();
        throw;
    }
    is_open_.store(1);
    watch_end();
}

/// From here on the end of the interpreter closes it; its thread keeps it until then.
PYHOST_DETAIL_BODY void loop_core::watch_end()
{
    add_stop_hook(stop_step::over, &at_over, new std::weak_ptr<loop_core>{weak_from_this()});
    add_stop_hook(stop_step::refuse, &at_refuse, new std::weak_ptr<loop_core>{weak_from_this()});
    const phase at = gate_word::phase_of(process().gate.load());
    if (at != phase::open && at != phase::starting) begin_close();  // stop() may have run its hooks
}

PYHOST_DETAIL_BODY void loop_core::run_stop_job(loop_job& job) noexcept
{
    const owned_pointer stopped{call_named(static_cast<stop_request&>(job).owner->loop_, "stop")};
    if (!stopped) PyErr_WriteUnraisable(nullptr);
}

PYHOST_DETAIL_BODY void loop_core::at_refuse(void* core)
{
    const std::unique_ptr<std::weak_ptr<loop_core>> known{static_cast<std::weak_ptr<loop_core>*>(core)};
    if (const auto self = known->lock()) self->begin_close();
}

PYHOST_DETAIL_BODY void loop_core::at_over(void* core)
{
    const std::unique_ptr<std::weak_ptr<loop_core>> known{static_cast<std::weak_ptr<loop_core>*>(core)};
    const auto self = known->lock();
    if (self == nullptr) return;
    self->begin_close();
    self->refuse_rest([](async_request&) noexcept {});
    self->end();
}

}  // namespace pyhost::inline v0::detail

#endif
