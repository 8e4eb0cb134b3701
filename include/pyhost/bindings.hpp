// SPDX-License-Identifier: MIT
// What generated headers are made with: typed classes over objects, arguments of any type, scopes, variables.
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/bound_method.hpp>
#include <pyhost/bindings/collection.hpp>
#include <pyhost/bindings/date_time.hpp>
#include <pyhost/bindings/entered.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/bindings/ndarray.hpp>
#include <pyhost/bindings/record_object.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/bindings/text_or_path.hpp>
#include <pyhost/bindings/tuple_of.hpp>
#include <pyhost/bindings/variable.hpp>
