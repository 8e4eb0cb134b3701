// SPDX-License-Identifier: MIT
// The Python part of event loops: how one is made, how a thread runs it or the host polls it, how it ends.
#pragma once

#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Leaves `part`, which gives: `make`, which makes a loop; `serve`, which starts its thread; `Slices`, which run it when the host says so.
///
/// `arm(seconds)` has the descriptor of the host readable then; `arm(None)` never.
inline constexpr const char* loop_source = R"(
import asyncio, importlib, inspect, operator, selectors, threading, time
usable = 'use asyncio:SelectorEventLoop, or a class that is derived from it'
part = globals().get

def make(factory, debug, descriptor, drain, arm):
    selector = None if arm is None else SliceSelector(arm)
    loop = new_loop(factory, selector)
    try:
        loop.set_debug(debug or loop.get_debug())
        loop.set_exception_handler(handle_exception)
        loop.add_reader(descriptor, drain)
        if selector is not None and descriptor not in selector.get_map():
            raise TypeError(f"hosted_loop: the {type(loop).__name__} of '{factory}' does not wait by the selector it was given; {usable}")
    except BaseException:
        loop.close()
        raise
    return loop, asyncio.Task, asyncio.CancelledError, adopt, asyncio.tasks._enter_task, asyncio.tasks._leave_task, selector

def new_loop(factory, selector):
    module, _, name = (factory or ('asyncio:new_event_loop' if selector is None else 'asyncio:SelectorEventLoop')).partition(':')
    function = operator.attrgetter(name)(importlib.import_module(module))
    if selector is None:
        return function()
    try:
        return function(selector)
    except TypeError as error:
        raise TypeError(f"hosted_loop: the factory '{factory}' takes no selector; {usable}") from error

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

def is_outcome(error, own_tasks):
    return any(task.done() and not task.cancelled() and task.exception() is error for task in own_tasks())

def tell_failed(task, report):
    if not task.cancelled() and task.exception() is not None:
        report(task.exception())

def end_steps(loop, own_tasks):
    # Coroutines that are to be run one after the other.
    cancelled = set()
    while True:
        own = {task for task in own_tasks() if not task.done()}
        tasks = asyncio.all_tasks(loop) | own
        if not tasks:
            break
        for task in tasks - cancelled:  # a second time would cut off a `finally`
            task.cancel()
        cancelled |= tasks
        async def wait():
            await asyncio.wait(tasks)
        yield wait()
        for task in tasks - own:
            if task.done() and not task.cancelled() and task.exception() is not None:
                loop.call_exception_handler({'message': 'unhandled exception while an event loop of pyhost was closed',
                                             'exception': task.exception(), 'task': task})
    yield loop.shutdown_asyncgens()
    yield loop.shutdown_default_executor()

def enlist(one):  # detail/end_work.hpp
    threading.__dict__.setdefault('_pyhost_ends_first', []).append(one)

def serve(loop, name, descriptor, begin, is_closing, close, own_tasks, report, end):
    def run(coroutine):
        task = loop.create_task(coroutine)
        while not task.done():
            try:
                loop.run_until_complete(task)
            except (KeyboardInterrupt, SystemExit) as error:
                if not is_outcome(error, own_tasks):
                    report(error)
            except (RuntimeError, asyncio.CancelledError):  # somebody has stopped the loop, or cancelled all that it runs
                pass
        tell_failed(task, report)
    def work():
        begin()
        try:
            while not is_closing():
                try:
                    loop.run_forever()
                except (KeyboardInterrupt, SystemExit) as error:
                    if not is_outcome(error, own_tasks):
                        report(error)
            for step in end_steps(loop, own_tasks):
                run(step)
        except BaseException as error:  # the loop itself is broken
            report(error)
        finally:
            try:
                close()
                loop.remove_reader(descriptor)
            finally:
                end()
                loop.close()
                threading._pyhost_ends_first.remove(thread)
    thread = threading.Thread(target=work, name=name, daemon=False)
    thread._pyhost_name = f"event loop '{name}'"
    enlist(thread)
    try:
        thread.start()
    except BaseException as error:
        if thread.ident is None:
            threading._pyhost_ends_first.remove(thread)
            raise
        report(error)  # raised from outside in this thread, while the other one runs already

class SliceSelector(selectors.DefaultSelector):
    # Where a loop would wait, it is stopped until the host polls it again.
    def __init__(self, arm):
        super().__init__()
        self.arm, self.stop, self.until, self.waits, self.pause = arm, None, None, False, None

    def begin(self, limit, waits):
        self.until, self.waits, self.pause = time.monotonic() + limit, waits, None

    def finish(self):
        self.until = None
        if self.pause is None:  # something was raised
            self.arm(0.0)

    def select(self, timeout=None):
        if self.until is None:  # somebody runs the loop without the host
            return super().select(timeout)
        left = self.until - time.monotonic()
        is_idle = timeout is None or timeout > 0
        if is_idle and self.waits and left > 0:
            return super().select(left if timeout is None else min(left, timeout))
        events = super().select(0)
        if left <= 0 or (is_idle and not events):
            self.pause_for(timeout if is_idle and not events else 0.0)
        return events

    def pause_for(self, timeout):
        self.arm(timeout)
        self.pause = 'idle' if timeout is None or timeout > 0 else 'more'
        self.stop()

class Slices:
    def __init__(self, loop, selector, name, descriptor, begin, leave, may_run, is_alive, is_closing, close, own_tasks, report, end):
        self.loop, self.selector, self.descriptor, self.begin, self.leave, self.may_run = loop, selector, descriptor, begin, leave, may_run
        self.is_alive, self.is_closing, self.close, self.own_tasks, self.report, self.end = is_alive, is_closing, close, own_tasks, report, end
        self.name = name
        self.ended = threading.Event()
        self.steps, self.step = end_steps(loop, own_tasks), None
        selector.stop = loop.stop
        enlist(self)

    def poll(self, limit, waits):
        # 'idle', 'more', 'closed', or 'busy' when it is running.
        if not self.begin():
            return 'busy'
        try:
            return self.run(limit, waits) if self.is_alive() else 'closed'
        finally:
            self.leave()

    def run(self, limit, waits):
        self.selector.begin(limit, waits)
        try:
            while self.selector.pause is None:
                try:
                    self.loop.run_forever()
                except (KeyboardInterrupt, SystemExit) as error:
                    if not is_outcome(error, self.own_tasks):
                        raise
                if not self.is_alive() or (self.is_closing() and self.has_ended()):  # it is the parent's in the child of a fork
                    return 'closed'
            return self.selector.pause
        except BaseException as error:
            if not self.loop.is_closed():
                raise
            self.report(error)  # somebody else has closed it
            self.finish()
            return 'closed'
        finally:
            self.selector.finish()

    def has_ended(self):
        while self.step is None or self.step.done():
            if self.step is not None:
                tell_failed(self.step, self.report)
            if (coroutine := next(self.steps, None)) is None:
                self.finish()
                return True
            self.step = self.loop.create_task(coroutine)
            self.step.add_done_callback(lambda _: self.loop.stop())
            if self.selector.pause == 'idle':
                self.selector.pause = None
        return False

    def finish(self):
        try:
            self.close()
            self.loop.remove_reader(self.descriptor)
        finally:
            self.end()
            self.loop.close()
            self.ended.set()
            threading._pyhost_ends_first.remove(self)

    @property
    def _pyhost_name(self):
        return f"event loop '{self.name}'" + ('' if self.may_run() else ', which its host has to poll')

    def join(self, timeout):
        # At the end of the interpreter, which its thread may have begun.
        try:
            if not self.may_run() or self.poll(timeout, True) == 'busy':
                self.ended.wait(timeout)
        except BaseException as error:
            self.report(error)
)";

}  // namespace pyhost::inline v0::detail

#endif
