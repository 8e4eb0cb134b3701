// Made by pyhost 0.1.0 from choices (fd9b7502765ab9e4): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/literal.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace choices {

/// Python: Literal[0, 1]
enum class Answer_number : std::int64_t {
    value_0 = 0,
    value_1 = 1,
};
PYHOST_ENUM(Answer_number, value_0, value_1)
PYHOST_CLASS(Answer_number, "builtins.int")

/// Python: Literal['auto']
enum class Answer_text : std::int64_t {
    auto_,
};
PYHOST_ENUM(Answer_text, auto_ = "auto")
PYHOST_CLASS(Answer_text, "builtins.str")

/// Python: Literal[1, 2, -3]
enum class Level : std::int64_t {
    value_1 = 1,
    value_2 = 2,
    minus_3 = -3,
};
PYHOST_ENUM(Level, value_1, value_2, minus_3)
PYHOST_CLASS(Level, "builtins.int")

/// Python: Literal['flat', 'linear-ish', '2nd order']
enum class Mode : std::int64_t {
    flat,
    linear_ish,
    value_2nd_order,
};
PYHOST_ENUM(Mode, flat, linear_ish = "linear-ish", value_2nd_order = "2nd order")
PYHOST_CLASS(Mode, "builtins.str")

/// Python: Literal['top', 'bottom']
enum class side_anchor : std::int64_t {
    top,
    bottom,
};
PYHOST_ENUM(side_anchor, top, bottom)
PYHOST_CLASS(side_anchor, "builtins.str")

/// Python: Literal['left', 'right']
enum class side_which : std::int64_t {
    left,
    right,
};
PYHOST_ENUM(side_which, left, right)
PYHOST_CLASS(side_which, "builtins.str")

/// Of a line.
///
/// Python: class Color
enum class Color : std::int64_t {
    RED = 1,
    GREEN = 2,
    delete_ = 3,
};
PYHOST_ENUM(Color, RED, GREEN, delete_ = "delete")
PYHOST_CLASS(Color, "choices.Color")

/// Python: class Status
enum class Status : std::int64_t {
    OK = 200,
    MISSING = 404,
};
PYHOST_ENUM(Status, OK, MISSING)
PYHOST_CLASS(Status, "choices.Status")

/// Python: class Unit
enum class Unit : std::int64_t {
    METRE,
    SECOND,
};
PYHOST_ENUM(Unit, METRE, SECOND)
PYHOST_CLASS(Unit, "choices.Unit")

/// Python: class Shade
enum class Shade : std::int64_t {
    DARK,
    LIGHT,
};
PYHOST_ENUM(Shade, DARK, LIGHT)
PYHOST_CLASS(Shade, "choices.Shade")

/// Python: class Access
enum class Access : std::int64_t {
    READ = 1,
    WRITE = 2,
    EXECUTE = 4,
    BOTH = 3,
};
PYHOST_ENUM(Access, READ, WRITE, EXECUTE, BOTH)
PYHOST_CLASS(Access, "choices.Access")
[[nodiscard]] constexpr Access operator|(Access a, Access b) noexcept
{
    return static_cast<Access>(static_cast<std::int64_t>(a) | static_cast<std::int64_t>(b));
}
[[nodiscard]] constexpr Access operator&(Access a, Access b) noexcept
{
    return static_cast<Access>(static_cast<std::int64_t>(a) & static_cast<std::int64_t>(b));
}

/// Python: class Bits
enum class Bits : std::int64_t {
    LOW = 1,
    HIGH = 8,
};
PYHOST_ENUM(Bits, LOW, HIGH)
PYHOST_CLASS(Bits, "choices.Bits")
[[nodiscard]] constexpr Bits operator|(Bits a, Bits b) noexcept
{
    return static_cast<Bits>(static_cast<std::int64_t>(a) | static_cast<std::int64_t>(b));
}
[[nodiscard]] constexpr Bits operator&(Bits a, Bits b) noexcept
{
    return static_cast<Bits>(static_cast<std::int64_t>(a) & static_cast<std::int64_t>(b));
}

/// Python: class Size
enum class Size : std::int64_t {
    SMALL = 1,
    LARGE = 2,
};
PYHOST_ENUM(Size, SMALL, LARGE)
PYHOST_CLASS(Size, "choices.Size")

using Answer = std::variant<Answer_text, Answer_number>;

/// Python: next_color(color: Color = Color.RED) -> Color
inline Color next_color(Color color = Color::RED)
{
    static const pyhost::function<Color(Color)> call{"choices", "next_color", "(color=Color.RED)"};
    return call(color);
}

/// Python: status(is_there: bool) -> Status
inline Status status(bool is_there)
{
    static const pyhost::function<Status(bool)> call{"choices", "status", "(is_there)"};
    return call(is_there);
}

/// Python: code(status: Status) -> int
inline std::int64_t code(Status status)
{
    static const pyhost::function<std::int64_t(Status)> call{"choices", "code", "(status)"};
    return call(status);
}

/// Python: unit(of: Unit) -> str
inline std::string unit(Unit of)
{
    static const pyhost::function<std::string(Unit)> call{"choices", "unit", "(of)"};
    return call(of);
}

/// Python: other_unit(of: Unit) -> Unit
inline Unit other_unit(Unit of)
{
    static const pyhost::function<Unit(Unit)> call{"choices", "other_unit", "(of)"};
    return call(of);
}

/// Python: merged(a: Access, b: Access = Access.READ) -> Access
inline Access merged(Access a, Access b = Access::READ)
{
    static const pyhost::function<Access(Access, Access)> call{"choices", "merged", "(a, b=Access.READ)"};
    return call(a, b);
}

/// Python: bits(value: Bits) -> Bits
inline Bits bits(Bits value)
{
    static const pyhost::function<Bits(Bits)> call{"choices", "bits", "(value)"};
    return call(value);
}

/// Python: size(is_large: bool) -> Size
inline Size size(bool is_large)
{
    static const pyhost::function<Size(bool)> call{"choices", "size", "(is_large)"};
    return call(is_large);
}

/// Python: smooth(width: int, mode: Mode = 'flat') -> Mode
inline Mode smooth(std::int64_t width, Mode mode = Mode::flat)
{
    static const pyhost::function<Mode(std::int64_t, Mode)> call{"choices", "smooth", "(width, mode='flat')"};
    return call(width, mode);
}

/// Python: opposite(level: Level) -> Level
inline Level opposite(Level level)
{
    static const pyhost::function<Level(Level)> call{"choices", "opposite", "(level)"};
    return call(level);
}

/// Python: answered(answer: Answer) -> str
inline std::string answered(const std::variant<Answer_text, Answer_number>& answer)
{
    static const pyhost::function<std::string(const std::variant<Answer_text, Answer_number>&)> call{
        "choices", "answered", "(answer)"};
    return call(answer);
}

/// Python: answer(number: int) -> Answer
inline std::variant<Answer_text, Answer_number> answer(std::int64_t number)
{
    static const pyhost::function<std::variant<Answer_text, Answer_number>(std::int64_t)> call{
        "choices", "answer", "(number)"};
    return call(number);
}

/// Keyword arguments of side.
struct side_options {
    side_anchor anchor = side_anchor::top;
};

/// Python: side(which: Literal['left', 'right'], *, anchor: Literal['top', 'bottom'] = 'top') -> Literal['left', 'right']
inline side_which side(side_which which, side_options options = {})
{
    static const pyhost::function<side_which(side_which, pyhost::named<"anchor", side_anchor>)> call{
        "choices", "side", "(which, *, anchor='top')"};
    return call(which, {options.anchor});
}

/// Python: painted(by_name: dict[Color, int]) -> list[Color]
inline std::vector<Color> painted(const std::map<Color, std::int64_t>& by_name)
{
    static const pyhost::function<std::vector<Color>(const std::map<Color, std::int64_t>&)> call{
        "choices", "painted", "(by_name)"};
    return call(by_name);
}

/// Python: mode_or_number(value: Mode | int | None) -> Mode | None
inline std::optional<Mode> mode_or_number(const std::optional<std::variant<Mode, std::int64_t>>& value)
{
    static const pyhost::function<std::optional<Mode>(const std::optional<std::variant<Mode, std::int64_t>>&)> call{
        "choices", "mode_or_number", "(value)"};
    return call(value);
}

/// Keyword arguments of brightness.
struct brightness_options {
    std::optional<Unit> unit = Unit::METRE;
};

/// Python: brightness(color: Color = Color.GREEN, *, unit: Unit | None = Unit.METRE) -> str
inline std::string brightness(Color color = Color::GREEN, brightness_options options = {})
{
    static const pyhost::function<std::string(Color, pyhost::named<"unit", std::optional<Unit>>)> call{
        "choices", "brightness", "(color=Color.GREEN, *, unit=Unit.METRE)"};
    return call(color, {options.unit});
}

/// Python: other_shade(shade: Shade = Shade.DARK) -> Shade
inline Shade other_shade(Shade shade = Shade::DARK)
{
    static const pyhost::function<Shade(Shade)> call{"choices", "other_shade", "(shade=Shade.DARK)"};
    return call(shade);
}

}  // namespace choices
// NOLINTEND
