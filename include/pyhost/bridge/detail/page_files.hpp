// SPDX-License-Identifier: MIT
// The files of a front end, as a window or a browser asks for them: a folder, and nothing outside it. For POSIX.
#pragma once

#include <pyhost/macros.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// A file that was read whole, and its type as HTTP names it.
struct page_file {
    std::string_view type;
    std::string bytes;
};

/// Reads them each time, so that a changed file is seen with the next load. Any thread.
class page_files {
public:
    /// Throws: std::filesystem::filesystem_error where there is no such folder.
    explicit page_files(const std::filesystem::path& folder);

    /// The file of a path of a URL, "/img/logo.svg", or of "/img/" its index.html. Nothing for one that is not there, is hidden (a name
    /// that begins with a dot), or lies outside the folder, by links too; that is no file, or has more than 256 MiB.
    [[nodiscard]] std::optional<page_file> find(std::string_view path_of_url) const;

private:
    [[nodiscard]] bool shows(const std::filesystem::path& file) const;

    std::filesystem::path folder_;
};

/// The text of a URL without its %XX; nothing where one of them is none, or a zero byte.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BRIDGE_BODIES

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace pyhost::inline v0::detail {

inline constexpr off_t longest_page_file = off_t{256} << 20;

PYHOST_DETAIL_BRIDGE_BODY std::string_view type_of_page_file(const std::filesystem::path& of)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 20> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".jpeg", "image/jpeg"},
        {".gif", "image/gif"},
        {".webp", "image/webp"},
        {".avif", "image/avif"},
        {".ico", "image/vnd.microsoft.icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".wasm", "application/wasm"},
        {".txt", "text/plain; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
    }};
    std::string extension = of.extension().string();
    for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    const auto* const found = std::find_if(types.begin(), types.end(), [&](const auto& one) { return one.first == extension; });
    return found != types.end() ? found->second : "application/octet-stream";
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<std::string> percent_decoded(std::string_view text)
{
    const auto digit = [](char of) {
        return of >= '0' && of <= '9' ? of - '0' : (of | 0x20) >= 'a' && (of | 0x20) <= 'f' ? (of | 0x20) - 'a' + 10 : -1;
    };
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char one = text[at];
        if (one == '%') {
            const int high = at + 2 < text.size() ? digit(text[at + 1]) : -1, low = high >= 0 ? digit(text[at + 2]) : -1;
            if (low < 0) return std::nullopt;
            one = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (one == '\0') return std::nullopt;
        made += one;
    }
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY page_files::page_files(const std::filesystem::path& folder) : folder_{std::filesystem::canonical(folder)}
{
    if (!std::filesystem::is_directory(folder_))
        throw std::filesystem::filesystem_error{"the files of a front end stand in a folder", folder_,
                                                std::make_error_code(std::errc::not_a_directory)};
}

/// Of a file as the system names it: whether it is inside, and nothing on the way to it is hidden.
PYHOST_DETAIL_BRIDGE_BODY bool page_files::shows(const std::filesystem::path& file) const
{
    const auto [inside, name] = std::mismatch(folder_.begin(), folder_.end(), file.begin(), file.end());
    return inside == folder_.end() && std::none_of(name, file.end(), [](const auto& one) { return one.native().starts_with('.'); });
}

/// The whole of a file; nothing of what is none, also where it has become something else since it was looked at.
PYHOST_DETAIL_BRIDGE_BODY std::optional<std::string> whole_file(const std::filesystem::path& path)
{
    struct descriptor {
        int number;
        ~descriptor() { ::close(number); }
    } const from{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    struct stat about{};
    if (from.number < 0 || ::fstat(from.number, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size > longest_page_file)
        return std::nullopt;
    std::string made(static_cast<std::size_t>(about.st_size), '\0');
    for (std::size_t at = 0; at < made.size();) {
        const ssize_t got = ::read(from.number, made.data() + at, made.size() - at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return std::nullopt;  // it became shorter
        at += static_cast<std::size_t>(got);
    }
    return made;
}

PYHOST_DETAIL_BRIDGE_BODY std::optional<page_file> page_files::find(std::string_view path_of_url) const
{
    std::optional<std::string> path = percent_decoded(path_of_url);
    if (!path || !path->starts_with('/') || path->starts_with("//") || path->find('\\') != std::string::npos) return std::nullopt;
    if (path->find("/.") != std::string::npos) return std::nullopt;  // hidden, and ".."
    if (path->ends_with('/')) *path += "index.html";
    std::error_code failure;
    const std::filesystem::path file = std::filesystem::canonical(folder_ / path->substr(1), failure);
    if (failure || !shows(file)) return std::nullopt;
    auto bytes = whole_file(file);
    if (!bytes) return std::nullopt;
    return page_file{type_of_page_file(file), *std::move(bytes)};
}

}  // namespace pyhost::inline v0::detail

#endif
