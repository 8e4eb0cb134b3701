// SPDX-License-Identifier: MIT
// What pyvenv.cfg says of a virtual environment (PEP 405).
#pragma once

#include <pyhost/detail/files.hpp>
#include <pyhost/detail/library.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

struct venv_file {
    std::string home;     ///< the bin directory of the Python it was made from
    std::string version;  ///< "3.11"; empty when the file does not say
    std::string maker;    ///< "uv 0.5.1", "virtualenv 20.28.0"; empty when the venv module made it
};

inline std::string_view trimmed(std::string_view text) noexcept
{
    const std::size_t start = text.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(" \t\r") + 1 - start);
}

/// The value of `key = value` when the line has that key, in any case as CPython takes it.
inline std::optional<std::string> venv_value(std::string_view line, std::string_view key)
{
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    std::string name{trimmed(line.substr(0, equals))};
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (name != key) return std::nullopt;
    return std::string{trimmed(line.substr(equals + 1))};
}

/// Reads pyvenv.cfg; nothing when it cannot be read. `version` is venv's name, `version_info` virtualenv's and uv's.
inline std::optional<venv_file> read_venv_file(const std::string& path)
{
    const std::optional<std::string> text = files::read_tail(path, 1 << 16);
    if (!text) return std::nullopt;
    venv_file read;
    for (std::size_t at = 0, end = 0; at < text->size(); at = end + 1) {
        end = text->find('\n', at);
        if (end == std::string::npos) end = text->size();
        const std::string_view line = std::string_view{*text}.substr(at, end - at);
        for (const char* key : {"uv", "virtualenv"})
            if (auto version = venv_value(line, key)) read.maker = std::string{key} + " " + *version;
        if (auto home = venv_value(line, "home")) read.home = *home;
        for (const char* key : {"version", "version_info"})
            if (auto version = venv_value(line, key); version && read.version.empty()) read.version = minor_version(*version);
    }
    return read;
}

}  // namespace pyhost::inline v0::detail
