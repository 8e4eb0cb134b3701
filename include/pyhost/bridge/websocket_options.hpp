// SPDX-License-Identifier: MIT
// What a server for browsers serves, and what it takes from them at most.
#pragma once

#include <pyhost/macros.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace pyhost::inline v0::bridge {

/// What is beyond one of these is refused, or disconnected.
struct websocket_options {
    std::filesystem::path pages;  // the folder with index.html; files whose names begin with a dot are not served
    std::string window = "main";  // of the peers: all pages of one origin are one window, since they can reach each other
    std::uint16_t port = 0;       // 0: a free one. Browsers trust what a program that had a port before has left there: a service worker
    std::string content_security_policy = "default-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";
    std::chrono::seconds url_lifetime{120};     // how long a URL that was given out may be opened
    std::chrono::milliseconds patience{10'000};  // for a request that has begun, and for its answer to be taken
    std::size_t connections = 64;                // at one time, of HTTP and WebSockets
    std::size_t most_unsent = 64u << 20;  // bytes that wait for one page; a page that lets them grow beyond it is disconnected
};

}  // namespace pyhost::inline v0::bridge
