// SPDX-License-Identifier: MIT
// Opens a secret URL in the user's browser.
#pragma once

#include <pyhost/macros.hpp>

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// By a file that leads to the URL, since every user of the machine may read command lines. Any thread.
class user_browser {
public:
    user_browser() = default;
    user_browser(const user_browser&) = delete;
    user_browser& operator=(const user_browser&) = delete;

    /// Removes the files.
    ~user_browser();

    /// Throws: std::system_error, where there is no xdg-open for example.
    void open(const std::string& url);

private:
    std::mutex state_;
    std::vector<std::filesystem::path> files_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <cerrno>
#include <cstdlib>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace pyhost::inline v0::detail {

/// A file that only this user can read. Throws: std::system_error.
PYHOST_DETAIL_TRANSPORT_BODY std::filesystem::path private_file(std::string_view text)
{
    std::string name = (std::filesystem::temp_directory_path() / "pyhost-XXXXXX.html").string();
    const int file = ::mkstemps(name.data(), 5);
    if (file < 0) throw std::system_error{errno, std::generic_category(), "no file for the browser: " + name};
    const ssize_t put = ::write(file, text.data(), text.size());
    const int failure = errno;
    ::close(file);
    if (put == static_cast<ssize_t>(text.size())) return name;
    std::filesystem::remove(name);
    throw std::system_error{put < 0 ? failure : ENOSPC, std::generic_category(), "the file for the browser could not be written: " + name};
}

PYHOST_DETAIL_TRANSPORT_BODY void user_browser::open(const std::string& url)
{
    const std::filesystem::path file = private_file("<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=" + url + "\">\n");
    {
        const std::scoped_lock held{state_};
        files_.push_back(file);
    }
    std::string program = "xdg-open", argument = file.string();
    char* const command[] = {program.data(), argument.data(), nullptr};
    pid_t child = 0;
    if (const int failure = ::posix_spawnp(&child, command[0], nullptr, nullptr, command, environ); failure != 0)
        throw std::system_error{failure, std::generic_category(),
                                "xdg-open could not be started; install xdg-utils, or show the user the URL"};
    std::thread{[child] { ::waitpid(child, nullptr, 0); }}.detach();  // some browsers run under it until they end
}

PYHOST_DETAIL_TRANSPORT_BODY user_browser::~user_browser()
{
    std::error_code gone;
    for (const auto& file : files_) std::filesystem::remove(file, gone);
}

}  // namespace pyhost::inline v0::detail

#endif
