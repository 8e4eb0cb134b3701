// SPDX-License-Identifier: MIT
// What hands things from thread to thread, as a fork() leaves it to the one thread of the child.
#pragma once

#include <pyhost/macros.hpp>

#include <memory>
#include <mutex>
#include <utility>

#if PYHOST_DETAIL_BODIES
#include <pyhost/detail/process.hpp>
#endif

namespace pyhost::inline v0::detail {

/// Base of what has a lock and threads: no fork finds the lock held, and the child begins with nothing under way.
///
/// The most derived object enrols itself when it is complete, and withdraws before anything of it is destroyed.
class fork_aware {
public:
    fork_aware() = default;
    virtual ~fork_aware() = default;
    fork_aware(const fork_aware&) = delete;
    fork_aware& operator=(const fork_aware&) = delete;

    void enrol();

    /// Waits for a fork that is under way.
    void withdraw() noexcept;

protected:
    /// Held for moments only, and never while its thread waits for anything else.
    mutable std::mutex state_;

private:
    /// Before a fork, without state_: keeps what is under way from being cut in two, if that takes no longer than `until`
    /// (steady_microseconds).
    virtual void settle(long long until) noexcept = 0;

    /// After it in the parent: lets it go on.
    virtual void go_on() noexcept = 0;

    /// In the child, with state_ held: other threads are gone, and what the parent had begun is the parent's.
    virtual void begin_anew() noexcept = 0;

    static void before_fork();
    static void after_fork_in_parent();
    static void after_fork_in_child();

    fork_aware* next_ = nullptr;
    fork_aware* previous_ = nullptr;
};

/// A shared object that forks know of while it lives.
template <class T, class... Args>
std::shared_ptr<T> make_fork_aware(Args&&... args)
{
    std::shared_ptr<T> made{new T(std::forward<Args>(args)...), [](T* one) {
                                one->withdraw();
                                delete one;
                            }};
    made->enrol();
    return made;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// All of this binary. No static of a function: the child of a fork would wait for ever for one that another thread was making.
struct fork_aware_list {
    spin_lock lock;
    fork_aware* first = nullptr;
    atomic<int> watches;  // 1 once the handlers are there
};
inline constinit fork_aware_list all_fork_aware;

PYHOST_DETAIL_BODY void fork_aware::enrol()
{
    process();  // its handlers come first, so that they run last before a fork, as the locks of the two are taken elsewhere
    fork_aware_list& list = all_fork_aware;
    if (list.watches.exchange(1) == 0) {
        pin_binary(reinterpret_cast<const void*>(&before_fork));
        at_every_fork(&before_fork, &after_fork_in_parent, &after_fork_in_child);
    }
    const scoped_lock held{list.lock};
    next_ = list.first;
    if (next_ != nullptr) next_->previous_ = this;
    list.first = this;
}

PYHOST_DETAIL_BODY void fork_aware::withdraw() noexcept
{
    fork_aware_list& list = all_fork_aware;
    const scoped_lock held{list.lock};
    (previous_ != nullptr ? previous_->next_ : list.first) = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
}

/// How long a fork waits for sinks that run, in microseconds. One that wants the GIL, which the thread that forks has, comes to no end.
inline constexpr long long longest_wait_for_sinks = 100'000;

PYHOST_DETAIL_BODY void fork_aware::before_fork()
{
    fork_aware_list& list = all_fork_aware;
    list.lock.lock();
    const long long until = steady_microseconds() + longest_wait_for_sinks;
    for (fork_aware* one = list.first; one != nullptr; one = one->next_) one->settle(until);
    for (fork_aware* one = list.first; one != nullptr; one = one->next_) one->state_.lock();
}

PYHOST_DETAIL_BODY void fork_aware::after_fork_in_parent()
{
    fork_aware_list& list = all_fork_aware;
    for (fork_aware* one = list.first; one != nullptr; one = one->next_) {
        one->state_.unlock();
        one->go_on();
    }
    list.lock.unlock();
}

PYHOST_DETAIL_BODY void fork_aware::after_fork_in_child()
{
    fork_aware_list& list = all_fork_aware;
    for (fork_aware* one = list.first; one != nullptr; one = one->next_) {
        one->begin_anew();
        one->state_.unlock();
    }
    list.lock.unlock();
}

}  // namespace pyhost::inline v0::detail

#endif
