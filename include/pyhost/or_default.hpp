// SPDX-License-Identifier: MIT
// An argument that may be left out, so that the callable's own default counts.
#pragma once

#include <pyhost/macros.hpp>

#include <concepts>
#include <optional>
#include <utility>

namespace pyhost::inline v0 {

/// A value, or nothing: then the argument is left out of the call, and Python's default counts.
///
/// For parameters of typed functions, positional or `py::named`: `py::function<int(std::string, py::or_default<int>)>`. Positional ones
/// that are left out are the last ones.
template <class T>
class or_default {
public:
    using value_type = T;

    /// Left out.
    constexpr or_default() noexcept = default;

    template <class U = T>
        requires(std::convertible_to<U, T> && !std::same_as<std::remove_cvref_t<U>, or_default>)
    constexpr or_default(U&& value)  // NOLINT(google-explicit-constructor): a value is an argument
        : value_{std::in_place, std::forward<U>(value)}
    {
    }

    /// What another one has, converted.
    template <class U>
        requires(std::convertible_to<const U&, T> && !std::same_as<U, T> && !std::convertible_to<const or_default<U>&, T>)
    constexpr or_default(const or_default<U>& other)  // NOLINT(google-explicit-constructor): left out is left out
    {
        if (other.has_value()) value_.emplace(other.value());
    }

    [[nodiscard]] constexpr bool has_value() const noexcept { return value_.has_value(); }

    /// Throws: std::bad_optional_access when it is left out.
    [[nodiscard]] constexpr const T& value() const { return value_.value(); }

    /// Both are left out, or both are equal values.
    [[nodiscard]] bool operator==(const or_default&) const = default;

private:
    std::optional<T> value_;
};

namespace detail {

template <class T>
inline constexpr bool may_be_left_out = false;
template <class T>
inline constexpr bool may_be_left_out<or_default<T>> = true;

}  // namespace detail
}  // namespace pyhost::inline v0
