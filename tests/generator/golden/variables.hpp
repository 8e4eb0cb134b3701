// Made by pyhost 0.1.0 from variables (37da38fa57cfc508): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/variable.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/function.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace variables {

/// Python: LIMIT: int = 10, as it is now.
[[nodiscard]] inline std::int64_t LIMIT()
{
    return pyhost::module_variable<std::int64_t>("variables", "LIMIT");
}

/// Python: NAME: str = 'golden', as it is now.
[[nodiscard]] inline std::string NAME()
{
    return pyhost::module_variable<std::string>("variables", "NAME");
}

/// Python: RATIO: float = 0.25, as it is now.
[[nodiscard]] inline double RATIO()
{
    return pyhost::module_variable<double>("variables", "RATIO");
}

/// Python: IS_FAST: bool = True, as it is now.
[[nodiscard]] inline bool IS_FAST()
{
    return pyhost::module_variable<bool>("variables", "IS_FAST");
}

/// Python: ORIGIN: tuple[int, int] = (0, 0), as it is now.
[[nodiscard]] inline std::tuple<std::int64_t, std::int64_t> ORIGIN()
{
    return pyhost::module_variable<std::tuple<std::int64_t, std::int64_t>>("variables", "ORIGIN");
}

/// Python: UNSET: int | None = None, as it is now.
[[nodiscard]] inline std::optional<std::int64_t> UNSET()
{
    return pyhost::module_variable<std::optional<std::int64_t>>("variables", "UNSET");
}

/// Python: HOME: Path, as it is now.
[[nodiscard]] inline std::filesystem::path HOME()
{
    return pyhost::module_variable<std::filesystem::path>("variables", "HOME");
}

/// Python: counts: dict[str, int], as it is now.
[[nodiscard]] inline std::map<std::string, std::int64_t> counts()
{
    return pyhost::module_variable<std::map<std::string, std::int64_t>>("variables", "counts");
}
inline void counts(const std::map<std::string, std::int64_t>& value)
{
    pyhost::set_module_variable("variables", "counts", value);
}

/// What is looked at.
///
/// Python: current: str | None, as it is now.
[[nodiscard]] inline std::optional<std::string> current()
{
    return pyhost::module_variable<std::optional<std::string>>("variables", "current");
}
inline void current(const std::optional<std::string>& value)
{
    pyhost::set_module_variable("variables", "current", value);
}

/// Python: count(name: str) -> None
inline void count(std::string_view name)
{
    static const pyhost::function<void(std::string_view)> call{"variables", "count", "(name)"};
    call(name);
}

/// Python: look_at(name: str) -> None
inline void look_at(std::string_view name)
{
    static const pyhost::function<void(std::string_view)> call{"variables", "look_at", "(name)"};
    call(name);
}

}  // namespace variables
// NOLINTEND
