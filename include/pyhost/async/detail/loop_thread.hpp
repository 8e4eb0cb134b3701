// SPDX-License-Identifier: MIT
// How the thread of an event loop starts, what it does, and how it ends; the bodies of loop_core.hpp.
#pragma once

#include <pyhost/async/detail/loop_source.hpp>
#include <pyhost/async/detail/loop_steps.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/detail/stop_hooks.hpp>
#include <pyhost/expose/callable.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/lock.hpp>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline constinit atomic<cache_slot*> loop_part_slot{nullptr};

inline object loop_part(const char* name) PYHOST_NEEDS_GIL
{
    return script_function(loop_part_slot, loop_source, "<pyhost event loop>", "part")(name);
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

PYHOST_DETAIL_BODY void loop_core::share()
{
    process_state& p = process();
    auto made = std::make_unique<std::shared_ptr<loop_core>>(shared_from_this());
    std::unique_ptr<std::shared_ptr<loop_core>> old;  // which ends without the lock
    const scoped_lock held{p.loop_lock};
    auto* known = static_cast<std::shared_ptr<loop_core>*>(p.shared_loop);
    if (known != nullptr && known->get() != this && !(*known)->is_closing() && (*known)->is_open())
        throw std::logic_error("event_loop::share: the shared event loop '" + (*known)->options().name +
                               "' runs already; share another one before the first call, or close it");
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
    const auto arm = [self](std::optional<double> seconds) { self->host_->arm(seconds); };
    const tuple made{
        loop_part("make")(options_.factory, options_.debug, wake_.number(), drain, host_ ? object{expose(arm, "arm")} : object{none{}})};
    const object loop = made[0];
    loop_ = object{loop}.release();
    task_class_ = object{made[1]}.release();
    cancelled_class_ = object{made[2]}.release();
    adopt_ = object{made[3]}.release();
    enter_task_ = object{made[4]}.release();
    leave_task_ = object{made[5]}.release();
    run_ = generation();
    try {
        serve(loop, made[6]);
    } catch (...) {
        loop.attr("close")();
        forget_objects();
        throw;
    }
    is_open_.store(1);
    watch_end();
}

/// By a thread of its own, or by its host.
PYHOST_DETAIL_BODY void loop_core::serve(const object& loop, const object& selector)
{
    const auto self = shared_from_this();
    const auto is_closing = expose([self] { return self->is_closing(); }, "is_closing");
    const auto close = expose([self] { self->begin_close(); }, "close");
    const auto own_tasks = expose([self]() PYHOST_NEEDS_GIL { return self->own_tasks(); }, "own_tasks");
    const auto report = expose(&report_unraisable, "report");
    const auto end = expose([self]() PYHOST_NEEDS_GIL { self->end_thread(); }, "end");
    if (host_ == nullptr) {
        const auto begin = expose([self] { self->begin_thread(); }, "begin");
        loop_part("serve")(loop, options_.name, wake_.number(), begin, is_closing, close, own_tasks, report, end);
        return;
    }
    const auto begin = expose([self] { return self->begin_poll(); }, "begin");
    const auto leave = expose([self] { self->leave_poll(); }, "leave");
    const auto may_run = expose([self] { return self->may_poll_here(); }, "may_run");
    const auto is_alive = expose([self] { return !self->has_ended(); }, "is_alive");
    host_->watch(selector.attr("fileno")().cast<int>());
    slices_ = loop_part("Slices")(loop, selector, options_.name, wake_.number(), begin, leave, may_run, is_alive, is_closing, close,
                                  own_tasks, report, end)
                  .release();
    enlist();
}

PYHOST_DETAIL_BODY void loop_core::begin_thread() noexcept
{
    thread_.store(PyThread_get_thread_ident());
    enlist();
}

PYHOST_DETAIL_BODY void loop_core::enlist() noexcept
{
    process_state& p = process();
    const scoped_lock held{p.loop_lock};
    next_ = static_cast<loop_core*>(p.loops);
    if (next_ != nullptr) next_->previous_ = this;
    p.loops = this;
}

inline void forget_task_of(async_request& request) noexcept PYHOST_NEEDS_GIL { request.forget_task(); }

PYHOST_DETAIL_BODY void loop_core::end_thread() noexcept
{
    begin_close();
    refuse_rest(&forget_task_of);
    {
        process_state& p = process();
        const scoped_lock held{p.loop_lock};
        if (next_ != nullptr) next_->previous_ = previous_;
        if (previous_ != nullptr) previous_->next_ = next_;
        else if (p.loops == this) p.loops = next_;
    }
    forget_objects();
    thread_.store(0);
    end();
}

PYHOST_DETAIL_BODY void loop_core::forget_objects() noexcept
{
    PyObject* old[] = {task_class_, cancelled_class_, adopt_, enter_task_, leave_task_, nullptr, nullptr};
    task_class_ = cancelled_class_ = adopt_ = enter_task_ = leave_task_ = nullptr;
    {
        const std::scoped_lock held{state_};
        old[5] = std::exchange(loop_, nullptr);
        old[6] = std::exchange(slices_, nullptr);
    }
    for (PyObject* one : old) Py_XDECREF(one);
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
