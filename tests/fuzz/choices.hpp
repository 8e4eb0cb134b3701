// SPDX-License-Identifier: MIT
// The bytes of an input, read as choices: any bytes are a valid input, and an input that has ended chooses the first of all.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fuzz {

class choices {
public:
    choices(const std::uint8_t* data, std::size_t size) noexcept : data_{data}, left_{size} {}

    [[nodiscard]] bool are_left() const noexcept { return left_ != 0; }

    /// One of 0 to n - 1. Needs: n of 1 to 256.
    std::size_t below(std::size_t n) noexcept
    {
        if (left_ == 0) return 0;
        --left_;
        return *data_++ % n;
    }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

}  // namespace fuzz
