// SPDX-License-Identifier: MIT
// What other threads have the thread of an event loop do, and the box that they put it in without the GIL.
#pragma once

#include <pyhost/detail/atomic.hpp>

namespace pyhost::inline v0::detail {

/// It lives until one of its functions is called.
struct loop_job {
    void (*run)(loop_job&) noexcept;     // attached, on the thread of the loop
    void (*refuse)(loop_job&) noexcept;  // on any thread: the loop has ended
    loop_job* next = nullptr;
};

/// Jobs in the order in which they came, of any number of threads for one.
class job_box {
public:
    enum class put_result : unsigned char { first, more, closed };

    /// `first` asks for the loop to be woken; a job for a closed box stays the caller's.
    put_result put(loop_job& job) noexcept
    {
        loop_job* last = last_.load();
        do {
            if (last == &closed_) return put_result::closed;
            job.next = last;
        } while (!last_.replace(last, &job));
        return last == nullptr ? put_result::first : put_result::more;
    }

    /// All jobs, the oldest first; none of a closed box.
    [[nodiscard]] loop_job* take() noexcept
    {
        loop_job* last = last_.load();
        do
            if (last == nullptr || last == &closed_) return nullptr;
        while (!last_.replace(last, nullptr));
        return in_order(last);
    }

    /// The same, and no more are taken from now on.
    [[nodiscard]] loop_job* close() noexcept
    {
        loop_job* last = last_.exchange(&closed_);
        return last == &closed_ ? nullptr : in_order(last);
    }

private:
    static loop_job* in_order(loop_job* last) noexcept
    {
        loop_job* first = nullptr;
        while (last != nullptr) {
            loop_job* before = last->next;
            last->next = first;
            first = last;
            last = before;
        }
        return first;
    }

    atomic<loop_job*> last_;
    loop_job closed_{nullptr, nullptr};
};

}  // namespace pyhost::inline v0::detail
