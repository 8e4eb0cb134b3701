// SPDX-License-Identifier: MIT
// What may be missing must be a field.
// error: pyhost: a field stands in PYHOST_FIELDS twice, or in PYHOST_DEFAULTS alone
#include <pyhost/convert/record.hpp>
#include <pyhost/pyhost.hpp>

struct options {
    int retries = 3;
    int limit = 5;
};
#ifdef PYHOST_TEST_FIXED
PYHOST_FIELDS(options, retries, limit)
#else
PYHOST_FIELDS(options, retries)
#endif
PYHOST_DEFAULTS(options, limit)

int use(const pyhost::object& o) PYHOST_NEEDS_GIL { return o.cast<options>().retries; }
