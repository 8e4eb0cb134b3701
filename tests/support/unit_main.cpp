// SPDX-License-Identifier: MIT
// The main of the Catch2 programs: one interpreter around all cases, and nothing alive after its end.
#include <support/leaks.hpp>
#include <support/venv.hpp>

#include <pyhost/interpreter.hpp>

#include <catch2/catch_session.hpp>

int main(int argc, char** argv)
{
    Catch::Session session;
    if (const int status = session.applyCommandLine(argc, argv); status != 0) return status;

    int failed = 0;
    {
        pyhost::interpreter python{support::test_config()};
        failed = session.run();
    }
    return support::report_leaks() == 0 ? failed : 1;
}
