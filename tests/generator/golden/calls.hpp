// Made by pyhost 0.1.0 from calls (e29a9acc54b2368e): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/bindings/variable.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/or_default.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace calls {

/// Python: LENGTH: int = 3, as it is now.
[[nodiscard]] inline std::int64_t LENGTH()
{
    return pyhost::module_variable<std::int64_t>("calls", "LENGTH");
}

/// The sum of two numbers.
///
/// Of any size that C++ has.
///
/// Python: add(a: int, b: int) -> int
inline std::int64_t add(std::int64_t a, std::int64_t b)
{
    static const pyhost::function<std::int64_t(std::int64_t, std::int64_t)> call{"calls", "add", "(a, b)"};
    return call(a, b);
}

/// Python: shout(text: str) -> str
inline std::string shout(std::string_view text)
{
    static const pyhost::function<std::string(std::string_view)> call{"calls", "shout", "(text)"};
    return call(text);
}

/// Keeps a text, for recall().
///
/// Python: remember(text: str) -> None
inline void remember(std::string_view text)
{
    static const pyhost::function<void(std::string_view)> call{"calls", "remember", "(text)"};
    call(text);
}

/// Python: recall() -> str
inline std::string recall()
{
    static const pyhost::function<std::string()> call{"calls", "recall", "()"};
    return call();
}

/// Python: divide(a: float, b: float, /) -> float
inline double divide(double a, double b)
{
    static const pyhost::function<double(double, double)> call{"calls", "divide", "(a, b, /)"};
    return call(a, b);
}

/// Keyword arguments of box.
struct box_options {
    std::string fill = " ";
    bool is_framed = false;
};

/// A text in a box.
///
/// Python: box(text: str, /, width: int = 5, *, fill: str = ' ', is_framed: bool = False) -> str
inline std::string box(std::string_view text, std::int64_t width = 5, box_options options = {})
{
    static const pyhost::function<std::string(
        std::string_view, std::int64_t, pyhost::named<"fill", const std::string&>, pyhost::named<"is_framed", bool>)> call{
        "calls", "box", "(text, /, width=5, *, fill=' ', is_framed=False)"};
    return call(text, width, {options.fill}, {options.is_framed});
}

/// Keyword arguments of send.
struct send_options {
    pyhost::required<std::string> subject;
    std::int64_t copies = 1;
};

/// Python: send(to: str, *, subject: str, copies: int = 1) -> str
inline std::string send(std::string_view to, send_options options)
{
    static const pyhost::function<std::string(
        std::string_view, pyhost::named<"subject", const std::string&>, pyhost::named<"copies", std::int64_t>)> call{
        "calls", "send", "(to, *, subject, copies=1)"};
    return call(to, {options.subject.value()}, {options.copies});
}

/// Python: total(start: int, *more: int) -> int
inline std::int64_t total(std::int64_t start, const std::vector<std::int64_t>& more = {})
{
    static const pyhost::function<std::int64_t(std::int64_t, pyhost::unpack<const std::vector<std::int64_t>&>)> call{
        "calls", "total", "(start, *more)"};
    return call(start, {more});
}

/// Python: describe(**facts: float) -> str
inline std::string describe(const std::map<std::string, double>& facts = {})
{
    static const pyhost::function<std::string(pyhost::unpack_named<const std::map<std::string, double>&>)> call{
        "calls", "describe", "(**facts)"};
    return call({facts});
}

/// Keyword arguments of everything.
struct everything_options {
    pyhost::required<std::string> key;
    std::string other = "o";
};

/// Python: everything(a: int, /, b: int, *more: int, key: str, other: str = 'o', **rest: int) -> str
inline std::string everything(
    std::int64_t a, std::int64_t b, const std::vector<std::int64_t>& more, everything_options options,
    const std::map<std::string, std::int64_t>& rest = {})
{
    static const pyhost::function<std::string(
        std::int64_t, std::int64_t, pyhost::unpack<const std::vector<std::int64_t>&>, pyhost::named<"key", const std::string&>,
        pyhost::named<"other", const std::string&>, pyhost::unpack_named<const std::map<std::string, std::int64_t>&>)> call{
        "calls", "everything", "(a, /, b, *more, key, other='o', **rest)"};
    return call(a, b, {more}, {options.key.value()}, {options.other}, {rest});
}

/// Python: repeat(text: str, times: int = 2, joint: str = '-', ratio: float = 0.5, is_reversed: bool = True, none: int | None = None) -> str
inline std::string repeat(
    std::string_view text, std::int64_t times = 2, std::string_view joint = "-", double ratio = 0.5, bool is_reversed = true,
    std::optional<std::int64_t> none = {})
{
    static const pyhost::function<std::string(
        std::string_view, std::int64_t, std::string_view, double, bool, std::optional<std::int64_t>)> call{
        "calls", "repeat", "(text, times=2, joint='-', ratio=0.5, is_reversed=True, none=None)"};
    return call(text, times, joint, ratio, is_reversed, none);
}

/// Keyword arguments of cut.
struct cut_options {
    pyhost::or_default<std::string> mark{};
};

/// Both defaults are of Python alone.
///
/// Python: cut(text: str, length: int = ..., *, mark: str = ...) -> str
inline std::string cut(std::string_view text, pyhost::or_default<std::int64_t> length = {}, cut_options options = {})
{
    static const pyhost::function<std::string(
        std::string_view, pyhost::named<"length", pyhost::or_default<std::int64_t>>,
        pyhost::named<"mark", const pyhost::or_default<std::string>&>)> call{"calls", "cut", "(text, length=..., *, mark=...)"};
    return call(text, {length}, {options.mark});
}

/// Python: fail(message: str) -> NoReturn
[[noreturn]] inline void fail(std::string_view message)
{
    static const pyhost::function<void(std::string_view)> call{"calls", "fail", "(message)"};
    call(message);
    throw std::logic_error("calls.fail: it is declared NoReturn, and has returned");
}

/// Python: kind(value: Any) -> str
inline std::string kind(pyhost::argument value)
{
    static const pyhost::function<std::string(pyhost::argument)> call{"calls", "kind", "(value)"};
    return call(value);
}

/// Python: same(value: Any) -> Any
inline pyhost::ref<pyhost::object> same(pyhost::argument value)
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::argument)> call{"calls", "same", "(value)"};
    return call(value);
}

/// Python: doubled(value: int) -> int
inline std::int64_t doubled(std::int64_t value)
{
    static const pyhost::function<std::int64_t(std::int64_t)> call{"calls", "doubled", "(value)"};
    return call(value);
}

/// Python: doubled(value: float) -> float
template <class = void>  // for what no overload above takes
inline double doubled(double value)
{
    static const pyhost::function<double(double)> call{"calls", "doubled", "(value)"};
    return call(value);
}

/// Python: joined(a: str, b: str) -> str
inline std::string joined(std::string_view a, std::string_view b)
{
    static const pyhost::function<std::string(std::string_view, std::string_view)> call{"calls", "joined", "(a, b)"};
    return call(a, b);
}

/// Python: joined(a: bytes, b: bytes) -> bytes
inline std::vector<std::byte> joined(std::span<const std::byte> a, std::span<const std::byte> b)
{
    static const pyhost::function<std::vector<std::byte>(std::span<const std::byte>, std::span<const std::byte>)> call{
        "calls", "joined", "(a, b)"};
    return call(a, b);
}

/// A number in text.
///
/// Python: parse(text: str) -> int
inline std::int64_t parse(std::string_view text)
{
    static const pyhost::function<std::int64_t(std::string_view)> call{"calls", "parse", "(text, default=None)"};
    return call(text);
}

/// Python: parse(text: bytes) -> float
inline double parse(std::span<const std::byte> text)
{
    static const pyhost::function<double(std::span<const std::byte>)> call{"calls", "parse", "(text, default=None)"};
    return call(text);
}

/// Python: parse(text: str, default: str) -> str
inline std::string parse(std::string_view text, std::string_view default_)
{
    static const pyhost::function<std::string(std::string_view, std::string_view)> call{"calls", "parse", "(text, default=None)"};
    return call(text, default_);
}

/// Python: show(value: bool) -> str
inline std::string show(std::same_as<bool> auto value)
{
    static const pyhost::function<std::string(bool)> call{"calls", "show", "(value)"};
    return call(value);
}

/// Python: show(value: int) -> str
inline std::string show(std::int64_t value)
{
    static const pyhost::function<std::string(std::int64_t)> call{"calls", "show", "(value)"};
    return call(value);
}

/// Python: show(value: float) -> str
template <class = void>  // for what no overload above takes
inline std::string show(double value)
{
    static const pyhost::function<std::string(double)> call{"calls", "show", "(value)"};
    return call(value);
}

/// Python: show(value: str) -> str
inline std::string show(std::string_view value)
{
    static const pyhost::function<std::string(std::string_view)> call{"calls", "show", "(value)"};
    return call(value);
}

/// Python: show(value: object) -> str
template <class = void>  // for what no overload above takes
inline std::string show(pyhost::argument value)
{
    static const pyhost::function<std::string(pyhost::argument)> call{"calls", "show", "(value)"};
    return call(value);
}

}  // namespace calls
// NOLINTEND
