// SPDX-License-Identifier: MIT
// One function over ranges of arguments: attaches once for all calls.
#pragma once

#include <pyhost/function.hpp>

#include <vector>

namespace pyhost::inline v0 {
namespace detail {

/// Lets other threads have Python now and then: a builtin function never does, however often C++ calls it.
class turns {
public:
    void next() PYHOST_DETAIL_NO_ANALYSIS
    {
        if (++calls_ % calls_in_a_turn != 0) [[likely]]
            return;
        const gil_release nogil;
    }

private:
    static constexpr unsigned calls_in_a_turn = 1024;
    unsigned calls_ = 0;
};

/// In place of the results of a function that returns nothing.
struct no_results {};

}  // namespace detail

/// Calls `f` with the items of the ranges, one of each in a call, until the shortest ends, as Python's map() does. Returns what the calls
/// returned, in order, as a std::vector<R>; nothing when R is void.
///
/// Attaches once and finds the callable once, where a loop over `f(item)` does so for every call. Other threads get their turn
/// after each 1,024 calls, and whenever the called code lets them.
/// Needs: a running interpreter; any thread, attached or not. The ranges are what a range-based `for` takes, and are walked attached.
/// Throws: what the first failing call throws; what the calls before it returned is dropped then.
template <class R, class... A, class... Ranges>
    requires(sizeof...(A) > 0 && sizeof...(A) == sizeof...(Ranges))
auto map(const function<R(A...)>& f, Ranges&&... ranges)
{
    using std::begin, std::end;
    const gil_guard gil;
    const object callable = f.get();
    std::conditional_t<std::is_void_v<R>, detail::no_results, std::vector<R>> results;
    detail::turns others;
    const auto call_each = [&](auto... at) PYHOST_NEEDS_GIL {
        for (; (static_cast<bool>(at != end(ranges)) && ...); (static_cast<void>(++at), ...), others.next()) {
            if constexpr (std::is_void_v<R>) detail::attached_call::call(f, callable.ptr(), *at...);
            else results.push_back(detail::attached_call::call(f, callable.ptr(), *at...));
        }
    };
    call_each(begin(ranges)...);
    if constexpr (!std::is_void_v<R>) return results;
}

}  // namespace pyhost::inline v0
