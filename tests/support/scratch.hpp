// SPDX-License-Identifier: MIT
// A temporary directory with files, and environment variables for the length of a scope.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <unistd.h>

namespace support {

/// An environment variable, put back at the end of the scope.
class variable {
public:
    variable(const char* name, const std::string& value) : name_{name}
    {
        if (const char* old = std::getenv(name)) old_ = old;
        setenv(name, value.c_str(), 1);
    }
    ~variable()
    {
        if (old_) setenv(name_, old_->c_str(), 1);
        else unsetenv(name_);
    }
    variable(const variable&) = delete;
    variable& operator=(const variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> old_;
};

/// A directory that is gone with the object.
class scratch {
public:
    scratch()
        : root_{std::filesystem::canonical(std::filesystem::temp_directory_path()) /
                ("pyhost-" + std::to_string(getpid()) + "-" + std::to_string(count++))}
    {
        std::filesystem::create_directories(root_);
    }
    ~scratch() { std::filesystem::remove_all(root_); }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;

    /// The path of a file in it.
    std::string operator/(const std::string& name) const { return (root_ / name).string(); }

    /// Writes a file and makes its directories.
    void write(const std::string& name, const std::string& text = "") const
    {
        std::filesystem::create_directories((root_ / name).parent_path());
        std::ofstream{root_ / name} << text;
    }

    /// A file that may be run.
    void program(const std::string& name) const
    {
        write(name, "#!/bin/sh\n");
        std::filesystem::permissions(root_ / name, std::filesystem::perms::owner_all);
    }

    void link(const std::string& name, const std::string& target) const
    {
        std::filesystem::create_directories((root_ / name).parent_path());
        std::filesystem::create_symlink(target, root_ / name);
    }

private:
    static inline int count = 0;
    std::filesystem::path root_;
};

}  // namespace support
