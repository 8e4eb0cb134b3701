// SPDX-License-Identifier: MIT
// How a host runs an event loop that has no thread; the bodies of loop_core.hpp.
#pragma once

#include <pyhost/async/detail/loop_thread.hpp>
#include <pyhost/detail/late_attach.hpp>

#if PYHOST_DETAIL_BODIES

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// The loops whose thread this is, until it ends.
class loops_polled_here {
public:
    loops_polled_here() = default;
    loops_polled_here(const loops_polled_here&) = delete;
    loops_polled_here& operator=(const loops_polled_here&) = delete;
    ~loops_polled_here()
    {
        for (const auto& one : all_)
            if (const auto core = one.lock()) core->leave_thread();
    }

    static void add(std::weak_ptr<loop_core> core)
    {
        thread_local loops_polled_here here;
        std::erase_if(here.all_, [](const auto& one) { return one.expired(); });
        const auto is_known = [&](const auto& one) { return !one.owner_before(core) && !core.owner_before(one); };
        if (std::none_of(here.all_.begin(), here.all_.end(), is_known)) here.all_.push_back(std::move(core));
    }

private:
    std::vector<std::weak_ptr<loop_core>> all_;
};

PYHOST_DETAIL_BODY void loop_core::be_polled_here()
{
    if (is_own_thread()) return;
    loops_polled_here::add(weak_from_this());
    thread_.store(PyThread_get_thread_ident());
}

PYHOST_DETAIL_BODY void loop_core::leave_thread() noexcept
{
    const std::scoped_lock held{state_};
    unsigned long this_one = PyThread_get_thread_ident();
    if (thread_.replace(this_one, 0)) news_->notify_all();
}

/// False when somebody polls it already.
PYHOST_DETAIL_BODY bool loop_core::begin_poll()
{
    if (is_polling_.exchange(1) != 0) return false;
    try {
        be_polled_here();
    } catch (...) {
        leave_poll();
        throw;
    }
    return true;
}

PYHOST_DETAIL_BODY std::optional<poll_result> loop_core::poll_slices(double limit, bool waits)
{
    object slices;
    {
        const std::scoped_lock held{state_};
        if (slices_ != nullptr) slices = object::borrow(slices_);
    }
    if (!slices.has_value()) return poll_result::closed;
    const auto said = slices.attr("poll")(limit, waits).cast<std::string>();
    if (said == "busy") return std::nullopt;
    return said == "idle" ? poll_result::idle : said == "more" ? poll_result::more : poll_result::closed;
}

/// While the interpreter ends.
struct loop_core::late_poll {
    loop_core* core;
    double limit;
    bool waits;
    std::optional<poll_result> result;
    std::exception_ptr thrown;
};

PYHOST_DETAIL_BODY void loop_core::poll_late(void* data) noexcept
{
    auto& call = *static_cast<late_poll*>(data);
    try {
        call.result = call.core->poll_slices(call.limit, call.waits);
    } catch (...) {
        call.thrown = std::current_exception();
    }
}

PYHOST_DETAIL_BODY std::optional<poll_result> loop_core::poll(double limit, bool waits)
{
    if (has_ended()) return poll_result::closed;
    if (!is_open()) {
        be_polled_here();
        return poll_result::idle;
    }
    if (const gil_guard gil{std::try_to_lock}; gil) return poll_slices(limit, waits);

    late_poll call{this, limit, waits, poll_result::closed, nullptr};
    attach_late(run_, &poll_late, &call);
    if (call.thrown) std::rethrow_exception(call.thrown);
    return call.result;
}

PYHOST_DETAIL_BODY void loop_core::close_hosted()
{
    begin_close();
    while (!has_ended()) {
        if (is_open() && may_poll_here() && poll(3600, true)) continue;
        const gil_release nogil;
        std::unique_lock held{state_};
        std::condition_variable& news = *news_;
        news.wait_for(held, std::chrono::milliseconds{20}, [this] { return stage_ == stage::ended; });
    }
}

}  // namespace pyhost::inline v0::detail

#endif
