// SPDX-License-Identifier: MIT
// Shared memory: views of Python's buffers, tensors and Arrow arrays, and memory of C++ given to Python, without a copy.
#pragma once

#include <pyhost/buffer/array_view.hpp>
#include <pyhost/buffer/arrow_array.hpp>
#include <pyhost/buffer/buffer_view.hpp>
#include <pyhost/buffer/dlpack_view.hpp>
#include <pyhost/buffer/to_arrow.hpp>
#include <pyhost/buffer/to_buffer.hpp>
