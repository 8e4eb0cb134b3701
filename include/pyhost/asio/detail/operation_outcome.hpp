// SPDX-License-Identifier: MIT
// What an asynchronous operation of Boost.Asio completes with.
#pragma once

#include <pyhost/async/cancelled_error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <optional>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

namespace pyhost::inline v0::detail {

/// The values of a completion, without its error.
template <class... Values>
struct operation_values {
    using type = std::tuple<std::decay_t<Values>...>;
};
template <class Value>
struct operation_values<Value> {
    using type = std::decay_t<Value>;
};
template <>
struct operation_values<> {
    using type = void;
};

[[noreturn]] inline void throw_code(const boost::system::error_code& code, bool is_stopped)
{
    if (is_stopped && code == boost::asio::error::operation_aborted)
        throw cancelled_error("the operation was cancelled, since the task that awaits it is to stop");
    throw std::system_error(std::error_code{code});
}

/// What an operation completes with: a value, or what is thrown.
template <class... Values>
class operation_outcome_base {
public:
    using value_type = typename operation_values<Values...>::type;

    void abort() noexcept { code_ = boost::asio::error::operation_aborted; }
    void fail(std::exception_ptr why) noexcept { thrown_ = std::move(why); }

    value_type take(bool is_stopped)
    {
        try {
            if (thrown_ != nullptr) std::rethrow_exception(thrown_);
        } catch (const boost::system::system_error& e) {
            throw_code(e.code(), is_stopped);
        }
        if (code_) throw_code(code_, is_stopped);
        if constexpr (!std::is_void_v<value_type>) return *std::move(value_);
    }

protected:
    template <class... Given>
    void keep(Given&&... given)
    {
        if constexpr (!std::is_void_v<value_type>) value_.emplace(std::forward<Given>(given)...);
    }

    boost::system::error_code code_;
    std::exception_ptr thrown_;

private:
    std::optional<std::conditional_t<std::is_void_v<value_type>, std::tuple<>, value_type>> value_;
};

template <class Signature>
class operation_outcome;

template <class... Values>
class operation_outcome<void(Values...)> : public operation_outcome_base<Values...> {
public:
    template <class... Given>
    void set(Given&&... given)
    {
        this->keep(std::forward<Given>(given)...);
    }
};

template <class... Values>
class operation_outcome<void(boost::system::error_code, Values...)> : public operation_outcome_base<Values...> {
public:
    template <class... Given>
    void set(const boost::system::error_code& code, Given&&... given)
    {
        this->code_ = code;
        this->keep(std::forward<Given>(given)...);
    }
};

template <class... Values>
class operation_outcome<void(std::exception_ptr, Values...)> : public operation_outcome_base<Values...> {
public:
    template <class... Given>
    void set(std::exception_ptr thrown, Given&&... given)
    {
        this->thrown_ = std::move(thrown);
        this->keep(std::forward<Given>(given)...);
    }
};

}  // namespace pyhost::inline v0::detail
