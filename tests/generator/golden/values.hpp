// Made by pyhost 0.1.0 from values (77abded72cec0e78): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/date_time.hpp>
#include <pyhost/bindings/text_or_path.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/bytes.hpp>
#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>
#include <pyhost/or_default.hpp>
#include <pyhost/values/decimal.hpp>
#include <pyhost/values/fraction.hpp>
#include <pyhost/values/uuid.hpp>

#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace values {

/// Python: tomorrow(day: date) -> date
inline std::chrono::year_month_day tomorrow(std::chrono::year_month_day day)
{
    static const pyhost::function<std::chrono::year_month_day(std::chrono::year_month_day)> call{"values", "tomorrow", "(day)"};
    return call(day);
}

/// Python: after(moment: datetime, delta: timedelta = ...) -> datetime
inline pyhost::date_time after(const pyhost::date_time& moment, pyhost::or_default<std::chrono::microseconds> delta = {})
{
    static const pyhost::function<pyhost::date_time(
        const pyhost::date_time&, pyhost::named<"delta", pyhost::or_default<std::chrono::microseconds>>)> call{
        "values", "after", "(moment, delta=...)"};
    return call(moment, {delta});
}

/// Python: noon() -> time
inline std::chrono::hh_mm_ss<std::chrono::microseconds> noon()
{
    static const pyhost::function<std::chrono::hh_mm_ss<std::chrono::microseconds>()> call{"values", "noon", "()"};
    return call();
}

/// Python: minutes(at: time) -> timedelta
inline std::chrono::microseconds minutes(const std::chrono::hh_mm_ss<std::chrono::microseconds>& at)
{
    static const pyhost::function<std::chrono::microseconds(const std::chrono::hh_mm_ss<std::chrono::microseconds>&)> call{
        "values", "minutes", "(at)"};
    return call(at);
}

/// Python: parent(path: Path) -> Path
inline std::filesystem::path parent(const std::filesystem::path& path)
{
    static const pyhost::function<std::filesystem::path(const std::filesystem::path&)> call{"values", "parent", "(path)"};
    return call(path);
}

/// Python: suffix(path: str | PathLike[str]) -> str
inline std::string suffix(pyhost::text_or_path path)
{
    static const pyhost::function<std::string(pyhost::text_or_path)> call{"values", "suffix", "(path)"};
    return call(path);
}

/// Keyword arguments of stem.
struct stem_options {
    pyhost::or_default<std::variant<std::string, std::filesystem::path>> default_{};
};

/// Python: stem(path: str | Path | None = None, *, default: str | Path = 'none') -> str | Path
inline std::variant<std::string, std::filesystem::path> stem(std::optional<pyhost::text_or_path> path = {}, stem_options options = {})
{
    static const pyhost::function<std::variant<std::string, std::filesystem::path>(
        std::optional<pyhost::text_or_path>,
        pyhost::named<"default", const pyhost::or_default<std::variant<std::string, std::filesystem::path>>&>)> call{
        "values", "stem", "(path=None, *, default='none')"};
    return call(path, {options.default_});
}

/// Python: exact(price: Decimal, count: int = 3) -> Decimal
inline pyhost::decimal exact(const pyhost::decimal& price, std::int64_t count = 3)
{
    static const pyhost::function<pyhost::decimal(const pyhost::decimal&, std::int64_t)> call{"values", "exact", "(price, count=3)"};
    return call(price, count);
}

/// Python: third(value: Fraction) -> Fraction
inline pyhost::fraction third(const pyhost::fraction& value)
{
    static const pyhost::function<pyhost::fraction(const pyhost::fraction&)> call{"values", "third", "(value)"};
    return call(value);
}

/// Python: same_id(one: UUID) -> UUID
inline pyhost::uuid same_id(const pyhost::uuid& one)
{
    static const pyhost::function<pyhost::uuid(const pyhost::uuid&)> call{"values", "same_id", "(one)"};
    return call(one);
}

/// Python: conjugate(value: complex) -> complex
inline std::complex<double> conjugate(const std::complex<double>& value)
{
    static const pyhost::function<std::complex<double>(const std::complex<double>&)> call{"values", "conjugate", "(value)"};
    return call(value);
}

/// Python: reversed_bytes(data: bytes) -> bytes
inline std::vector<std::byte> reversed_bytes(std::span<const std::byte> data)
{
    static const pyhost::function<std::vector<std::byte>(std::span<const std::byte>)> call{"values", "reversed_bytes", "(data)"};
    return call(data);
}

/// Python: checksum(data: Buffer) -> int
inline std::int64_t checksum(std::span<const std::byte> data)
{
    static const pyhost::function<std::int64_t(std::span<const std::byte>)> call{"values", "checksum", "(data)"};
    return call(data);
}

/// Python: bounds(value: int, ratio: float, is_exact: bool) -> tuple[int, float, bool]
inline std::tuple<std::int64_t, double, bool> bounds(std::int64_t value, double ratio, bool is_exact)
{
    static const pyhost::function<std::tuple<std::int64_t, double, bool>(std::int64_t, double, bool)> call{
        "values", "bounds", "(value, ratio, is_exact)"};
    return call(value, ratio, is_exact);
}

}  // namespace values
// NOLINTEND
