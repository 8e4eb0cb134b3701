// SPDX-License-Identifier: MIT
// The collector of cycles waits until a value is made.
#pragma once

#include <pyhost/detail/python.hpp>

namespace pyhost::inline v0::detail {

/// Up to 3.11 every 700 containers would begin a search for cycles in them, of which there are none: two fifths of the time of a large
/// text. From 3.12 on the collector waits by itself (what's new in 3.12: it runs between instructions of Python alone); 3.9 has no such
/// call (c-api/gcsupport). The GIL is kept meanwhile, so that nobody sees it.
class [[nodiscard]] collector_pause {
public:
    collector_pause(const collector_pause&) = delete;
    collector_pause& operator=(const collector_pause&) = delete;
#if PY_VERSION_HEX >= 0x030A0000 && PY_VERSION_HEX < 0x030C0000
    collector_pause() noexcept : was_on_{PyGC_Disable() != 0} {}
    ~collector_pause()
    {
        if (was_on_) PyGC_Enable();
    }

private:
    bool was_on_;
#else
    collector_pause() noexcept {}
    ~collector_pause() {}  // NOLINT(modernize-use-equals-default): a variable of a trivial type would be reported as unused
#endif
};

}  // namespace pyhost::inline v0::detail
