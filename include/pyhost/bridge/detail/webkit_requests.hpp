// SPDX-License-Identifier: MIT
// What a window answers to the requests of its page: the files of a folder, and the large messages of the bridge.
#pragma once

#include <pyhost/bridge/detail/page_files.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/detail/webkit_glib.hpp>

#include <string_view>

namespace pyhost::inline v0::detail {

inline constexpr std::string_view window_origin = "app://localhost";

/// Whether a URL is one of the origin of all windows.
inline bool is_of_window(std::string_view url)
{
    return url.starts_with(window_origin) && url.substr(window_origin.size()).starts_with('/');
}

struct webkit_answer {
    unsigned status = 200;
    std::string_view type = "text/plain; charset=utf-8";
    std::string body = {};
};

/// A header of a request; empty where it has none.
inline std::string_view header_of(WebKitURISchemeRequest* request, const char* name)
{
    SoupMessageHeaders* all = webkit_uri_scheme_request_get_http_headers(request);
    const char* one = all != nullptr ? soup_message_headers_get_one(all, name) : nullptr;
    return one != nullptr ? one : std::string_view{};
}

/// The message of `GET /.pyhost/message/7`; 0 for another path.
inline std::uint64_t large_message_number(std::string_view path)
{
    constexpr std::string_view before = "/.pyhost/message/";
    std::uint64_t number = 0;
    if (!path.starts_with(before) || path.size() > before.size() + 18) return 0;
    for (const char one : path.substr(before.size())) {
        if (one < '0' || one > '9') return 0;
        number = number * 10 + static_cast<std::uint64_t>(one - '0');
    }
    return number;
}

inline webkit_answer page_answer(const page_files& pages, std::string_view path)
{
    std::optional<page_file> found = pages.find(path);
    if (!found) return {404, "text/plain; charset=utf-8", "there is no such page"};
    return {200, found->type, std::move(found->bytes)};
}

/// Nothing is kept in a cache: a reload shows the files as they are.
inline void finish(WebKitURISchemeRequest* request, webkit_answer answer, const std::string& policy)
{
    const auto size = static_cast<gint64>(answer.body.size());
    const std::string type{answer.type};
    const gobject<GInputStream> body = stream_of(std::move(answer.body));
    const gobject<WebKitURISchemeResponse> made{webkit_uri_scheme_response_new(body.get(), size)};
    SoupMessageHeaders* headers = soup_message_headers_new(SOUP_MESSAGE_HEADERS_RESPONSE);
    soup_message_headers_append(headers, "Content-Type", type.c_str());
    soup_message_headers_append(headers, "Content-Security-Policy", policy.c_str());
    soup_message_headers_append(headers, "X-Content-Type-Options", "nosniff");
    soup_message_headers_append(headers, "Cache-Control", "no-store");
    webkit_uri_scheme_response_set_http_headers(made.get(), headers);
    webkit_uri_scheme_response_set_content_type(made.get(), type.c_str());
    webkit_uri_scheme_response_set_status(made.get(), answer.status, nullptr);
    webkit_uri_scheme_request_finish_with_response(request, made.get());
}

}  // namespace pyhost::inline v0::detail

#endif
