// SPDX-License-Identifier: MIT
// A display for tests with windows: a server of X that nobody looks at.
#pragma once

#include <cstdlib>
#include <spawn.h>
#include <string>
#include <unistd.h>

namespace support {

/// Starts Xvfb and names it in DISPLAY; false where there is none. It ends when the last window of this program is gone, and with it.
inline bool start_display()
{
    int ends[2];
    if (pipe(ends) != 0) return false;
    const std::string number = std::to_string(ends[1]);
    const char* command[] = {"Xvfb",    "-displayfd", number.c_str(), "-terminate", "-nolisten", "tcp",
                             "-screen", "0",          "1280x1024x24", nullptr};
    pid_t server = 0;
    const int problem = posix_spawnp(&server, command[0], nullptr, nullptr, const_cast<char**>(command), environ);
    close(ends[1]);
    std::string display = ":";
    char digit = 0;
    while (problem == 0 && read(ends[0], &digit, 1) == 1 && digit != '\n') display += digit;
    close(ends[0]);
    if (display.size() == 1) return false;
    unsetenv("WAYLAND_DISPLAY");
    return setenv("DISPLAY", display.c_str(), 1) == 0;
}

}  // namespace support
