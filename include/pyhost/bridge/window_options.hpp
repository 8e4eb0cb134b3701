// SPDX-License-Identifier: MIT
// What a window with pages may be told.
#pragma once

#include <pyhost/macros.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

namespace pyhost::inline v0::bridge {

struct window_options {
    std::string name = "main";   // of its peer: permissions go by it
    std::string title = {};      // without one, that of the page
    int width = 1024, height = 768;
    std::filesystem::path pages = {};  // a folder with index.html

    /// With each page. What has no `default-src 'self'` needs `connect-src 'self'`, by which the bridge reads large messages.
    std::string content_security_policy = "default-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'";

    std::filesystem::path storage =
        {};  // of this window alone, where its pages keep what they store; without one, that ends with the window
    bool developer_tools = false;
    bool sandbox = false;  // of WebKitGTK, for the process of the pages: it needs bubblewrap and xdg-dbus-proxy
    std::size_t most_waiting = std::size_t{256} << 20;  // bytes for a page that takes none: one that is behind by more is taken for gone
};

}  // namespace pyhost::inline v0::bridge
