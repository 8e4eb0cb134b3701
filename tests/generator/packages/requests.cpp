// SPDX-License-Identifier: MIT
// A request that is prepared and not sent, with requests.
#include "requests.hpp"

#include "start.hpp"

int main()
{
    const auto python = start();
    const requests::Request request{"GET", "http://example.org/a b"};
    const requests::PreparedRequest prepared = request.prepare();
    check(prepared.url() == "http://example.org/a%20b");
    check(prepared.method() == "GET");
    check(prepared.path_url() == "/a%20b");
    check(prepared.copy().url() == prepared.url());
}
