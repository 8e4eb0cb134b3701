// SPDX-License-Identifier: MIT
// What the thread of an event loop and others do with it; the bodies of loop_core.hpp.
#pragma once

#include <pyhost/async/detail/async_request.hpp>
#include <pyhost/async/detail/call_named.hpp>
#include <pyhost/async/detail/loop_core.hpp>
#include <pyhost/async/detail/started_coroutine.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/detail/linked_list.hpp>
#include <pyhost/types/none.hpp>

#include <string>
#include <utility>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY void loop_core::end() noexcept
{
    const std::scoped_lock held{state_};
    set_stage(stage::ended);
}

PYHOST_DETAIL_BODY void loop_core::set_stage(stage to) noexcept
{
    stage_ = to;
    news_->notify_all();
    if (to == stage::ended && host_) host_->end();
}

/// Its thread may have ended before.
PYHOST_DETAIL_BODY void loop_core::settle_start(bool has_started) noexcept
{
    const std::scoped_lock held{state_};
    if (stage_ != stage::starting) return;
    set_stage(has_started ? stage::serving : is_closing() ? stage::ended : stage::fresh);
}

PYHOST_DETAIL_BODY std::shared_ptr<loop_core> loop_core::of(PyObject* loop)
{
    process_state& p = process();
    const scoped_lock held{p.loop_lock};
    for (auto* one = static_cast<loop_core*>(p.loops); one != nullptr; one = one->next_)
        if (one->loop_ == loop) return one->shared_from_this();
    return nullptr;
}

PYHOST_DETAIL_BODY bool loop_core::is_on_thread_of_any() noexcept
{
    process_state& p = process();
    const scoped_lock held{p.loop_lock};
    for (auto* one = static_cast<loop_core*>(p.loops); one != nullptr; one = one->next_)
        if (one->is_own_thread()) return true;
    return false;
}

PYHOST_DETAIL_BODY bool loop_core::put(loop_job& job) noexcept
{
    const auto put = jobs_.put(job);
    if (put == job_box::put_result::first) wake_.set();
    return put != job_box::put_result::closed;
}

PYHOST_DETAIL_BODY void loop_core::begin_close() noexcept
{
    if (is_closing_.exchange(1) != 0) return;
    {
        const std::scoped_lock held{state_};
        if (stage_ == stage::fresh) return set_stage(stage::ended);
    }
    put(stop_);
}

PYHOST_DETAIL_BODY void loop_core::wait_closed()
{
    std::unique_lock held{state_};
    std::condition_variable& news = *news_;
    news.wait(held, [this] { return stage_ == stage::ended; });
}

PYHOST_DETAIL_BODY void loop_core::throw_closed() const
{
    throw interpreter_closed("event_loop: '" + options_.name + "' was closed; calls of async functions need one that runs");
}

PYHOST_DETAIL_BODY void loop_core::enter(async_request& request)
{
    const std::scoped_lock held{state_};
    if (is_closing()) throw_closed();
    push_node(requests_, request);
    ++pending_;
}

PYHOST_DETAIL_BODY bool loop_core::leave(async_request& request) noexcept
{
    const std::scoped_lock held{state_};
    if (requests_ != &request && request.newer == nullptr) return false;
    remove_node(requests_, request);
    --pending_;
    return true;
}

PYHOST_DETAIL_BODY std::int64_t loop_core::pending() const
{
    const std::scoped_lock held{state_};
    return pending_;
}

PYHOST_DETAIL_BODY void loop_core::drain() noexcept
{
    wake_.clear();
    for (loop_job* job = jobs_.take(); job != nullptr;) {
        loop_job* next = job->next;  // a job may end when it has run
        job->run(*job);
        job = next;
    }
}

/// What a call is told that can have no other outcome.
inline std::exception_ptr closed_before_its_end(const loop_options& options) noexcept
{
    try {
        throw interpreter_closed("event_loop: '" + options.name + "' was closed before the call had come to its end");
    } catch (...) {
        return std::current_exception();  // bad_alloc, perhaps
    }
}

/// Ends what has not come to its end: nobody else will.
PYHOST_DETAIL_BODY void loop_core::refuse_rest(void (*forget)(async_request&) noexcept) noexcept
{
    for (loop_job* job = jobs_.close(); job != nullptr;) {
        loop_job* next = job->next;
        job->refuse(*job);
        job = next;
    }
    for (;;) {
        async_request* first = nullptr;
        {
            const std::scoped_lock held{state_};
            first = requests_;
            if (first == nullptr) return;
            first->retain();
        }
        forget(*first);
        first->fail(closed_before_its_end(options_));
        first->release();
    }
}

PYHOST_DETAIL_BODY object loop_core::loop_object() const
{
    PyObject* found = nullptr;
    {
        const std::scoped_lock held{state_};
        found = new_reference(loop_);
    }
    if (found == nullptr) throw_closed();
    return object::steal(found);
}

PYHOST_DETAIL_BODY list loop_core::own_tasks() const
{
    std::vector<PyObject*> found;
    {
        const std::scoped_lock held{state_};
        for (const async_request* one = requests_; one != nullptr; one = one->older)
            if (PyObject* task = one->task()) found.push_back(task);
    }
    list tasks;
    for (PyObject* task : found) tasks.append(object::steal(task));
    return tasks;
}

/// In the child there is no such thread, and the parent has the calls.
PYHOST_DETAIL_BODY void loop_core::begin_anew() noexcept
{
    if (auto* made = new (std::nothrow) std::condition_variable) news_ = made;
    is_closing_.store(1);
    is_polling_.store(0);
    if (host_) host_->begin_anew();
    process().loops = nullptr;
    thread_.store(0);
    while (async_request* one = requests_) {
        remove_node(requests_, *one);
        one->stay_behind();
    }
    pending_ = 0;
    stage_ = stage::ended;
    static_cast<void>(jobs_.close());
}

/// Runs it up to its first wait as its task, which is not done before its loop comes to it.
PYHOST_DETAIL_BODY PyObject* loop_core::begin_task(PyObject* coroutine, PyObject*& value)
{
    using namespace literals;
    auto body = std::make_unique<started_coroutine>(coroutine, checked(PyContext_CopyCurrent()));
    started_coroutine& started = *body;
    const owned_pointer steps{new_coroutine(std::move(body), "")};
    if (!steps) return nullptr;
    native_coroutine& shown = coroutine_of(steps.get());
    Py_DECREF(std::exchange(shown.name, checked(PyObject_GetAttr(coroutine, checked(intern("__qualname__"))))));
    owned_pointer task{call_raw(task_class_, handle{steps.get()}, "loop"_a = handle{loop_})};
    if (!task || !owned_pointer{call_raw(enter_task_, handle{loop_}, handle{task.get()})}) return nullptr;
    shown.has_begun = true;
    {
        const coroutine_scope alone{shown};
        started.start(task.get());
    }
    if (!owned_pointer{call_raw(leave_task_, handle{loop_}, handle{task.get()})}) return nullptr;
    value = new_reference(started.value());
    return task.release();
}

PYHOST_DETAIL_BODY PyObject* loop_core::adopt(PyObject* awaitable, const std::string& name, const async_request& request, PyObject*& value)
{
    using namespace literals;
    if (PyCoro_CheckExact(awaitable) && name.empty()) {
        const owned_pointer factory{call_named(loop_, "get_task_factory")};
        if (!factory) return nullptr;
        if (factory.get() == Py_None) {
            if constexpr (starts_tasks_at_once)
                return call_raw(task_class_, handle{awaitable}, "loop"_a = handle{loop_}, "eager_start"_a = true);
            else return begin_task(awaitable, value);
        }
    }
    const object given_name = name.empty() ? object{none{}} : to_python(name);
    return call_raw(adopt_, handle{loop_}, handle{awaitable}, given_name, request.what());
}

}  // namespace pyhost::inline v0::detail

#endif
