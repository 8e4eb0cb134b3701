// SPDX-License-Identifier: MIT
// The GIL as a capability of clang's thread safety analysis; it has no run-time part.
#pragma once

#include <pyhost/macros.hpp>

namespace pyhost::inline v0::detail {

class PYHOST_DETAIL_CAPABILITY gil_capability{};

inline constexpr gil_capability the_gil{};

}  // namespace pyhost::inline v0::detail
