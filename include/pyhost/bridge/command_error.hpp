// SPDX-License-Identifier: MIT
// An error of a command with a code that the front end can act on.
#pragma once

#include <pyhost/macros.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace pyhost::inline v0::bridge {

/// Thrown by a command of C++, the front end has its code, its message and its data; any other exception has the code "failed".
///
/// In Python an exception with an attribute `bridge_code`, a str, does the same; `bridge_data` is its data.
class command_error : public std::runtime_error {
public:
    /// `data` is a text of JSON, or empty for none.
    command_error(std::string code, const std::string& message, std::string data = {})
        : std::runtime_error{message}, code_{std::move(code)}, data_{std::move(data)}
    {
    }

    [[nodiscard]] const std::string& code() const noexcept { return code_; }
    [[nodiscard]] const std::string& data() const noexcept { return data_; }

private:
    std::string code_;
    std::string data_;
};

}  // namespace pyhost::inline v0::bridge
