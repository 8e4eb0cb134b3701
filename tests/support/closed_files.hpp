// SPDX-License-Identifier: MIT
// Files and directories that this process may not read, also when it runs as root.
#pragma once

#include <support/lifecycle.hpp>

#include <filesystem>
#include <linux/capability.h>
#include <string>
#include <sys/syscall.h>
#include <unistd.h>

namespace support {

/// Gives up root's right to read whatever it likes, for the rest of the process (capabilities(7): CAP_DAC_*).
inline void obey_file_permissions()
{
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    __user_cap_data_struct held[2]{};
    check(syscall(SYS_capget, &header, held) == 0);
    const unsigned int passes_over = (1U << CAP_DAC_OVERRIDE) | (1U << CAP_DAC_READ_SEARCH);
    for (unsigned int* set : {&held[0].effective, &held[0].permitted, &held[0].inheritable}) *set &= ~passes_over;
    check(syscall(SYS_capset, &header, held) == 0);
}

/// A path without any permission for the length of a scope.
class closed {
public:
    explicit closed(std::string path) : path_{std::move(path)}, old_{std::filesystem::status(path_).permissions()}
    {
        std::filesystem::permissions(path_, std::filesystem::perms::none);
        check(access(path_.c_str(), R_OK) != 0);
    }
    ~closed() { std::filesystem::permissions(path_, old_); }
    closed(const closed&) = delete;
    closed& operator=(const closed&) = delete;

private:
    std::string path_;
    std::filesystem::perms old_;
};

}  // namespace support
