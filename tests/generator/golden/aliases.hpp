// Made by pyhost 0.1.0 from aliases (ad00e976c1912bd7): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/instance.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>
#include <pyhost/values/decimal.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace aliases {

class Later;

}  // namespace aliases

namespace origin {

class Meter;
struct Unit;

}  // namespace origin

namespace aliases {

/// Python: class Later
class Later : public pyhost::instance {
public:
    explicit Later(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Later(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}
};
PYHOST_CLASS(Later, "aliases.Later")

}  // namespace aliases

namespace origin {

/// Python: class Meter
class Meter : public pyhost::instance {
public:
    explicit Meter(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Meter(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}
};
PYHOST_CLASS(Meter, "origin.Meter")

/// A unit of measure.
///
/// Python: class Unit, a dataclass
struct Unit {
    std::string name{};
    double factor = 1.0;

    [[nodiscard]] bool operator==(const Unit&) const = default;
};
PYHOST_FIELDS(Unit, name, factor)
PYHOST_DEFAULTS(Unit, factor)
PYHOST_CLASS(Unit, "origin.Unit")

}  // namespace origin

namespace aliases {

using Unit = origin::Unit;

/// Measured in its unit.
///
/// Python: measured(meter: Meter, raw: float) -> str
inline std::string measured(const origin::Meter& meter, double raw)
{
    static const pyhost::function<std::string(const origin::Meter&, double)> call{"aliases", "measured", "(meter, raw)"};
    return call(meter, raw);
}

using Vector = std::vector<double>;

using Table = std::map<std::string, std::vector<double>>;

using Key = std::variant<std::int64_t, std::string>;

using UserId = std::int64_t;

using Percent = double;

using Scale = origin::Unit;

/// Python: norm(vector: list[float]) -> float
inline double norm(std::span<const double> vector)
{
    static const pyhost::function<double(std::span<const double>)> call{"aliases", "norm", "(vector)"};
    return call(vector);
}

/// Python: find(table: dict[str, list[float]], key: Key) -> list[float] | None
inline std::optional<std::vector<double>> find(
    const std::map<std::string, std::vector<double>>& table, const std::variant<std::int64_t, std::string>& key)
{
    static const pyhost::function<std::optional<std::vector<double>>(
        const std::map<std::string, std::vector<double>>&, const std::variant<std::int64_t, std::string>&)> call{
        "aliases", "find", "(table, key)"};
    return call(table, key);
}

/// Python: user(id: UserId, others: list[UserId]) -> UserId
inline std::int64_t user(std::int64_t id, std::span<const std::int64_t> others)
{
    static const pyhost::function<std::int64_t(std::int64_t, std::span<const std::int64_t>)> call{"aliases", "user", "(id, others)"};
    return call(id, others);
}

/// Python: share(part: float, of: int = 100) -> float
inline double share(double part, std::int64_t of = 100)
{
    static const pyhost::function<double(double, std::int64_t)> call{"aliases", "share", "(part, of=100)"};
    return call(part, of);
}

/// Python: meter(unit: Unit) -> Meter
inline origin::Meter meter(const origin::Unit& unit)
{
    static const pyhost::function<origin::Meter(const origin::Unit&)> call{"aliases", "meter", "(unit)"};
    return call(unit);
}

/// Python: price(value: Decimal, count: int | None = None) -> tuple[Decimal, int]
inline std::tuple<pyhost::decimal, std::int64_t> price(const pyhost::decimal& value, std::optional<std::int64_t> count = {})
{
    static const pyhost::function<std::tuple<pyhost::decimal, std::int64_t>(const pyhost::decimal&, std::optional<std::int64_t>)> call{
        "aliases", "price", "(value, count=None)"};
    return call(value, count);
}

/// Python: later(first: Later, second: list[Later]) -> Later
inline Later later(const Later& first, std::span<const Later> second)
{
    static const pyhost::function<Later(const Later&, std::span<const Later>)> call{
        "aliases", "later", "(first, second)"};
    return call(first, second);
}

/// Python: scaled(scale: Unit, by: float) -> Unit
inline origin::Unit scaled(const origin::Unit& scale, double by)
{
    static const pyhost::function<origin::Unit(const origin::Unit&, double)> call{"aliases", "scaled", "(scale, by)"};
    return call(scale, by);
}

}  // namespace aliases
// NOLINTEND
