// SPDX-License-Identifier: MIT
// The command bridge: what a front end may call in C++ and Python, over any transport.
#pragma once

#include <pyhost/bridge/app.hpp>
#include <pyhost/bridge/app_options.hpp>
#include <pyhost/bridge/channel.hpp>
#include <pyhost/bridge/command_error.hpp>
#include <pyhost/bridge/command_options.hpp>
#include <pyhost/bridge/event.hpp>
#include <pyhost/bridge/job.hpp>
#include <pyhost/bridge/message.hpp>
#include <pyhost/bridge/peer.hpp>
#include <pyhost/bridge/permission.hpp>
#include <pyhost/bridge/state.hpp>
