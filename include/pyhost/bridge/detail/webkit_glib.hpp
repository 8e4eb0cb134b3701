// SPDX-License-Identifier: MIT
// GLib and WebKitGTK as the window needs them: objects that are owned, streams of bytes, work for the loop.
#pragma once

#include <pyhost/macros.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <webkit2/webkit2.h>

namespace pyhost::inline v0::detail {

struct gobject_release {
    void operator()(gpointer one) const noexcept { g_object_unref(one); }
};
template <class T>
using gobject = std::unique_ptr<T, gobject_release>;

/// Connects a handler, whose last parameter is `with`.
template <class Handler>
void on_signal(gpointer of, const char* name, Handler handler, gpointer with)
{
    g_signal_connect(of, name, reinterpret_cast<GCallback>(+handler), with);
}

/// Has it run in the loop of the windows. Any thread; it must not throw.
inline void run_in_glib(std::function<void()> work)
{
    using kept = std::function<void()>;
    GSource* source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(
        source,
        [](gpointer one) -> gboolean {
            (*static_cast<kept*>(one))();
            return G_SOURCE_REMOVE;
        },
        std::make_unique<kept>(std::move(work)).release(), [](gpointer one) { delete static_cast<kept*>(one); });
    g_source_attach(source, nullptr);
    g_source_unref(source);
}

inline gobject<GInputStream> stream_of(std::string bytes)
{
    auto* kept = std::make_unique<std::string>(std::move(bytes)).release();
    GBytes* all = g_bytes_new_with_free_func(kept->data(), kept->size(), [](gpointer one) { delete static_cast<std::string*>(one); }, kept);
    gobject<GInputStream> made{g_memory_input_stream_new_from_bytes(all)};
    g_bytes_unref(all);
    return made;
}

/// What a page has sent with a request; it is in memory already.
inline std::string body_of(WebKitURISchemeRequest* request)
{
    std::string made;
    const gobject<GInputStream> from{webkit_uri_scheme_request_get_http_body(request)};
    std::array<char, 1 << 16> part;
    for (gssize got = 0; from != nullptr && (got = g_input_stream_read(from.get(), part.data(), part.size(), nullptr, nullptr)) > 0;)
        made.append(part.data(), static_cast<std::size_t>(got));
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
