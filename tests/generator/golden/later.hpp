// Made by pyhost 0.1.0 from later (d18ba1bf40b079a2): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/async/async_function.hpp>
#include <pyhost/async/async_stream.hpp>
#include <pyhost/async/awaitable.hpp>
#include <pyhost/async/task.hpp>
#include <pyhost/bindings/bound_method.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/function.hpp>
#include <pyhost/generator_function.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace later {

class Feed;

/// A source of rows.
///
/// Python: class Feed
class Feed : public pyhost::instance {
public:
    explicit Feed(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Feed(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(name: str) -> None
    explicit Feed(std::string_view name);

    /// The next rows.
    ///
    /// Python: async read(n: int = 1) -> list[str]
    pyhost::future<std::vector<std::string>> read(std::int64_t n = 1) const;

    /// Python: steps(n: int) -> Iterator[int]
    pyhost::generated<std::int64_t> steps(std::int64_t n) const;

    /// Python: stream(n: int) -> AsyncIterator[str]
    pyhost::stream<std::string> stream(std::int64_t n) const;

    /// Python: async open(name: str) -> Feed
    static pyhost::future<Feed> open(std::string name);

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;
};
PYHOST_CLASS(Feed, "later.Feed")

inline Feed::Feed(std::string_view name) : Feed{pyhost::no_object}
{
    static const pyhost::function<Feed(std::string_view)> call{"later", "Feed", "(name)"};
    *this = call(name);
}

inline pyhost::future<std::vector<std::string>> Feed::read(std::int64_t n) const
{
    static const pyhost::bound_method bound{"later", "Feed.read", "async (n=1)"};
    const pyhost::gil_guard gil;
    const pyhost::async_function<std::vector<std::string>(std::int64_t)> call{bound.of(self())};
    return call(n);
}

inline pyhost::generated<std::int64_t> Feed::steps(std::int64_t n) const
{
    static const pyhost::bound_method bound{"later", "Feed.steps", "(n)"};
    const pyhost::gil_guard gil;
    const pyhost::generator_function<std::int64_t(std::int64_t)> call{bound.of(self())};
    return call(n);
}

inline pyhost::stream<std::string> Feed::stream(std::int64_t n) const
{
    static const pyhost::bound_method bound{"later", "Feed.stream", "(n)"};
    const pyhost::gil_guard gil;
    const pyhost::async_stream<std::string(std::int64_t)> call{bound.of(self())};
    return call(n);
}

inline pyhost::future<Feed> Feed::open(std::string name)
{
    static const pyhost::async_function<Feed(std::string)> call{"later", "Feed.open", "async (name)"};
    return call(std::move(name));
}

inline std::string Feed::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void Feed::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

/// Fetches nothing.
///
/// Python: async fetch(url: str, tries: int = 2) -> str
inline pyhost::future<std::string> fetch(std::string url, std::int64_t tries = 2)
{
    static const pyhost::async_function<std::string(std::string, std::int64_t)> call{"later", "fetch", "async (url, tries=2)"};
    return call(std::move(url), tries);
}

/// Keyword arguments of pause.
struct pause_options {
    std::int64_t times = 1;
};

/// Python: async pause(seconds: float, *, times: int = 1) -> None
inline pyhost::future<void> pause(double seconds, pause_options options = {})
{
    static const pyhost::async_function<void(double, pyhost::named<"times", std::int64_t>)> call{
        "later", "pause", "async (seconds, *, times=1)"};
    return call(seconds, {options.times});
}

/// Python: async broken() -> int
inline pyhost::future<std::int64_t> broken()
{
    static const pyhost::async_function<std::int64_t()> call{"later", "broken", "async ()"};
    return call();
}

/// What a callable answers, which is awaited.
///
/// Python: async asked(answer: Callable[[str], Awaitable[bool]], done: Callable[[], Awaitable[None]]) -> int
inline pyhost::future<std::int64_t> asked(
    std::function<pyhost::task<bool>(std::string)> answer, std::function<pyhost::task<void>()> done)
{
    static const pyhost::async_function<std::int64_t(
        std::function<pyhost::task<bool>(std::string)>, std::function<pyhost::task<void>()>)> call{
        "later", "asked", "async (answer, done)"};
    return call(std::move(answer), std::move(done));
}

/// Python: soon(value: int) -> Awaitable[int]
inline pyhost::future<std::int64_t> soon(std::int64_t value)
{
    static const pyhost::async_function<std::int64_t(std::int64_t)> call{"later", "soon", "(value)"};
    return call(value);
}

/// 0 up to n.
///
/// Python: count(n: int) -> Iterator[int]
inline pyhost::generated<std::int64_t> count(std::int64_t n)
{
    static const pyhost::generator_function<std::int64_t(std::int64_t)> call{"later", "count", "(n)"};
    return call(n);
}

/// Python: words(text: str) -> Generator[str, None, None]
inline pyhost::generated<std::string> words(std::string_view text)
{
    static const pyhost::generator_function<std::string(std::string_view)> call{"later", "words", "(text)"};
    return call(text);
}

/// Keyword arguments of pairs.
struct pairs_options {
    std::int64_t start = 0;
};

/// Python: pairs(names: Iterable[str], *, start: int = 0) -> Iterable[tuple[int, str]]
inline pyhost::generated<std::tuple<std::int64_t, std::string>> pairs(std::span<const std::string> names, pairs_options options = {})
{
    static const pyhost::generator_function<std::tuple<std::int64_t, std::string>(
        std::span<const std::string>, pyhost::named<"start", std::int64_t>)> call{"later", "pairs", "(names, *, start=0)"};
    return call(names, {options.start});
}

/// Python: rows(n: int) -> AsyncIterator[str]
inline pyhost::stream<std::string> rows(std::int64_t n)
{
    static const pyhost::async_stream<std::string(std::int64_t)> call{"later", "rows", "(n)"};
    return call(n);
}

/// Keyword arguments of numbers.
struct numbers_options {
    pyhost::required<double> until;
};

/// Python: numbers(*, until: float) -> AsyncGenerator[float, None]
inline pyhost::stream<double> numbers(numbers_options options)
{
    static const pyhost::async_stream<double(pyhost::named<"until", double>)> call{"later", "numbers", "(*, until)"};
    return call({options.until.value()});
}

}  // namespace later
// NOLINTEND
