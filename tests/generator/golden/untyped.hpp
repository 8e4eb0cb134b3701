// Made by pyhost 0.1.0 from untyped (6d02f857a6673b33): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace untyped {

class Holder;

/// Its other members are typed.
///
/// Python: class Holder
class Holder : public pyhost::instance {
public:
    explicit Holder(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Holder(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: kept: Missing
    [[nodiscard]] pyhost::ref<pyhost::object> kept() const;
    void kept(const pyhost::ref<pyhost::object>& value) const;

    /// Python: __init__(value: int) -> None
    explicit Holder(std::int64_t value);

    /// Python: odd(given: Missing) -> tuple[Missing, int]
    pyhost::ref<pyhost::object> odd(pyhost::argument given) const;

    /// Python: even() -> int
    std::int64_t even() const;

    /// Python: value: int
    [[nodiscard]] std::int64_t value() const;
    void value(std::int64_t value) const;
};
PYHOST_CLASS(Holder, "untyped.Holder")

inline pyhost::ref<pyhost::object> Holder::kept() const
{
    return pyhost::attribute_of<pyhost::ref<pyhost::object>>(*this, "kept");
}

inline void Holder::kept(const pyhost::ref<pyhost::object>& value) const
{
    pyhost::set_attribute(*this, "kept", value);
}

inline Holder::Holder(std::int64_t value) : Holder{pyhost::no_object}
{
    static const pyhost::function<Holder(std::int64_t)> call{"untyped", "Holder", "(value)"};
    *this = call(value);
}

inline pyhost::ref<pyhost::object> Holder::odd(pyhost::argument given) const
{
    static const pyhost::method<pyhost::ref<pyhost::object>(pyhost::argument)> call{"untyped", "Holder.odd", "(given)"};
    return call(self(), given);
}

inline std::int64_t Holder::even() const
{
    static const pyhost::method<std::int64_t()> call{"untyped", "Holder.even", "()"};
    return call(self());
}

inline std::int64_t Holder::value() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "value");
}

inline void Holder::value(std::int64_t value) const
{
    pyhost::set_attribute(*this, "value", value);
}

/// Python: before(value: int) -> int
inline std::int64_t before(std::int64_t value)
{
    static const pyhost::function<std::int64_t(std::int64_t)> call{"untyped", "before", "(value)"};
    return call(value);
}

/// Python: called(function: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> int
inline std::int64_t called(
    pyhost::argument function, const std::vector<pyhost::argument>& args = {},
    const std::map<std::string, pyhost::argument>& kwargs = {})
{
    static const pyhost::function<std::int64_t(
        pyhost::argument, pyhost::unpack<const std::vector<pyhost::argument>&>,
        pyhost::unpack_named<const std::map<std::string, pyhost::argument>&>)> call{"untyped", "called", "(function, *args, **kwargs)"};
    return call(function, {args}, {kwargs});
}

/// Python: with_first(function: Callable[Concatenate[int, P], str]) -> str
inline std::string with_first(pyhost::argument function)
{
    static const pyhost::function<std::string(pyhost::argument)> call{"untyped", "with_first", "(function)"};
    return call(function);
}

/// Python: gathered(*items: Unpack[Ts]) -> tuple[Unpack[Ts]]
inline pyhost::ref<pyhost::object> gathered(const std::vector<pyhost::argument>& items = {})
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::unpack<const std::vector<pyhost::argument>&>)> call{
        "untyped", "gathered", "(*items)"};
    return call({items});
}

/// Python: absent(value: Missing, number: int) -> Missing
inline pyhost::ref<pyhost::object> absent(pyhost::argument value, std::int64_t number)
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::argument, std::int64_t)> call{"untyped", "absent", "(value, number)"};
    return call(value, number);
}

/// Python: unclear(value: not_defined_anywhere = 3) -> 1 +
inline pyhost::ref<pyhost::object> unclear(pyhost::or_default<pyhost::argument> value = {})
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::named<"value", pyhost::or_default<pyhost::argument>>)> call{
        "untyped", "unclear", "(value=3)"};
    return call({value});
}

/// Python: keyed(table: dict[complex, int], other: set[tuple[int, ...]]) -> int
inline std::int64_t keyed(pyhost::argument table, pyhost::argument other)
{
    static const pyhost::function<std::int64_t(pyhost::argument, pyhost::argument)> call{"untyped", "keyed", "(table, other)"};
    return call(table, other);
}

/// Python: plain(value: Any, other: Any = 2) -> Any
inline pyhost::ref<pyhost::object> plain(pyhost::argument value, pyhost::or_default<pyhost::argument> other = {})
{
    static const pyhost::function<pyhost::ref<pyhost::object>(
        pyhost::argument, pyhost::named<"other", pyhost::or_default<pyhost::argument>>)> call{"untyped", "plain", "(value, other=2)"};
    return call(value, {other});
}

/// Python: after(value: str) -> str
inline std::string after(std::string_view value)
{
    static const pyhost::function<std::string(std::string_view)> call{"untyped", "after", "(value)"};
    return call(value);
}

}  // namespace untyped
// NOLINTEND
