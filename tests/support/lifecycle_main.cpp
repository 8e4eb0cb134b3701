// SPDX-License-Identifier: MIT
// The main of the lifecycle program: `NAME` runs a case, `--expect NAME` prints what run_lifecycle.py must find.
#include <support/leaks.hpp>
#include <support/lifecycle.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>

namespace support {

void check(bool condition, std::source_location where)
{
    if (condition) return;
    std::fprintf(stderr, "%s:%u: check failed in %s\n", where.file_name(), where.line(), where.function_name());
    std::_Exit(1);  // other threads may be anywhere: nothing is unwound
}

static int run(const lifecycle_case& one)
{
    try {
        one.run();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s ended by an exception: %s\n", one.name.c_str(), e.what());
        return 1;
    }
    return report_leaks() == 0 ? 0 : 1;
}

static void print(const expectation& expected)
{
    std::printf("%d %d %d %s", expected.exit_code, expected.limit_seconds, expected.hangs ? 1 : 0, expected.stderr_pattern.c_str());
}

}  // namespace support

int main(int argc, char** argv)
{
    const struct sigaction plain{};
    sigaction(SIGINT, &plain, nullptr);  // a script that starts the tests in the background has it ignored
    const std::string_view last = argc > 1 ? argv[argc - 1] : "";
    for (const support::lifecycle_case& one : support::lifecycle_cases()) {
        if (one.name != last) continue;
        if (argc == 2) return support::run(one);
        support::print(one.expected);
        return 0;
    }
    std::fprintf(stderr, "usage: %s [--expect] CASE\n", argv[0]);
    return 2;
}
