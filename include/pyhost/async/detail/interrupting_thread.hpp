// SPDX-License-Identifier: MIT
// The thread that interrupts calls whose time is over, or that are to stop.
#pragma once

#include <pyhost/async/detail/interruption.hpp>
#include <pyhost/detail/fork_aware.hpp>
#include <pyhost/detail/late_attach.hpp>
#include <pyhost/detail/linked_list.hpp>
#include <pyhost/detail/script_function.hpp>
#include <pyhost/gil.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <thread>

namespace pyhost::inline v0::detail {

/// Of this thread and this binary.
inline constinit thread_local interruption* innermost_interruption PYHOST_DETAIL_TLS = nullptr;

/// Of one binary, which it keeps loaded; it starts with the first call and sleeps when there is none.
class interrupting_thread : public fork_aware {
public:
    /// Never destroyed: calls are made at any time.
    static interrupting_thread& of_binary()
    {
        interrupting_thread* known = only.load_acquire();
        if (known != nullptr) return *known;
        auto made = std::make_unique<interrupting_thread>();
        if (!only.replace(known, made.get())) return *known;
        pin_binary(&only);
        made->enrol();
        return *made.release();
    }

    ~interrupting_thread() override { delete news_; }  // of one that another thread was faster to make

    /// Throws: std::system_error when there can be no thread.
    void enter(interruption& call)
    {
        const std::scoped_lock held{state_};
        run_thread();
        push_node(calls_, call);
        if (call.until_ && *call.until_ < next_) news_->notify_all();
    }

    /// From here on nothing is raised for it.
    void leave(interruption& call) PYHOST_DETAIL_NO_ANALYSIS
    {
        for (;;) {
            static_cast<void>(is_raised(call));
            const std::scoped_lock held{state_};
            if (call.is_raising_) continue;
            remove_node(calls_, call);
            return;
        }
    }

    void request(interruption& call) noexcept
    {
        const std::scoped_lock held{state_};
        call.is_requested_ = true;
        try {
            run_thread();  // a child of a fork has none
        } catch (...) {    // there can be no thread: nobody interrupts it
        }
        news_->notify_all();
    }

    /// Whether it was raised. Waits while it is being, for which the other thread needs the GIL.
    bool is_raised(interruption& call) PYHOST_DETAIL_NO_ANALYSIS
    {
        {
            const std::scoped_lock held{state_};
            if (!call.is_raising_) return call.is_raised_;
        }
        const gil_release nogil;
        std::unique_lock held{state_};
        std::condition_variable& news = *news_;
        news.wait(held, [&] { return !call.is_raising_; });
        return call.is_raised_;
    }

private:
    using time = interruption::time;

    /// Needs: state_.
    void run_thread()
    {
        if (!is_running_) std::thread{[this] { work(); }}.detach();
        is_running_ = true;
    }

    [[noreturn]] void work() noexcept
    {
        std::unique_lock held{state_};
        for (;;) {
            std::condition_variable& news = *news_;
            if (interruption* due = find_due()) raise_in(*due, held);
            else if (next_ == time::max()) news.wait(held);  // NOLINT(bugprone-spuriously-*,cert-con*): find_due() looks again
            else news.wait_until(held, next_);
        }
    }

    /// The call that is to be interrupted now; or none, and when there may be one next.
    interruption* find_due() noexcept
    {
        const time now = std::chrono::steady_clock::now();
        next_ = time::max();
        for (interruption* one = calls_; one != nullptr; one = one->older) {
            if (one->is_raised_) continue;
            if (one->is_requested_ || (one->until_ && *one->until_ <= now)) return one;
            if (one->until_ && *one->until_ < next_) next_ = *one->until_;
        }
        return nullptr;
    }

    /// The call waits for the end of that in its destructor; stop() waits for the call, so it may be interrupted meanwhile too.
    void raise_in(interruption& call, std::unique_lock<std::mutex>& held) noexcept PYHOST_DETAIL_NO_ANALYSIS
    {
        call.is_raising_ = true;
        held.unlock();
        const bool is_raised = attach_late(call.run_, &raise_there, &call);
        held.lock();
        call.is_raising_ = false;
        call.is_raised_ = true;  // or never will be
        call.is_to_take_back_ = is_raised;
        news_->notify_all();
    }

    static void raise_there(void* call) noexcept PYHOST_NEEDS_GIL
    {
        const auto* there = static_cast<const interruption*>(call);
        PyThreadState_SetAsyncExc(there->thread_, there->exception_class_);
    }

    void settle(long long) noexcept override {}
    void go_on() noexcept override {}

    /// The thread that forks may be in calls, which go on in the child; those of other threads are gone with their stacks.
    void begin_anew() noexcept override
    {
        if (auto* made = new (std::nothrow) std::condition_variable) news_ = made;
        is_running_ = false;
        interruption* own_calls = innermost_interruption;
        calls_ = nullptr;
        for (interruption* one = own_calls; one != nullptr; one = one->outer_) {
            one->newer = one->older = nullptr;
            one->is_raised_ = one->is_to_take_back_ = one->is_raised_ || one->is_raising_;  // what was begun may have been done
            one->is_raising_ = false;
            push_node(calls_, *one);
        }
    }

    static inline constinit atomic<interrupting_thread*> only{nullptr};

    std::condition_variable* news_ = new std::condition_variable;
    interruption* calls_ = nullptr;
    time next_ = time::max();
    bool is_running_ = false;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline constinit atomic<cache_slot*> interrupted_slot{nullptr};

/// Derived from BaseException, as KeyboardInterrupt is.
inline PyObject* interrupted_class() PYHOST_NEEDS_GIL
{
    constexpr const char* source = "class Interrupted(BaseException):\n"
                                   "    'A call of C++ to Python was interrupted: pyhost::call_with.'\n"
                                   "    __module__ = 'pyhost'\n";
    return script_function(interrupted_slot, source, "<pyhost call_with>", "Interrupted").ptr();
}

PYHOST_DETAIL_BODY interruption::interruption(std::optional<time> until)
    : until_{until},
      thread_{PyThread_get_thread_ident()},
      run_{generation()},
      exception_class_{interrupted_class()},
      outer_{innermost_interruption}
{
    interrupting_thread::of_binary().enter(*this);
    innermost_interruption = this;
}

/// Nothing may be raised in this thread from here on but what an outer call is to see.
PYHOST_DETAIL_BODY interruption::~interruption()
{
    innermost_interruption = outer_;
    interrupting_thread::of_binary().leave(*this);
    if (!is_to_take_back_ || run_ != generation()) return;
    PyThreadState_SetAsyncExc(thread_, nullptr);
    raise_again_in_outer();
}

PYHOST_DETAIL_BODY void interruption::request() noexcept { interrupting_thread::of_binary().request(*this); }

/// Those that were raised in the thread and not seen, since that was taken back with this one's.
PYHOST_DETAIL_BODY void interruption::raise_again_in_outer() const
{
    for (interruption* one = outer_; one != nullptr; one = one->outer_)
        if (interrupting_thread::of_binary().is_raised(*one) && !one->is_seen_) {
            PyThreadState_SetAsyncExc(thread_, one->exception_class_);
            return;
        }
}

PYHOST_DETAIL_BODY void interruption::check(error& thrown)
{
    if (!interrupting_thread::of_binary().is_raised(*this) || !mark_cancelled(thrown, exception_class_)) return;
    is_seen_ = true;
    if (!until_) thrown.raise();
    thrown.restore();
    PyObject* cause = take_raised();
    raise_text(PyExc_TimeoutError, "call_with: the call was interrupted, since its time was over");
    PyObject* timeout = take_raised();
    PyException_SetCause(timeout, cause);
    raise_again(timeout);
    throw_raised();
}

}  // namespace pyhost::inline v0::detail

#endif
