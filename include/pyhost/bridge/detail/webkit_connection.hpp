// SPDX-License-Identifier: MIT
// The channel of one load of a page in a window.
#pragma once

#include <pyhost/bridge/channel.hpp>

#if PYHOST_DETAIL_TRANSPORT_BODIES

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/detail/answer.hpp>
#include <pyhost/bridge/detail/frame.hpp>
#include <pyhost/bridge/detail/secret.hpp>
#include <pyhost/bridge/detail/webkit_outbox.hpp>

#include <cstdint>
#include <map>
#include <string_view>

namespace pyhost::inline v0::detail {

inline std::uint64_t last_connection = 0;  // of the thread of the windows

/// On the thread of the windows. Small messages go by scripts, both ways; larger ones, and bytes, by requests that the page makes.
///
/// WebKitGTK does not say which frame, nor which load of a page, a script message comes from, and every frame has the handler. So all that
/// comes must have the token of this connection, which is given to one request at the origin of the window: a frame of another origin
/// cannot read it, and a page that is gone has that of another connection.
class webkit_connection {
public:
    /// `on_gone` is called where the page takes nothing any more, or the app, with what is to be logged; it may end the connection. Throws:
    /// std::logic_error after app::close().
    webkit_connection(bridge::app& of, bridge::peer who, std::size_t most_waiting, WebKitWebView* page,
                      std::function<void(const char*)> on_gone)
        : page_{page},
          on_gone_{std::move(on_gone)},
          most_{of.options().arguments.max_size},
          outbox_{std::make_shared<webkit_outbox>(most_waiting, [this] { flush(); })},
          channel_{of.open(std::move(who), [to = outbox_](bridge::message one) { to->put(std::move(one)); }, [to = outbox_] { to->end(); })}
    {
    }
    webkit_connection(const webkit_connection&) = delete;
    webkit_connection& operator=(const webkit_connection&) = delete;
    ~webkit_connection() { outbox_->close(); }

    const std::uint64_t number = ++last_connection;
    const std::string token = random_secret();

    void receive(std::string text) const { channel_.receive(std::move(text)); }
    void receive_packed(std::string_view bytes) const
    {
        if (bytes.size() > most_) channel_.refuse_size(bytes.size(), bytes);
        else if (auto one = unpacked_message(bytes)) channel_.receive(*std::move(one));
        else channel_.receive(std::string{"attachments that are cut short"});  // which is no message
    }

    /// A message that the page was told the number of, packed; once.
    std::optional<std::string> large_message(std::uint64_t at)
    {
        const auto found = large_.find(at);
        if (found == large_.end()) return std::nullopt;
        auto [size, bytes] = std::move(found->second);
        large_.erase(found);
        outbox_->has_come(size);
        return bytes;
    }

private:
    static constexpr std::size_t longest_text = std::size_t{1} << 16, most_at_once = std::size_t{1} << 18;

    void flush();
    void end(const char* why);
    [[nodiscard]] std::string script_to_receive(const std::string& what) const;
    std::string script_for(bridge::message one, std::size_t& size);
    void run(const std::string& script, std::size_t size);

    WebKitWebView* page_;
    std::function<void(const char*)> on_gone_;
    std::size_t most_;
    bool is_running_ = false;  // a script whose end is not known yet: what comes meanwhile goes with the next one
    std::map<std::uint64_t, std::pair<std::size_t, std::string>> large_;
    std::uint64_t last_large_ = 0;
    std::shared_ptr<webkit_outbox> outbox_;
    bridge::channel channel_;
};

PYHOST_DETAIL_TRANSPORT_BODY std::string webkit_connection::script_to_receive(const std::string& what) const
{
    return "globalThis[Symbol.for('pyhost')]?.(" + std::to_string(number) + "," + what + ");0";
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_connection::end(const char* why)
{
    run(script_to_receive("null"), 0);
    const auto gone = on_gone_;  // which ends this
    gone(why);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_connection::flush()
{
    if (outbox_->is_full()) return end("its page takes no messages, and is taken for gone");
    if (is_running_) return;
    std::string all;
    std::size_t size = 0;
    while (all.size() < most_at_once) {
        std::optional<bridge::message> next = outbox_->take();
        if (!next) break;
        all += (all.empty() ? "" : ",") + script_for(*std::move(next), size);
    }
    if (all.empty() && outbox_->has_ended()) return end("the app was closed");
    if (!all.empty()) run(script_to_receive("[" + all + "]"), size);
}

/// A text as a literal, or the number of what the page has to ask for. Adds what the page has with the script to the size.
PYHOST_DETAIL_TRANSPORT_BODY std::string webkit_connection::script_for(bridge::message one, std::size_t& size)
{
    if (one.attachments.empty() && one.text.size() <= longest_text) {
        size += one.text.size();
        return json_quoted(one.text);
    }
    const std::size_t waits = size_of(one);
    large_.emplace(++last_large_, std::pair{waits, packed(one)});
    return std::to_string(last_large_);
}

PYHOST_DETAIL_TRANSPORT_BODY void webkit_connection::run(const std::string& script, std::size_t size)
{
    struct running {
        std::weak_ptr<webkit_outbox> outbox;
        webkit_connection* of;  // which has closed the outbox where it is not there any more
        std::size_t size;
    };
    is_running_ = true;
    const auto ended = [](GObject* page, GAsyncResult* result, gpointer with) {
        const std::unique_ptr<running> was{static_cast<running*>(with)};
        if (JSCValue* value = webkit_web_view_evaluate_javascript_finish(WEBKIT_WEB_VIEW(page), result, nullptr)) g_object_unref(value);
        const auto outbox = was->outbox.lock();
        if (outbox == nullptr || outbox->is_closed()) return;
        outbox->has_come(was->size);
        was->of->is_running_ = false;
        outbox->tell();
    };
    webkit_web_view_evaluate_javascript(page_, script.data(), static_cast<gssize>(script.size()), nullptr, nullptr, nullptr, ended,
                                        std::make_unique<running>(running{outbox_, this, size}).release());
}

}  // namespace pyhost::inline v0::detail

#endif
