// Made by pyhost 0.1.0 from arrays (e19c450dd7953565): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/ndarray.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace arrays {

/// Python: doubled(values: NDArray[float64]) -> NDArray[float64]
inline pyhost::ndarray<double> doubled(const pyhost::ndarray<double>& values)
{
    static const pyhost::function<pyhost::ndarray<double>(const pyhost::ndarray<double>&)> call{"arrays", "doubled", "(values)"};
    return call(values);
}

/// Python: labels(count: int) -> NDArray[int64]
inline pyhost::ndarray<std::int64_t> labels(std::int64_t count)
{
    static const pyhost::function<pyhost::ndarray<std::int64_t>(std::int64_t)> call{"arrays", "labels", "(count)"};
    return call(count);
}

/// Python: shares(counts: NDArray[uint8], weights: NDArray[float32] | None = None) -> ndarray[Any, dtype[float32]]
inline pyhost::ndarray<float> shares(
    const pyhost::ndarray<std::uint8_t>& counts, const std::optional<pyhost::ndarray<float>>& weights = {})
{
    static const pyhost::function<pyhost::ndarray<float>(
        const pyhost::ndarray<std::uint8_t>&, const std::optional<pyhost::ndarray<float>>&)> call{
        "arrays", "shares", "(counts, weights=None)"};
    return call(counts, weights);
}

/// Python: text(values: NDArray[str_]) -> str
inline std::string text(pyhost::argument values)
{
    static const pyhost::function<std::string(pyhost::argument)> call{"arrays", "text", "(values)"};
    return call(values);
}

}  // namespace arrays
// NOLINTEND
