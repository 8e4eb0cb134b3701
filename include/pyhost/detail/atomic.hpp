// SPDX-License-Identifier: MIT
// A small sequentially consistent atomic: <atomic> alone costs as much compile time as the rest of the core.
#pragma once

#include <pyhost/macros.hpp>

#if defined(_MSC_VER) && !defined(__clang__)
#include <atomic>
#endif

namespace pyhost::inline v0::detail {

#if defined(_MSC_VER) && !defined(__clang__)

template <class T>
class atomic : public std::atomic<T> {
public:
    using std::atomic<T>::atomic;
    T load_acquire() const noexcept { return this->load(std::memory_order_acquire); }
    bool replace(T& expected, T desired) noexcept { return this->compare_exchange_strong(expected, desired); }
};

/// Reads a plain variable that other binaries also replace atomically.
template <class T>
T load_shared(const T& variable) noexcept
{
    return std::atomic_ref<T>{const_cast<T&>(variable)}.load();
}

/// Writes a variable that other threads read by load_shared and that orders nothing.
template <class T>
void store_shared(T& variable, T value) noexcept
{
    std::atomic_ref<T>{variable}.store(value, std::memory_order_relaxed);
}

template <class T>
bool replace_shared(T& variable, T& expected, T desired) noexcept
{
    return std::atomic_ref<T>{variable}.compare_exchange_strong(expected, desired);
}

#else

/// Reads a plain variable that other binaries also replace atomically.
template <class T>
T load_shared(const T& variable) noexcept
{
    return __atomic_load_n(&variable, __ATOMIC_SEQ_CST);
}

/// Writes a variable that other threads read by load_shared and that orders nothing.
template <class T>
PYHOST_DETAIL_INLINE void store_shared(T& variable, T value) noexcept
{
    __atomic_store_n(&variable, value, __ATOMIC_RELAXED);
}

template <class T>
bool replace_shared(T& variable, T& expected, T desired) noexcept
{
    return __atomic_compare_exchange_n(&variable, &expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

template <class T>
class atomic {
public:
    constexpr atomic() noexcept = default;
    constexpr explicit atomic(T value) noexcept : value_{value} {}
    atomic(const atomic&) = delete;
    atomic& operator=(const atomic&) = delete;

    T load() const noexcept { return __atomic_load_n(&value_, __ATOMIC_SEQ_CST); }
    T load_acquire() const noexcept { return __atomic_load_n(&value_, __ATOMIC_ACQUIRE); }
    void store(T value) noexcept { __atomic_store_n(&value_, value, __ATOMIC_SEQ_CST); }
    T exchange(T value) noexcept { return __atomic_exchange_n(&value_, value, __ATOMIC_SEQ_CST); }

    /// Stores `desired` when the value is `expected`; otherwise writes the value it found to `expected`.
    bool replace(T& expected, T desired) noexcept
    {
        return __atomic_compare_exchange_n(&value_, &expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    }

    /// Adds and returns the value before.
    T fetch_add(T n) noexcept { return __atomic_fetch_add(&value_, n, __ATOMIC_SEQ_CST); }
    T fetch_sub(T n) noexcept { return __atomic_fetch_sub(&value_, n, __ATOMIC_SEQ_CST); }

private:
    T value_{};
};

#endif

/// A lock for a few instructions, usable before Python starts and after it ended.
class spin_lock {
public:
    void lock() noexcept;
    bool try_lock() noexcept
    {
        int free = 0;
        return held_.replace(free, 1);
    }
    void unlock() noexcept { held_.store(0); }

private:
    atomic<int> held_;
};

/// Holds a lock for its scope; std::lock_guard without <mutex>.
template <class Lock>
class [[nodiscard]] scoped_lock {
public:
    explicit scoped_lock(Lock& lock) noexcept : lock_{lock} { lock_.lock(); }
    ~scoped_lock() { lock_.unlock(); }
    scoped_lock(const scoped_lock&) = delete;
    scoped_lock& operator=(const scoped_lock&) = delete;

private:
    Lock& lock_;
};

}  // namespace pyhost::inline v0::detail
