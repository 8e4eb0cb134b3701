// SPDX-License-Identifier: MIT
// What the cases of output and logging share: a sink that any thread may look into.
#pragma once

#include <pyhost/host.hpp>

#include <functional>
#include <lifecycle/fork.hpp>
#include <mutex>
#include <string>
#include <vector>

using texts = std::vector<std::string>;

/// Lines of output and messages of records; std::ref(book) is a sink of either.
class log_book {
public:
    void operator()(const py::output_line& line) { add(line.text); }
    void operator()(const py::log_record& record) { add(record.message); }

    [[nodiscard]] texts all() const
    {
        const std::scoped_lock held{mutex_};
        return texts_;
    }
    [[nodiscard]] bool has(const std::string& wanted) const
    {
        for (const std::string& text : all())
            if (text == wanted) return true;
        return false;
    }

private:
    void add(const std::string& text)
    {
        const std::scoped_lock held{mutex_};
        texts_.push_back(text);
    }

    mutable std::mutex mutex_;
    texts texts_;
};

inline void run(const char* source)
{
    const py::gil_guard gil;
    py::exec(source);
}

inline void warn(const char* text) { check(py::log(py::log_level::warning, "cpp", text)); }
