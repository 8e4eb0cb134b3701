// SPDX-License-Identifier: MIT
// Addresses and headers of httpx, and a request that is built and not sent.
#include "httpx.hpp"

#include "start.hpp"

int main()
{
    const auto python = start();
    const httpx::URL url = httpx::URL{"https://example.org:8080/a?x=1"}.copy_add_param("y", 2);
    check(url.host() == "example.org");
    check(url.port() == 8080);
    check(url.str() == "https://example.org:8080/a?x=1&y=2");
    check(url.params().get_list("y") == std::vector<std::string>{"2"});
    check(url.join("/b").path() == "/b");

    const httpx::Headers headers{std::map<std::string, std::string>{{"Accept", "text/html"}}};
    check(headers["accept"] == "text/html");

    const httpx::Client client;
    check(client.build_request("GET", url).read().empty());
    client.close();
    check(client.is_closed());
}
