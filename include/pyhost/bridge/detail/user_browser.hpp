// SPDX-License-Identifier: MIT
// Opens a secret URL in the user's browser.
#pragma once

#include <pyhost/macros.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace pyhost::inline v0::detail {

/// By a file that leads to the URL, since every user of the machine may read command lines. Any thread.
class user_browser {
public:
    /// `log` is told where xdg-open has failed, which is known later.
    explicit user_browser(std::function<void(const std::string&)> log) : reports_{std::make_shared<reports>()}
    {
        reports_->log = std::move(log);
    }
    user_browser(const user_browser&) = delete;
    user_browser& operator=(const user_browser&) = delete;
    ~user_browser() { close(); }

    /// Throws: std::system_error, where there is no xdg-open for example.
    void open(const std::string& url);

    /// Removes the files; nothing is logged any more.
    void close();

private:
    struct reports {
        std::mutex state;
        std::function<void(const std::string&)> log;
    };

    std::shared_ptr<reports> reports_;
    std::mutex state_;
    std::vector<std::filesystem::path> files_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
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

/// A program in a group of its own, so that Ctrl-C is not for it too, which reads and prints nothing. Throws: std::system_error.
PYHOST_DETAIL_TRANSPORT_BODY pid_t start_quietly(std::string program, std::string argument)
{
    char* const command[] = {program.data(), argument.data(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t child = 0;
    const int failure = ::posix_spawnp(&child, command[0], &files, &attributes, command, environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
    if (failure != 0)
        throw std::system_error{failure, std::generic_category(),
                                program + " could not be started; install xdg-utils, or show the user the URL"};
    return child;
}

PYHOST_DETAIL_TRANSPORT_BODY void user_browser::open(const std::string& url)
{
    const std::filesystem::path file = private_file("<!doctype html><meta http-equiv=\"refresh\" content=\"0;url=" + url + "\">\n");
    {
        const std::scoped_lock held{state_};
        files_.push_back(file);
    }
    const pid_t child = start_quietly("xdg-open", file.string());
    std::thread{[child, to = reports_] {  // some browsers run under it until they end
        int status = 0;
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
        const std::scoped_lock held{to->state};
        if (status != 0 && to->log)
            to->log("xdg-open has failed (status " + std::to_string(WEXITSTATUS(status)) + "); show the user the URL");
    }}
        .detach();
}

PYHOST_DETAIL_TRANSPORT_BODY void user_browser::close()
{
    {
        const std::scoped_lock held{reports_->state};
        reports_->log = nullptr;
    }
    const std::scoped_lock held{state_};
    std::error_code gone;
    for (const auto& file : files_) std::filesystem::remove(file, gone);
    files_.clear();
}

}  // namespace pyhost::inline v0::detail

#endif
