// SPDX-License-Identifier: MIT
// The members of an enum are those of a class, which must be named.
// error: pyhost: an enum of PYHOST_ENUM needs its class in Python
#include <pyhost/convert/enum.hpp>
#include <pyhost/pyhost.hpp>

enum class color { red, green };
PYHOST_ENUM(color, red = "RED", green = "GREEN")
#ifdef PYHOST_TEST_FIXED
PYHOST_CLASS(color, "palette.Color")
#endif

color use(const pyhost::object& o) PYHOST_NEEDS_GIL { return o.cast<color>(); }
