// SPDX-License-Identifier: MIT
// Everything that needs nothing but Python: the core, all converters, shared memory, C++ seen from Python, awaiting both ways, bindings,
// output and logging.
#pragma once

#include <pyhost/async.hpp>
#include <pyhost/bindings.hpp>
#include <pyhost/buffer.hpp>
#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/filesystem_error.hpp>
#include <pyhost/convert/int128.hpp>
#include <pyhost/convert/literal.hpp>
#include <pyhost/convert/long_double.hpp>
#include <pyhost/convert/or_default.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/range.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/result.hpp>
#include <pyhost/convert/wide_text.hpp>
#include <pyhost/convert/zoned_time.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/host.hpp>
#include <pyhost/json.hpp>
#include <pyhost/pyhost.hpp>
#include <pyhost/values/big_int.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/timedelta.hpp>
#include <pyhost/values/uuid.hpp>
