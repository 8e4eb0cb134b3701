// Made by pyhost 0.1.0 from containers (dee8ee2d6ae20eb2): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/collection.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/bindings/tuple_of.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/set.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace containers {

/// Python: half(value: int | None) -> float | None
inline std::optional<double> half(std::optional<std::int64_t> value)
{
    static const pyhost::function<std::optional<double>(std::optional<std::int64_t>)> call{"containers", "half", "(value)"};
    return call(value);
}

/// Python: first(items: list[str | None]) -> str | None
inline std::optional<std::string> first(std::span<const std::optional<std::string>> items)
{
    static const pyhost::function<std::optional<std::string>(std::span<const std::optional<std::string>>)> call{
        "containers", "first", "(items)"};
    return call(items);
}

/// Python: sized(value: int | str | list[int]) -> int | str
inline std::variant<std::int64_t, std::string> sized(const std::variant<std::int64_t, std::string, std::vector<std::int64_t>>& value)
{
    static const pyhost::function<std::variant<std::int64_t, std::string>(
        const std::variant<std::int64_t, std::string, std::vector<std::int64_t>>&)> call{"containers", "sized", "(value)"};
    return call(value);
}

/// Python: maybe(value: int | float | None = None) -> int | str | None
inline std::optional<std::variant<std::int64_t, std::string>> maybe(const std::optional<std::variant<std::int64_t, double>>& value = {})
{
    static const pyhost::function<std::optional<std::variant<std::int64_t, std::string>>(
        const std::optional<std::variant<std::int64_t, double>>&)> call{"containers", "maybe", "(value=None)"};
    return call(value);
}

/// Python: facts(values: dict[str, Any], more: Mapping[str, Any] | None = None) -> str
inline std::string facts(
    const std::map<std::string, pyhost::argument>& values, const std::optional<std::map<std::string, pyhost::argument>>& more = {})
{
    static const pyhost::function<std::string(
        const std::map<std::string, pyhost::argument>&, const std::optional<std::map<std::string, pyhost::argument>>&)> call{
        "containers", "facts", "(values, more=None)"};
    return call(values, more);
}

/// Python: mapped(function: Callable[[int], str], items: Sequence[int]) -> list[str]
inline std::vector<std::string> mapped(const std::function<std::string(std::int64_t)>& function, std::span<const std::int64_t> items)
{
    static const pyhost::function<std::vector<std::string>(
        const std::function<std::string(std::int64_t)>&, std::span<const std::int64_t>)> call{"containers", "mapped", "(function, items)"};
    return call(function, items);
}

/// Python: adder(amount: int) -> Callable[[int], int]
inline std::function<std::int64_t(std::int64_t)> adder(std::int64_t amount)
{
    static const pyhost::function<std::function<std::int64_t(std::int64_t)>(std::int64_t)> call{"containers", "adder", "(amount)"};
    return call(amount);
}

/// Python: notified(done: Callable[[str, int], None] | None = None) -> bool
inline bool notified(const std::optional<std::function<void(std::string, std::int64_t)>>& done = {})
{
    static const pyhost::function<bool(const std::optional<std::function<void(std::string, std::int64_t)>>&)> call{
        "containers", "notified", "(done=None)"};
    return call(done);
}

/// Python: summed(items: Iterable[float]) -> float
inline double summed(std::span<const double> items)
{
    static const pyhost::function<double(std::span<const double>)> call{"containers", "summed", "(items)"};
    return call(items);
}

/// Python: collected(items: Iterator[int]) -> list[int]
inline std::vector<std::int64_t> collected(std::span<const std::int64_t> items)
{
    static const pyhost::function<std::vector<std::int64_t>(std::span<const std::int64_t>)> call{"containers", "collected", "(items)"};
    return call(items);
}

/// Python: reversed_items(items: Sequence[str]) -> Sequence[str]
inline std::vector<std::string> reversed_items(std::span<const std::string> items)
{
    static const pyhost::function<std::vector<std::string>(std::span<const std::string>)> call{"containers", "reversed_items", "(items)"};
    return call(items);
}

/// Python: inverted(items: Mapping[str, int]) -> dict[int, str]
inline std::map<std::int64_t, std::string> inverted(const std::map<std::string, std::int64_t>& items)
{
    static const pyhost::function<std::map<std::int64_t, std::string>(const std::map<std::string, std::int64_t>&)> call{
        "containers", "inverted", "(items)"};
    return call(items);
}

/// Python: counted(items: MutableMapping[str, list[int]]) -> dict[str, int]
inline std::map<std::string, std::int64_t> counted(const std::map<std::string, std::vector<std::int64_t>>& items)
{
    static const pyhost::function<std::map<std::string, std::int64_t>(const std::map<std::string, std::vector<std::int64_t>>&)> call{
        "containers", "counted", "(items)"};
    return call(items);
}

/// Python: common(a: set[int], b: frozenset[int]) -> set[int]
inline std::set<std::int64_t> common(const std::set<std::int64_t>& a, const std::set<std::int64_t>& b)
{
    static const pyhost::function<std::set<std::int64_t>(
        const std::set<std::int64_t>&, pyhost::collection<"builtins.frozenset", const std::set<std::int64_t>&>)> call{
        "containers", "common", "(a, b)"};
    return call(a, {b});
}

/// Python: frozen(items: set[str]) -> frozenset[str]
inline std::set<std::string> frozen(const std::set<std::string>& items)
{
    static const pyhost::function<std::set<std::string>(const std::set<std::string>&)> call{"containers", "frozen", "(items)"};
    return call(items);
}

/// Python: rotated(items: deque[int], by: int = 1) -> deque[int]
inline std::deque<std::int64_t> rotated(const std::deque<std::int64_t>& items, std::int64_t by = 1)
{
    static const pyhost::function<std::deque<std::int64_t>(
        pyhost::collection<"collections.deque", const std::deque<std::int64_t>&>, std::int64_t)> call{
        "containers", "rotated", "(items, by=1)"};
    return call({items}, by);
}

/// Python: bounds(items: tuple[int, ...]) -> tuple[int, int]
inline std::tuple<std::int64_t, std::int64_t> bounds(std::span<const std::int64_t> items)
{
    static const pyhost::function<std::tuple<std::int64_t, std::int64_t>(pyhost::tuple_of<std::span<const std::int64_t>>)> call{
        "containers", "bounds", "(items)"};
    return call({items});
}

/// Keyword arguments of shape.
struct shape_options {
    pyhost::required<std::vector<std::int64_t>> by;
    std::optional<std::vector<double>> limits{};
};

/// Python: shape(size: tuple[int, ...] = (1, 2), *, by: tuple[int, ...], limits: tuple[float, ...] | None = None) -> str
inline std::string shape(pyhost::or_default<std::span<const std::int64_t>> size, shape_options options)
{
    static const pyhost::function<std::string(
        pyhost::named<"size", pyhost::or_default<pyhost::tuple_of<std::span<const std::int64_t>>>>,
        pyhost::named<"by", pyhost::tuple_of<const std::vector<std::int64_t>&>>,
        pyhost::named<"limits", std::optional<pyhost::tuple_of<const std::vector<double>&>>>)> call{
        "containers", "shape", "(size=..., *, by, limits=None)"};
    return call({size}, {options.by.value()}, {options.limits});
}

/// Keyword arguments of last.
struct last_options {
    pyhost::or_default<std::set<std::int64_t>> also{};
};

/// Python: last(items: deque[int] | None = None, *, also: frozenset[int] = ...) -> int
inline std::int64_t last(const std::optional<std::deque<std::int64_t>>& items = {}, last_options options = {})
{
    static const pyhost::function<std::int64_t(
        std::optional<pyhost::collection<"collections.deque", const std::deque<std::int64_t>&>>,
        pyhost::named<"also", pyhost::or_default<pyhost::collection<"builtins.frozenset", const std::set<std::int64_t>&>>>)> call{
        "containers", "last", "(items=None, *, also=...)"};
    return call(items, {options.also});
}

/// Python: named(pair: tuple[str, float]) -> tuple[float, str, None]
inline std::tuple<double, std::string, std::monostate> named(const std::tuple<std::string, double>& pair)
{
    static const pyhost::function<std::tuple<double, std::string, std::monostate>(const std::tuple<std::string, double>&)> call{
        "containers", "named", "(pair)"};
    return call(pair);
}

/// Python: nested(table: dict[str, list[tuple[int, str]]]) -> list[dict[str, int]]
inline std::vector<std::map<std::string, std::int64_t>> nested(
    const std::map<std::string, std::vector<std::tuple<std::int64_t, std::string>>>& table)
{
    static const pyhost::function<std::vector<std::map<std::string, std::int64_t>>(
        const std::map<std::string, std::vector<std::tuple<std::int64_t, std::string>>>&)> call{"containers", "nested", "(table)"};
    return call(table);
}

/// Python: flags(items: list[bool]) -> tuple[bool, ...]
inline std::vector<bool> flags(const std::vector<bool>& items)
{
    static const pyhost::function<std::vector<bool>(const std::vector<bool>&)> call{"containers", "flags", "(items)"};
    return call(items);
}

/// Python: loose(items: list) -> list
inline std::vector<pyhost::ref<pyhost::object>> loose(std::span<const pyhost::ref<pyhost::object>> items)
{
    static const pyhost::function<std::vector<pyhost::ref<pyhost::object>>(std::span<const pyhost::ref<pyhost::object>>)> call{
        "containers", "loose", "(items)"};
    return call(items);
}

}  // namespace containers
// NOLINTEND
