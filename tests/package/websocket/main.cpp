// SPDX-License-Identifier: MIT
// A server for browsers, by a package alone.
#include <pyhost/bridge.hpp>
#include <pyhost/bridge/websocket.hpp>

#include <iostream>

namespace py = pyhost;

int main()
{
    py::bridge::app app;
    app.command("version", [] { return 1; });
    py::bridge::websocket_server server{app, {.pages = "."}};
    std::cout << "consumer: " << (server.url().find(server.origin() + "/.pyhost/open/") == 0 ? 5 : 0) << '\n';
}
