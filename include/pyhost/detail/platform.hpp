// SPDX-License-Identifier: MIT
// What the operating system gives and the standard library does not, or not cheaply.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/macros.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

#if defined(_WIN32)
#include <windows.h>
#else
#include <pthread.h>
#include <sched.h>
#include <time.h>
#endif

#if PYHOST_DETAIL_BODIES
#if !defined(_WIN32)
#include <dlfcn.h>
#endif
#if defined(__linux__)
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif
#if defined(__GLIBC__)
#include <link.h>
#endif
#endif

namespace pyhost::inline v0::detail {

/// Gives the processor to another thread.
inline void yield_thread() noexcept
{
#if defined(_WIN32)
    SwitchToThread();
#else
    sched_yield();
#endif
}

/// Sleeps for about this time.
inline void sleep_microseconds(long microseconds) noexcept
{
#if defined(_WIN32)
    Sleep(static_cast<DWORD>(microseconds / 1000 + 1));
#else
    const timespec wait{microseconds / 1'000'000, microseconds % 1'000'000 * 1000};
    nanosleep(&wait, nullptr);
#endif
}

/// A clock that never goes back, in microseconds.
inline long long steady_microseconds() noexcept
{
#if defined(_WIN32)
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return now.QuadPart / frequency.QuadPart * 1'000'000 + now.QuadPart % frequency.QuadPart * 1'000'000 / frequency.QuadPart;
#else
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<long long>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000;
#endif
}

/// The number of this thread in the system; zero where thread_exists cannot tell.
unsigned long this_thread_id() noexcept;

/// Keeps the binary that holds `address` in memory until the process ends, also when a plugin is closed.
///
/// The program itself stays anyway. To look for it by name, as dlopen does, would open and read its file each time.
void pin_binary(const void* address) noexcept;

/// Where the stack of a thread lies; both are zero where the system does not say.
struct stack_bounds {
    std::uintptr_t low = 0;
    std::uintptr_t high = 0;
};

/// A pointer of each thread, and a function that gets it when the thread ends, later than any destructor of a thread_local.
///
/// Throws: std::runtime_error when the process has used up its slots (1024 with glibc).
class thread_slot {
public:
#if defined(_WIN32)
    explicit thread_slot(void (*at_end)(void*)) : key_{FlsAlloc(reinterpret_cast<PFLS_CALLBACK_FUNCTION>(at_end))}
    {
        if (key_ == FLS_OUT_OF_INDEXES) throw_no_slot();
    }
    ~thread_slot() { FlsFree(key_); }
    [[nodiscard]] void* get() const noexcept { return FlsGetValue(key_); }
    void set(void* value) const noexcept { FlsSetValue(key_, value); }
#else
    explicit thread_slot(void (*at_end)(void*))
    {
        if (pthread_key_create(&key_, at_end) != 0) throw_no_slot();
    }
    ~thread_slot() { pthread_key_delete(key_); }
    [[nodiscard]] void* get() const noexcept { return pthread_getspecific(key_); }
    void set(void* value) const noexcept { pthread_setspecific(key_, value); }
#endif
    thread_slot(const thread_slot&) = delete;
    thread_slot& operator=(const thread_slot&) = delete;

private:
    [[noreturn]] static void throw_no_slot();

#if defined(_WIN32)
    DWORD key_;
#else
    pthread_key_t key_{};
#endif
};

inline void spin_lock::lock() noexcept
{
    for (int tries = 0; held_.exchange(1) != 0; ++tries)
        if (tries > 16) yield_thread();
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Has every fork() of this process call these, the last one in the child.
inline void at_every_fork([[maybe_unused]] void (*before)(), [[maybe_unused]] void (*in_parent)(),
                          [[maybe_unused]] void (*in_child)()) noexcept
{
#if !defined(_WIN32)
    pthread_atfork(before, in_parent, in_child);
#endif
}

/// Whether a thread of this process with that number still lives; true where the system cannot be asked.
inline bool thread_exists(unsigned long id) noexcept
{
#if defined(__linux__)
    return syscall(SYS_tgkill, getpid(), static_cast<pid_t>(id), 0) == 0;
#else
    static_cast<void>(id);
    return true;
#endif
}

/// The name that the system has for a thread of this process: where nobody named it, the program's. Empty if unknown.
inline std::string thread_name([[maybe_unused]] unsigned long id)
{
#if defined(__linux__)
    const int file = open(("/proc/self/task/" + std::to_string(id) + "/comm").c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return {};
    char text[32];
    const ssize_t count = read(file, text, sizeof text);
    close(file);
    return {text, count > 0 ? static_cast<std::size_t>(count - 1) : 0};  // the last is the end of the line
#else
    return {};
#endif
}

#if defined(__GLIBC__)
/// Whether `address` lies in the program itself; the dynamic linker lists that by no name.
inline bool is_in_program(const void* address) noexcept
{
    Dl_info found{};
    void* binary = nullptr;
    return dladdr1(address, &found, &binary, RTLD_DL_LINKMAP) != 0 && *static_cast<const link_map*>(binary)->l_name == '\0';
}
#endif

inline stack_bounds this_stack() noexcept
{
    stack_bounds found;
#if defined(_WIN32)
    ULONG_PTR low = 0, high = 0;
    GetCurrentThreadStackLimits(&low, &high);
    found = {low, high};
#elif defined(__APPLE__)
    found.high = reinterpret_cast<std::uintptr_t>(pthread_get_stackaddr_np(pthread_self()));
    found.low = found.high - pthread_get_stacksize_np(pthread_self());
#elif defined(__linux__)
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return found;
    void* low = nullptr;
    std::size_t size = 0;
    if (pthread_attr_getstack(&attributes, &low, &size) == 0)
        found = {reinterpret_cast<std::uintptr_t>(low), reinterpret_cast<std::uintptr_t>(low) + size};
    pthread_attr_destroy(&attributes);
#endif
    return found;
}

PYHOST_DETAIL_BODY void pin_binary(const void* address) noexcept
{
#if defined(_WIN32)
    HMODULE pinned = nullptr;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, static_cast<const char*>(address), &pinned);
#else
#if defined(__GLIBC__)
    if (is_in_program(address)) return;
#endif
    Dl_info found{};
    if (dladdr(address, &found) != 0) dlopen(found.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
#endif
}

PYHOST_DETAIL_BODY unsigned long this_thread_id() noexcept
{
#if defined(__linux__)
    return static_cast<unsigned long>(syscall(SYS_gettid));
#else
    return 0;
#endif
}

PYHOST_DETAIL_BODY void thread_slot::throw_no_slot()
{
    throw std::runtime_error("pyhost: this process has no thread-specific key left (pthread_key_create, FlsAlloc), and needs one; "
                             "use pyhost, or start it, before what takes them all");
}

}  // namespace pyhost::inline v0::detail

#endif
