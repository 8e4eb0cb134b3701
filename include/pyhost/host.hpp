// SPDX-License-Identifier: MIT
// What a host hears of its Python, and tells it: output and logging.
#pragma once

#include <pyhost/host/log.hpp>
#include <pyhost/host/log_sink.hpp>
#include <pyhost/host/output.hpp>
