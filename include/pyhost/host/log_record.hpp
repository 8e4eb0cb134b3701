// SPDX-License-Identifier: MIT
// A record of Python's logging as C++ sees it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace pyhost::inline v0 {

/// The levels of Python's logging. Others are numbers between: static_cast<log_level>(15).
enum class log_level : int { notset = 0, debug = 10, info = 20, warning = 30, error = 40, critical = 50 };

/// A value beside the text of a record. What is none of these in Python comes as its repr().
using log_value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// Such a value and its name, as in `extra` of Python's logging functions: {"port", 8080}.
struct log_field {
    log_field(std::string_view of, log_value has) : name{of}, value{std::move(has)} {}

    /// Of a number or a text. A number beyond 64 bits with a sign is its text.
    template <class T>
        requires(!std::same_as<std::remove_cvref_t<T>, log_value>)
    log_field(std::string_view of, const T& has) : name{of}
    {
        if constexpr (std::same_as<T, bool>) value = has;
        else if constexpr (std::same_as<T, char>) value = std::string(1, has);
        else if constexpr (std::integral<T>) value = integer(has);
        else if constexpr (std::floating_point<T>) value = static_cast<double>(has);
        else value = std::string{has};
    }

    std::string name;
    log_value value;

private:
    template <class T>
    static log_value integer(T has)
    {
        if (std::in_range<std::int64_t>(has)) return static_cast<std::int64_t>(has);
        return std::to_string(has);
    }
};

using log_extra = std::vector<log_field>;

/// How many records of log() may wait for Python; what finds as many is lost, and counted.
inline constexpr std::size_t log_queue_size = 1000;

/// What a log_sink gets: a logging.LogRecord. All text is UTF-8.
struct log_record {
    log_level level = log_level::notset;
    std::string level_name{};     ///< "WARNING"
    std::string logger{};         ///< "package.module"
    std::string message{};        ///< with its arguments in it
    std::string file{};           ///< of the line that logged
    int line = 0;
    std::string function{};
    double created = 0;         ///< seconds since 1970, as time.time()
    std::uint64_t thread = 0;   ///< threading.get_ident()
    std::string thread_name{};
    std::string exception{};      ///< the traceback of exc_info, and what stack_info has; empty where there is none
    log_extra extra{};
    std::uint64_t dropped = 0;  ///< how many records were lost just before this one, where the queue was full
};

}  // namespace pyhost::inline v0
