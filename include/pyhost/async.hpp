// SPDX-License-Identifier: MIT
// Async both ways: awaiting what Python's coroutines give.
#pragma once

#include <pyhost/async/async_call.hpp>
#include <pyhost/async/async_function.hpp>
#include <pyhost/async/async_generator.hpp>
#include <pyhost/async/async_options.hpp>
#include <pyhost/async/async_stream.hpp>
#include <pyhost/async/awaitable.hpp>
#include <pyhost/async/call_with.hpp>
#include <pyhost/async/cancelled_error.hpp>
#include <pyhost/async/event_loop.hpp>
#include <pyhost/async/executor.hpp>
#include <pyhost/async/future.hpp>
#include <pyhost/async/hosted_loop.hpp>
#include <pyhost/async/loop_options.hpp>
#include <pyhost/async/poll_result.hpp>
#include <pyhost/async/task.hpp>
#include <pyhost/generator_function.hpp>
