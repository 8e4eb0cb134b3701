// SPDX-License-Identifier: MIT
// A command that is a callable of C++: its job and its states come from the app, the rest from the front end.
#pragma once

#include <pyhost/bridge/detail/bridge_core.hpp>
#include <pyhost/bridge/job.hpp>
#include <pyhost/bridge/state.hpp>
#include <pyhost/convert/detail/type_name.hpp>
#include <pyhost/expose/module_def.hpp>

#include <type_traits>
#include <utility>

namespace pyhost::inline v0::detail {

/// The call that this thread makes now.
inline constinit thread_local const std::shared_ptr<bridge_call>* call_now = nullptr;

/// A parameter that the app gives.
template <class T>
struct injected_parameter : std::false_type {};
template <>
struct injected_parameter<bridge::job> : std::true_type {
    static bridge::job make() { return bridge::job{*call_now}; }
};
template <class T>
struct injected_parameter<bridge::state<T>> : std::true_type {
    static bridge::state<T> make()
    {
        auto found = std::static_pointer_cast<T>((*call_now)->channel->app->kept(typeid(T)));
        if (found == nullptr)
            throw std::logic_error("app: command '" + (*call_now)->command->name + "' takes the state " + type_name<T>() +
                                   ", which the app does not have; give it one with app.state()");
        return bridge::state<T>{std::move(found)};
    }
};

template <class... A>
struct parameters {};

/// Takes what the app gives off the front of a signature.
template <class F, class R, class Taken, class Left>
struct injected_call;
template <class F, class R, class... Taken, class... Left>
struct injected_call<F, R, parameters<Taken...>, parameters<Left...>> {
    F f;

    R operator()(Left... given) PYHOST_DETAIL_NO_ANALYSIS { return f(injected_parameter<Taken>::make()..., static_cast<Left&&>(given)...); }
};

template <class F, class R, class Taken, class Left>
struct injected_type : std::type_identity<injected_call<F, R, Taken, Left>> {};
template <class F, class R, class... Taken, class First, class... Left>
    requires injected_parameter<std::remove_cvref_t<First>>::value
struct injected_type<F, R, parameters<Taken...>, parameters<First, Left...>>
    : injected_type<F, R, parameters<Taken..., std::remove_cvref_t<First>>, parameters<Left...>> {};

template <class F, class R, class... A>
auto with_injected(F f, std::type_identity<R(A...)>)
{
    static_assert((... && !(std::same_as<std::remove_cvref_t<A>, args> || std::same_as<std::remove_cvref_t<A>, kwargs>)),
                  "pyhost: a front end gives arguments by name; a command takes no py::args and no py::kwargs");
    return typename injected_type<F, R, parameters<>, parameters<A...>>::type{std::move(f)};
}

/// What was told of a function, as module_def::def() takes it, and the record of the overload.
class cpp_command final : public command_target {
public:
    cpp_command(std::string command, overload_record one);

    object call(const std::shared_ptr<bridge_call>& now) const override PYHOST_NEEDS_GIL;

private:
    std::shared_ptr<const overload_in_use> in_use() const PYHOST_NEEDS_GIL;

    std::string command_;
    overload_record record_;
    mutable std::mutex state_;
    mutable std::shared_ptr<const overload_in_use> used_;
    mutable std::uint64_t run_ = 0;
};

template <class F, class... Extra>
std::unique_ptr<const command_target> cpp_command_of(const def_name& name, F f, const Extra&... extra)
{
    static_assert(native_callable<F>, "pyhost: a command needs one signature; a generic lambda or an overloaded call operator has none; "
                                      "write the types of its parameters");
    using signature = std::type_identity<typename signature_of<F>::type>;
    auto given = with_injected(std::move(f), signature{});
    static_assert(count_named(std::type_identity<typename signature_of<decltype(given)>::type>{}) ==
                      (std::size_t{0} + ... + std::size_t{is_parameter_name<Extra>}),
                  "pyhost: a front end gives arguments by name; write the name of each parameter of a command behind it: \"count\"_a");
    return std::make_unique<cpp_command>(name.text, overload_of<decltype(given)>(std::move(given), name.where, extra...));
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <pyhost/bridge/detail/arguments.hpp>

#include <algorithm>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BRIDGE_BODY cpp_command::cpp_command(std::string command, overload_record one)
    : command_{std::move(command)}, record_{std::move(one)}
{
    check_overload(command_, record_);
}

/// Names and defaults are objects of one run.
PYHOST_DETAIL_BRIDGE_BODY std::shared_ptr<const overload_in_use> cpp_command::in_use() const
{
    {
        const std::scoped_lock held{state_};
        if (used_ != nullptr && run_ == generation()) return used_;
    }
    auto made = std::make_shared<const overload_in_use>(record_);
    const std::scoped_lock held{state_};
    run_ = generation();
    used_ = made;
    return made;
}

/// "expected int, got str 'a' at argument 'rows'[3]" has the pointer "/rows/3".
inline std::string pointer_in(const std::string& message, const std::string& name)
{
    std::string pointer = pointer_to(name);
    std::size_t at = message.find("argument '" + name + "'");
    if (at == std::string::npos) return pointer;
    for (at += name.size() + 11; at < message.size() && (message[at] == '[' || message[at] == '.');) {
        const bool is_key = message.compare(at, 2, "['") == 0, is_index = message[at] == '[';
        const std::size_t begin = at + (is_key ? 2 : 1);
        const std::size_t end = is_key     ? message.find("']", begin)
                                : is_index ? message.find(']', begin)
                                           : message.find_first_of(".[ ;", begin);
        pointer += pointer_to(message.substr(begin, end == std::string::npos ? end : end - begin));
        if (end == std::string::npos) break;
        at = end + (is_key ? 2 : is_index ? 1 : 0);
    }
    return pointer;
}

PYHOST_DETAIL_BRIDGE_BODY object cpp_command::call(const std::shared_ptr<bridge_call>& now) const
{
    const auto used = in_use();
    const dict arguments = arguments_of(*now);
    std::vector<PyObject*> values;
    std::size_t taken = 0;
    for (std::size_t at = 0; at < record_.parameters.size(); ++at) {
        const parameter_record& one = record_.parameters[at];
        PyObject* given = PyDict_GetItemString(arguments.ptr(), one.name.c_str());
        taken += given != nullptr ? 1 : 0;
        values.push_back(given != nullptr ? given : used->parameters.default_at(at));
        if (values.back() == nullptr) throw refused_call{invalid_argument(command_, pointer_to(one.name), "it is missing")};
    }
    for (const handle name : list{object::steal(checked(PyDict_Keys(arguments.ptr())))}) {
        if (taken == arguments.size()) break;
        const auto text = name.cast<std::string>();
        const bool is_known = std::ranges::any_of(record_.parameters, [&](const parameter_record& one) { return one.name == text; });
        if (!is_known) throw refused_call{invalid_argument(command_, pointer_to(text), "the command has no such parameter")};
    }
    struct restored {
        const std::shared_ptr<bridge_call>* before;
        ~restored() { call_now = before; }
    } const scope{std::exchange(call_now, &now)};
    values.push_back(nullptr);
    bool is_refused = false;
    const object result = object::steal(record_.attempt_call(*used, values.data(), false, is_refused));
    if (!is_refused) return object::borrow(checked(result.ptr()));
    try {
        throw_raised();
    } catch (const error& e) {
        const std::string message = e.message();
        for (const parameter_record& one : record_.parameters)
            if (message.find("argument '" + one.name + "'") != std::string::npos)
                throw refused_call{invalid_argument(command_, pointer_in(message, one.name), message)};
        throw;
    }
}

}  // namespace pyhost::inline v0::detail

#endif
