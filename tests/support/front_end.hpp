// SPDX-License-Identifier: MIT
// A front end without a window: it sends messages to an app and keeps what it is sent.
#pragma once

#include <pyhost/bridge.hpp>
#include <pyhost/eval.hpp>
#include <pyhost/module.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// Makes a module of Python source, in place of the one before of that name.
inline void make_module(const char* name, const char* source)
{
    const pyhost::gil_guard gil;
    pyhost::import_module("sys").attr("modules")[name] = pyhost::module_from_source(name, source);
}

/// Counts its messages up; what waits for an answer gives up after a minute.
class front_end {
public:
    explicit front_end(pyhost::bridge::app& app, pyhost::bridge::peer who = {})
        : channel_{app.open(std::move(who), [this](pyhost::bridge::message one) { take(std::move(one)); })}
    {
    }

    void send(std::string text) { channel_.receive(std::move(text)); }
    void send(pyhost::bridge::message one) { channel_.receive(std::move(one)); }
    void close() { channel_.close(); }

    /// Begins a call; `more` are members behind the arguments. Returns its id.
    std::uint64_t begin(std::string_view command, std::string_view arguments = "{}", std::string_view more = {})
    {
        const std::uint64_t id = ++last_;
        send("{\"id\":" + std::to_string(id) + ",\"command\":\"" + std::string{command} + "\",\"args\":" + std::string{arguments} +
             std::string{more} + "}");
        return id;
    }

    /// What stands behind the id in its answer: `"result":7`, `"error":{...}`.
    std::string answer(std::uint64_t id)
    {
        std::string found;
        wait([&] {
            for (const auto& one : messages_)
                for (const char* kind : {"\"result\":", "\"error\":"})
                    if (const std::string text = behind_id(one.text, id); text.starts_with(kind)) found = text;
            return !found.empty();
        });
        return found.empty() ? "no answer" : found;
    }
    std::string call(std::string_view command, std::string_view arguments = "{}", std::string_view more = {})
    {
        return answer(begin(command, arguments, more));
    }

    /// All that came for one id, joined by spaces.
    std::string all_of(std::uint64_t id)
    {
        const std::scoped_lock held{state_};
        std::string made;
        for (const auto& one : messages_)
            if (const std::string text = behind_id(one.text, id); !text.empty()) made += (made.empty() ? "" : " ") + text;
        return made;
    }

    /// Waits until `count` messages came that have this text in them; whether they did.
    bool wait_for(std::string_view text, std::size_t count = 1)
    {
        return wait([&] {
            std::size_t found = 0;
            for (const auto& one : messages_) found += one.text.find(text) != std::string::npos ? 1u : 0u;
            return found >= count;
        });
    }

    std::vector<pyhost::bridge::message> messages()
    {
        const std::scoped_lock held{state_};
        return messages_;
    }

private:
    static std::string behind_id(const std::string& text, std::uint64_t id)
    {
        const std::string head = "{\"id\":" + std::to_string(id) + ",";
        return text.starts_with(head) ? text.substr(head.size(), text.size() - head.size() - 1) : std::string{};
    }

    void take(pyhost::bridge::message one)
    {
        const std::scoped_lock held{state_};
        messages_.push_back(std::move(one));
        news_.notify_all();
    }

    template <class Done>
    bool wait(Done done)
    {
        std::unique_lock held{state_};
        return news_.wait_for(held, std::chrono::minutes{1}, done);
    }

    std::mutex state_;
    std::condition_variable news_;
    std::vector<pyhost::bridge::message> messages_;
    std::uint64_t last_ = 0;
    pyhost::bridge::channel channel_;
};

}  // namespace support
