// SPDX-License-Identifier: MIT
// The commands that a front end may call, over whatever transport.
#pragma once

#include <pyhost/async/async_generator.hpp>
#include <pyhost/async/task.hpp>
#include <pyhost/bridge/app_options.hpp>
#include <pyhost/bridge/channel.hpp>
#include <pyhost/bridge/command_options.hpp>
#include <pyhost/bridge/detail/cpp_command.hpp>
#include <pyhost/bridge/detail/emit_value.hpp>
#include <pyhost/bridge/detail/python_command.hpp>
#include <pyhost/bridge/event.hpp>
#include <pyhost/bridge/permission.hpp>
#include <pyhost/expose/module_def.hpp>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace pyhost::inline v0::bridge {

/// The commands of a program, in C++ and in Python, who may call them, and the front ends that are connected.
///
/// `py::bridge::app app; app.command("analyze", "analysis:analyze"); app.command("add", [](int a, int b) { return a + b; }, "a"_a,
/// "b"_a);`. Nothing may be called until allow() says so. It may be made before the interpreter starts and end behind it; a call that comes
/// while none runs has the error "closed". Any thread.
class app {
public:
    explicit app(app_options options = {}) : core_{pyhost::detail::make_fork_aware<pyhost::detail::bridge_core>(std::move(options))} {}
    app(const app&) = delete;
    app& operator=(const app&) = delete;
    ~app() { core_->close(); }

    /// A function of Python, "package.module:name", which is imported with the first call.
    ///
    /// Arguments come by name, are checked by the annotations of the function, and become what these say: dataclasses, models of pydantic,
    /// enums, dates. Coroutines are awaited; the items of generators are a stream. Throws: std::invalid_argument for another path, and for
    /// a name that is taken.
    app& command(std::string_view name, std::string_view target, command_options options = {})
    {
        add(name, std::move(options),
            [&](const std::string& job) { return std::make_unique<pyhost::detail::python_command>(std::string{name}, target, job); });
        return *this;
    }

    /// A callable of C++. Behind it stand the options, where there are any, and the names of its parameters, as in module_def::def().
    ///
    /// Parameters of the types job and state come first, have no names, and are given by the app. It is called attached, or with
    /// py::releases_gil detached; a py::task is awaited, and the items of a py::async_generator are a stream. Throws:
    /// std::invalid_argument.
    template <class F, class... Extra>
        requires(!std::is_convertible_v<const F&, std::string_view>)
    app& command(const pyhost::detail::def_name& name, F f, command_options options, const Extra&... extra)
    {
        add(name.text, std::move(options),
            [&](const std::string&) { return pyhost::detail::cpp_command_of(name, std::move(f), extra...); });
        return *this;
    }
    template <class F, class... Extra>
        requires(!std::is_convertible_v<const F&, std::string_view> && !(std::same_as<Extra, command_options> || ...))
    app& command(const pyhost::detail::def_name& name, F f, const Extra&... extra)
    {
        return command(name, std::move(f), command_options{}, extra...);
    }

    /// Lets front ends do what the permission says. Throws: std::invalid_argument for a scope of no known kind.
    app& allow(permission one)
    {
        core_->allow(std::move(one));
        return *this;
    }
    app& allow_all(std::vector<permission> all)
    {
        for (permission& one : all) allow(std::move(one));
        return *this;
    }

    /// Keeps a value for the commands that take a bridge::state<T>; the one before of that type is let go.
    template <class T>
    app& state(std::shared_ptr<T> value)
    {
        core_->keep(typeid(T), std::move(value));
        return *this;
    }

    /// Connects a front end: `send` is called with what is for it, detached from Python, on any thread, one message at a time, in order.
    ///
    /// It should put the message into a queue: what waits behind it waits in memory. Where the app ends before the channel, `closed` is
    /// called for the transport to end its connection: behind the last message, as `send` is, or beside a `send` that has not returned by
    /// then. Throws: std::logic_error after close().
    [[nodiscard]] channel open(peer who, std::function<void(message)> send, std::function<void()> closed = nullptr)
    {
        return channel{core_->open(std::move(who), std::move(send), std::move(closed))};
    }

    /// Takes one message of a front end that has no connection, as a request of HTTP: `reply` is called as open() would call `send`, until
    /// there is the answer. The items of a stream are sent as they come. Throws: std::logic_error after close().
    ///
    /// The call is cancelled when a stop is requested, as by a client that is gone.
    void handle(std::string text, std::function<void(message)> reply, peer who = {}, std::stop_token stop = {})
    {
        const auto made = core_->open(std::move(who), std::move(reply), nullptr);
        made->has_one_message(std::move(stop));
        made->receive({std::move(text)});
    }

    /// Tells the front ends that listen to the event, in the windows that match, `*` for all. Attaches by itself. Throws:
    /// interpreter_closed; what the conversion throws.
    template <class T>
    void emit(const event<T>& of, const std::type_identity_t<T>& value, std::string_view windows = "*")
    {
        pyhost::detail::emit_value(*core_, of, value, windows);
    }

    /// Answers all calls with "closed", closes all channels, and waits for what runs, app_options::closing at most, and for what another
    /// thread that closes it waits for. The destructor does it too. A command may call it, and is not waited for; on the thread of an event
    /// loop, and where coroutines go on that name no executor, it waits for nothing.
    void close() { core_->close(); }

    [[nodiscard]] const app_options& options() const noexcept { return core_->options; }

    /// For transports: tells app_options::log one line; control characters are spaces, and what is no UTF-8 is "?". Any thread.
    void log(std::string_view line) const { core_->log(line); }

private:
    template <class Make>
    void add(std::string_view name, command_options options, Make make)
    {
        auto made = std::make_shared<pyhost::detail::command_record>();
        made->name = name;
        made->target = make(options.job);
        made->options = std::move(options);
        core_->add(std::move(made));
    }

    std::shared_ptr<pyhost::detail::bridge_core> core_;
};

}  // namespace pyhost::inline v0::bridge

#if PYHOST_DETAIL_BRIDGE_BODIES
#include <pyhost/bridge/detail/call_steps.hpp>
#include <pyhost/bridge/detail/channel_steps.hpp>
#include <pyhost/bridge/detail/core_steps.hpp>
#include <pyhost/bridge/detail/delivery.hpp>
#include <pyhost/bridge/detail/place_steps.hpp>
#include <pyhost/bridge/detail/sending_steps.hpp>
#endif
