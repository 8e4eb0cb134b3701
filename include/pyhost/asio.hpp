// SPDX-License-Identifier: MIT
// Calls of Python as asynchronous operations of Boost.Asio, and those of Boost.Asio in Python. Needs Boost 1.81.
#pragma once

#include <pyhost/asio/asio_executor.hpp>
#include <pyhost/asio/asio_host.hpp>
#include <pyhost/asio/completion.hpp>
#include <pyhost/asio/use_task.hpp>
#include <pyhost/async.hpp>
