// SPDX-License-Identifier: MIT
// Opens the host library with RTLD_LOCAL: its symbols, libpython's too, are then invisible to what Python loads.
#include <dlfcn.h>
#include <iostream>

int main()
{
    void* host = dlopen(HOST, RTLD_NOW | RTLD_LOCAL);
    if (host == nullptr) {
        std::cerr << "consumer: failed: " << dlerror() << '\n';
        return 1;
    }
    const auto run = reinterpret_cast<int (*)()>(dlsym(host, "run_consumer"));
    return run();
}
