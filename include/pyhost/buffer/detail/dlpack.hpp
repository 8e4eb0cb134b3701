// SPDX-License-Identifier: MIT
// The structures of DLPack, as its specification lays them out (dmlc.github.io/dlpack, version 1).
#pragma once

#include <pyhost/detail/item_format.hpp>

#include <cstdint>

namespace pyhost::inline v0::detail {

struct dlpack_device {
    std::int32_t type;
    std::int32_t id;
};

/// Memory that a CPU reads: its own, and what CUDA and ROCm pin in it.
inline constexpr std::int32_t dlpack_cpu = 1, dlpack_cuda_host = 3, dlpack_rocm_host = 11;

struct dlpack_type {
    std::uint8_t code;
    std::uint8_t bits;
    std::uint16_t lanes;
};

struct dlpack_tensor {
    void* data;
    dlpack_device device;
    std::int32_t dimensions;
    dlpack_type type;
    std::int64_t* shape;
    std::int64_t* strides;  // in items; null: one after another
    std::uint64_t byte_offset;
};

/// Before version 1: no version, and no way to say that memory is only to be read.
struct dlpack_unversioned {
    static constexpr const char* name = "dltensor";
    static constexpr const char* used_name = "used_dltensor";

    dlpack_tensor tensor;
    void* context;
    void (*deleter)(dlpack_unversioned*);
};

struct dlpack_versioned {
    static constexpr const char* name = "dltensor_versioned";
    static constexpr const char* used_name = "used_dltensor_versioned";
    static constexpr std::uint32_t newest = 1;  // major version
    static constexpr std::uint64_t read_only = 1, is_copied = 2;

    std::uint32_t major;
    std::uint32_t minor;
    void* context;
    void (*deleter)(dlpack_versioned*);
    std::uint64_t flags;
    dlpack_tensor tensor;
};

/// DLPack's number of a kind of items; 255 for one that it does not have.
constexpr std::uint8_t dlpack_code(item_kind kind) noexcept
{
    switch (kind) {
        case item_kind::signed_integer:
            return 0;
        case item_kind::unsigned_integer:
            return 1;
        case item_kind::floating:
            return 2;
        case item_kind::complex:
            return 5;
        case item_kind::boolean:
            return 6;
        default:
            return 255;
    }
}

}  // namespace pyhost::inline v0::detail
