// SPDX-License-Identifier: MIT
// How a value of C++ becomes an event.
#pragma once

#include <pyhost/bridge/detail/arguments.hpp>
#include <pyhost/bridge/event.hpp>
#include <pyhost/convert.hpp>
#include <pyhost/gil.hpp>

#include <type_traits>

namespace pyhost::inline v0::detail {

/// Bytes in it are base64: not all that listen take attachments.
template <class T>
void emit_value(bridge_core& app, const bridge::event<T>& of, const std::type_identity_t<T>& value, std::string_view windows = "*")
{
    bridge::message made;
    {
        const gil_guard gil;
        const object converted = object::steal(checked(new_value(value)));
        made = encoded(app, bridge::peer{}, converted);
    }
    app.emit(of.name(), std::move(made), {of.is_kept(), windows});
}

}  // namespace pyhost::inline v0::detail
