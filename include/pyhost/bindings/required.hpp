// SPDX-License-Identifier: MIT
// A field of an options aggregate that has no default.
#pragma once

#include <concepts>
#include <utility>

namespace pyhost::inline v0 {

/// A value that must be given: `f(x, {.width = 3})` compiles, and `f(x, {})` does not.
template <class T>
class required {
public:
    template <class U = T>
        requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, required>)
    constexpr required(U&& value) : value_(std::forward<U>(value))  // NOLINT(google-explicit-constructor): a value is the field
    {
    }

    [[nodiscard]] constexpr const T& value() const noexcept { return value_; }

private:
    T value_;
};

}  // namespace pyhost::inline v0
