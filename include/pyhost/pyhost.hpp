// SPDX-License-Identifier: MIT
// The core: interpreter, guards, objects, conversions, calls. Families have umbrellas of their own.
#pragma once

#include <pyhost/builtins.hpp>
#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/diagnosis.hpp>
#include <pyhost/environment.hpp>
#include <pyhost/eval.hpp>
#include <pyhost/exceptions.hpp>
#include <pyhost/function.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/interpreter.hpp>
#include <pyhost/iterate.hpp>
#include <pyhost/lock.hpp>
#include <pyhost/module.hpp>
#include <pyhost/object.hpp>
#include <pyhost/ref.hpp>
#include <pyhost/result.hpp>
#include <pyhost/types/callable.hpp>
#include <pyhost/types/dict.hpp>
#include <pyhost/types/list.hpp>
#include <pyhost/types/none.hpp>
#include <pyhost/types/slice.hpp>
#include <pyhost/types/str.hpp>
#include <pyhost/version.hpp>
