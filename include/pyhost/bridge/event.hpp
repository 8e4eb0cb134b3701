// SPDX-License-Identifier: MIT
// What an app tells its front ends of, whenever it happens.
#pragma once

#include <pyhost/macros.hpp>

#include <string>
#include <utility>

namespace pyhost::inline v0::bridge {

/// An event by its name, with the type of what it carries: `const bridge::event<loss> epoch{"epoch"}; app.emit(epoch, loss{...});`.
///
/// Where it is kept, a front end that begins to listen has the last one at once.
template <class T>
class event {
public:
    explicit event(std::string name, bool is_kept = false) : name_{std::move(name)}, is_kept_{is_kept} {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] bool is_kept() const noexcept { return is_kept_; }

private:
    std::string name_;
    bool is_kept_;
};

}  // namespace pyhost::inline v0::bridge
