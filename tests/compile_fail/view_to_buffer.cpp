// SPDX-License-Identifier: MIT
// Python would keep memory whose owner may be gone.
// error: pyhost: a view does not own its memory
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/pyhost.hpp>

#include <string>
#include <string_view>

pyhost::object use(std::string_view text) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_buffer(std::string{text});
#else
    return pyhost::to_buffer(std::move(text));
#endif
}
