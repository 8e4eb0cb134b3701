// SPDX-License-Identifier: MIT
// What a command of C++ may ask of its call.
#pragma once

#include <pyhost/bridge/detail/emit_value.hpp>
#include <pyhost/bridge/event.hpp>
#include <pyhost/convert.hpp>
#include <pyhost/gil.hpp>

#include <memory>
#include <stop_token>
#include <string>

namespace pyhost::inline v0::bridge {

/// A first parameter of a command, which the front end does not give: `[](bridge::job job, int rows) { ... job.progress(i); ... }`.
///
/// Copies are the same call; after its answer progress goes nowhere. Any thread.
class job {
public:
    explicit job(std::shared_ptr<detail::bridge_call> call) noexcept : call_{std::move(call)} {}

    /// Sends a value to who waits for the answer. Attaches by itself. Throws: interpreter_closed; what the conversion and json::dump()
    /// throw.
    template <class T>
    void progress(const T& value) const
    {
        const gil_guard gil;
        const object made = object::steal(detail::checked(detail::new_value(value)));
        call_->tell("progress", detail::encoded(*call_->channel->app, call_->channel->who, made));
    }

    /// Tells all front ends that listen. Attaches by itself. Throws: as progress().
    template <class T>
    void emit(const event<T>& of, const std::type_identity_t<T>& value) const
    {
        detail::emit_value(*call_->channel->app, of, value);
    }

    /// Requested when the front end has cancelled the call, its window is closed, or its time is over; the answer is sent already then.
    [[nodiscard]] std::stop_token stop_token() const { return call_->stop_token(); }
    [[nodiscard]] bool is_cancelled() const { return stop_token().stop_requested(); }

    [[nodiscard]] const std::string& window() const noexcept { return call_->channel->who.window; }
    [[nodiscard]] const std::string& origin() const noexcept { return call_->channel->who.origin; }

private:
    std::shared_ptr<detail::bridge_call> call_;
};

}  // namespace pyhost::inline v0::bridge
