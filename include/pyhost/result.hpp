// SPDX-License-Identifier: MIT
// A value or a Python error, for code that does not want exceptions. The same type in C++20 and C++23.
#pragma once

#include <pyhost/detail/throw.hpp>

#include <optional>
#include <utility>
#if __has_include(<expected>) && __cplusplus > 202002L
#include <expected>
#endif

namespace pyhost::inline v0 {

/// What a try_ function returns: the value, or the error that the throwing function would have thrown.
///
/// `if (r)` asks whether there is a value; a result<bool> has no such test, since it would read as its value.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    result(T made) : value_{std::move(made)} {}  // NOLINT(google-explicit-constructor): return value;
    result(class error e) noexcept : error_{std::move(e)} {}  // NOLINT(google-explicit-constructor): return error;
    result(detail::taken_error taken) noexcept : error_{std::in_place, taken} {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
    explicit operator bool() const noexcept
        requires(!std::is_same_v<T, bool>)
    {
        return has_value();
    }

    /// The value. Throws: the error, with its own type, when there is none.
    [[nodiscard]] T& value() &
    {
        if (error_) error_->raise();
        return *value_;
    }
    [[nodiscard]] const T& value() const&
    {
        if (error_) error_->raise();
        return *value_;
    }
    [[nodiscard]] T value() &&
    {
        if (error_) error_->raise();
        return std::move(*value_);
    }

    /// The value, or `otherwise` when there is an error.
    template <class U>
    [[nodiscard]] T value_or(U&& otherwise) const
    {
        return value_ ? *value_ : static_cast<T>(std::forward<U>(otherwise));
    }

    /// The error. Needs: has_value() is false.
    [[nodiscard]] const class error& error() const noexcept { return *error_; }

#if defined(__cpp_lib_expected)
    [[nodiscard]] std::expected<T, class error> to_expected() const&
    {
        if (error_) return std::unexpected{*error_};
        return *value_;
    }
    [[nodiscard]] std::expected<T, class error> to_expected() &&
    {
        if (error_) return std::unexpected{*std::move(error_)};
        return *std::move(value_);
    }
#endif

private:
    std::optional<T> value_;
    std::optional<class error> error_;
};

template <class T>
    requires std::is_void_v<T>
class [[nodiscard]] result<T> {
public:
    using value_type = T;

    result() noexcept = default;
    result(class error e) noexcept : error_{std::move(e)} {}  // NOLINT(google-explicit-constructor)
    result(detail::taken_error taken) noexcept : error_{std::in_place, taken} {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }

    /// Throws: the error, with its own type, when there is one.
    void value() const
    {
        if (error_) error_->raise();
    }

    /// The error. Needs: has_value() is false.
    [[nodiscard]] const class error& error() const noexcept { return *error_; }

#if defined(__cpp_lib_expected)
    [[nodiscard]] std::expected<void, class error> to_expected() const
    {
        if (error_) return std::unexpected{*error_};
        return {};
    }
#endif

private:
    std::optional<class error> error_;
};

namespace detail {

/// Takes the raised exception as a value, with nothing thrown; that of a failed conversion says where its path begins.
taken_error take_error(std::uint32_t path_at = 0) PYHOST_NEEDS_GIL;

}  // namespace detail
}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY taken_error take_error(std::uint32_t path_at)
{
    error_state* state = take_error_state();
    state->path_at = path_at;
    classify(*state);
    return {state};
}

}  // namespace pyhost::inline v0::detail

#endif
