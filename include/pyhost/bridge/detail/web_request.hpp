// SPDX-License-Identifier: MIT
// What a server on the loopback address says to a request: a file, a cookie, a WebSocket, or why not.
#pragma once

#include <pyhost/bridge/detail/page_files.hpp>
#include <pyhost/bridge/detail/web_access.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace pyhost::inline v0::detail {

using web_question = boost::beast::http::request<boost::beast::http::empty_body>;
using web_answer = boost::beast::http::response<boost::beast::http::string_body>;
using web_status = boost::beast::http::status;

/// The paths that are no files: a key behind the first is exchanged, the second is the script of the page that says so, the third is the
/// WebSocket's.
inline constexpr std::string_view key_path = "/.pyhost/open/", entry_path = "/.pyhost/enter.js", socket_path = "/.pyhost/bridge";
inline constexpr std::string_view entry_script = "localStorage.setItem('pyhost', document.querySelector('meta[name=ticket]').content);\n"
                                                 "location.replace('/');\n";

/// Why a request is refused.
struct web_refusal {
    web_status status;
    std::string why;
};

/// The rules of a server, with no connection about them.
class web_rules {
public:
    /// A policy that says nothing of connections allows those to this server.
    web_rules(std::uint16_t port, const std::filesystem::path& pages, std::string policy);

    const std::string host, origin;

    /// The answer to all but the request for a WebSocket; `why` has the reason of one that is refused.
    [[nodiscard]] web_answer answer(const web_question& asked, std::string& why);

    /// Why a page gets no WebSocket, if it does not.
    [[nodiscard]] std::optional<web_refusal> refusal_of_socket(const web_question& asked) const;

    [[nodiscard]] web_answer refused(const web_question& asked, const web_refusal& reason) const;

private:
    [[nodiscard]] std::optional<web_refusal> refusal_of_any(const web_question& asked) const;
    [[nodiscard]] web_answer exchanged(const web_question& asked, std::string_view key, std::string& why);
    [[nodiscard]] web_answer made(const web_question& asked, web_status status, std::string_view type, std::string body) const;

    page_files files_;
    std::string policy_;

public:
    web_access access;
};

PYHOST_DETAIL_TRANSPORT_BODY web_rules::web_rules(std::uint16_t port, const std::filesystem::path& pages, std::string policy)
    : host{port == 80 ? "127.0.0.1" : "127.0.0.1:" + std::to_string(port)},  // as browsers write it
      origin{"http://" + host},
      files_{pages},
      policy_{std::move(policy)},
      access{"pyhost-" + std::to_string(port)}
{
    if (policy_.find("connect-src") == std::string::npos)
        policy_ += "; connect-src 'self' ws://" + host;  // 'self' is HTTP alone in some browsers
}

inline std::string_view view_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

inline std::string_view header_of(const web_question& asked, boost::beast::http::field name) { return view_of(asked[name]); }

PYHOST_DETAIL_TRANSPORT_BODY web_answer web_rules::made(const web_question& asked, web_status status, std::string_view type,
                                                        std::string body) const
{
    using boost::beast::http::field;
    web_answer one{status, asked.version()};
    const std::size_t size = body.size();
    const auto set = [&](auto name, std::string_view value) { one.set(name, boost::beast::string_view{value.data(), value.size()}); };
    set(field::content_type, type);
    set("Content-Security-Policy", policy_);
    set(field::x_frame_options, "DENY");
    set(field::cache_control, "no-store");
    set("X-Content-Type-Options", "nosniff");
    set("Referrer-Policy", "no-referrer");
    set("Cross-Origin-Opener-Policy", "same-origin");
    set("Cross-Origin-Resource-Policy", "same-origin");
    if (asked.method() != boost::beast::http::verb::head) one.body() = std::move(body);
    one.content_length(size);
    one.keep_alive(asked.keep_alive());
    return one;
}

PYHOST_DETAIL_TRANSPORT_BODY web_answer web_rules::refused(const web_question& asked, const web_refusal& reason) const
{
    web_answer one = made(asked, reason.status, "text/plain; charset=utf-8", reason.why + "\n");
    one.keep_alive(false);
    return one;
}

/// Of a name that a foreign site gave this address, browsers tell the name: DNS rebinding.
PYHOST_DETAIL_TRANSPORT_BODY std::optional<web_refusal> web_rules::refusal_of_any(const web_question& asked) const
{
    using boost::beast::http::verb;
    const auto hosts = asked.equal_range(boost::beast::http::field::host);
    if (std::distance(hosts.first, hosts.second) != 1 || header_of(asked, boost::beast::http::field::host) != host)
        return web_refusal{web_status::misdirected_request, "this is " + host + " and nothing else"};
    if (asked.method() != verb::get && asked.method() != verb::head)
        return web_refusal{web_status::method_not_allowed, "only GET and HEAD are answered"};
    return std::nullopt;
}

PYHOST_DETAIL_TRANSPORT_BODY std::optional<web_refusal> web_rules::refusal_of_socket(const web_question& asked) const
{
    using boost::beast::http::field;
    if (auto why = refusal_of_any(asked)) return why;
    if (const std::string_view from = header_of(asked, field::origin); from != origin)
        return web_refusal{web_status::forbidden,
                           "pages of '" + std::string{from.substr(0, 200)} + "' may not connect, those of " + origin + " may"};
    if (!access.admits(header_of(asked, field::cookie))) return web_refusal{web_status::forbidden, "no cookie of this server came with it"};
    if (!access.has_ticket(header_of(asked, field::sec_websocket_protocol)))
        return web_refusal{web_status::forbidden,
                           "no ticket of this server came with it: connect() of transport.js sends the one that the browser has"};
    if (view_of(asked.target()) != socket_path)
        return web_refusal{web_status::not_found, "the path of the WebSocket is " + std::string{socket_path}};
    return std::nullopt;
}

/// The page keeps the ticket where only pages of this origin find it. Browsers do not send the cookie with what a page of another site led
/// to, here a file or nothing; so the page leads itself to its own.
PYHOST_DETAIL_TRANSPORT_BODY web_answer web_rules::exchanged(const web_question& asked, std::string_view key, std::string& why)
{
    const auto session = access.exchange(key);
    if (!session) {
        why = "this address was opened before, or is too old: ask the program for another";
        return refused(asked, {web_status::forbidden, why});
    }
    web_answer one = made(asked, web_status::ok, "text/html; charset=utf-8",
                          "<!doctype html><meta name=\"ticket\" content=\"" + session->ticket + "\"><link rel=\"icon\" href=\"data:,\">" +
                              "<script src=\"" + std::string{entry_path} + "\" defer></script>\n");
    one.set(boost::beast::http::field::set_cookie, session->cookie);
    one.set("Content-Security-Policy", "default-src 'none'; script-src 'self'; img-src data:; frame-ancestors 'none'");
    return one;
}

PYHOST_DETAIL_TRANSPORT_BODY web_answer web_rules::answer(const web_question& asked, std::string& why)
{
    const auto refuse = [&](web_refusal reason) {
        why = reason.why;
        return refused(asked, reason);
    };
    if (auto reason = refusal_of_any(asked)) return refuse(std::move(*reason));
    std::string_view path = view_of(asked.target());
    path = path.substr(0, path.find('?'));
    const bool is_read = asked.method() == boost::beast::http::verb::get;
    if (path.starts_with(key_path) && is_read) return exchanged(asked, path.substr(key_path.size()), why);
    if (path == entry_path) return made(asked, web_status::ok, "text/javascript; charset=utf-8", std::string{entry_script});
    if (!access.admits(header_of(asked, boost::beast::http::field::cookie)))
        return refuse({web_status::forbidden, "no cookie of this server came with it: open the address that the program gives"});
    if (const std::string_view site = view_of(asked["Sec-Fetch-Site"]); !site.empty() && site != "same-origin" && site != "none")
        return refuse({web_status::forbidden, "a page from elsewhere has asked for it"});
    if (!view_of(asked["Service-Worker"]).empty())  // it would outlive the server, and have what the next one at this port is asked for
        return refuse({web_status::forbidden, "pages have no service workers here"});
    auto file = files_.find(path);
    if (!file) return refuse({web_status::not_found, "there is no such file, or it cannot be read, or is too long"});
    return made(asked, web_status::ok, file->type, std::move(file->bytes));
}

}  // namespace pyhost::inline v0::detail

#endif
