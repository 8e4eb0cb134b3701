// SPDX-License-Identifier: MIT
// One state per process in a program that knows nothing of pyhost: its two plugins share the interpreter.
#include <cstdint>
#include <cstdio>
#include <process/plugin.hpp>
#include <string_view>

namespace {

int failures = 0;

void check(bool condition, const char* what)
{
    if (condition) return;
    std::fprintf(stderr, "check failed: %s\n", what);
    ++failures;
}

}  // namespace

int main(int, char** argv)
{
    const int visibility = std::string_view{argv[3]} == "global" ? RTLD_GLOBAL : RTLD_LOCAL;
    support::plugin first{argv[1], visibility};
    const support::plugin second{argv[2], visibility};

    check(first.call<const void*()>("process_address") == second.call<const void*()>("process_address"), "one state");
    first.call<void()>("start");
    check(second.call<double(double)>("square_root", 9.0) == 3.0, "a call from the other plugin");
    second.call<void()>("leave_traces");
    void* ref = second.call<void*(int)>("new_ref", 1);
    check(first.call<std::int64_t()>("live_refs") == second.call<std::int64_t()>("live_refs"), "common counters");
    first.call<void(void*)>("drop_ref", ref);
    first.call<void()>("stop");

    first.close();
    second.call<void()>("start");
    check(second.call<double(double)>("square_root", 16.0) == 4.0, "a start by the plugin that is left");
    second.call<void()>("stop");
    return failures;
}
