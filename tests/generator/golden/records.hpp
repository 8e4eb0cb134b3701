// Made by pyhost 0.1.0 from records (62248c6cb8a22e64): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/record_object.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/or_default.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>
#include <pyhost/generator_function.hpp>
#include <pyhost/method.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace records {

class Ring;
class Distance;
class Stop;
struct Point;
struct Shape;
struct Circle;
struct Node;
struct Session;
struct Loose;
struct Strict;
struct Span;
struct Pair;
struct Options;
struct Config;
struct Found;
struct Step;

/// No dataclass itself, but made as one.
///
/// Python: class Ring
class Ring : public pyhost::instance {
public:
    explicit Ring(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Ring(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(name: str, center: Point, corners: list[Point] = [], scale: float = 1.0, note: str | None = None, layers: list[str] = ...) -> None
    Ring(
        std::string_view name, const Point& center, std::span<const Point> corners, double scale = 1.0,
        const std::optional<std::string>& note = {}, pyhost::or_default<std::span<const std::string>> layers = {});

    /// Python: describe() -> str
    std::string describe() const;

    /// Python: LIMIT: int
    [[nodiscard]] std::int64_t LIMIT() const;
};
PYHOST_CLASS(Ring, "records.Ring")

/// No NamedTuple itself.
///
/// Python: class Distance
class Distance : public pyhost::instance {
public:
    explicit Distance(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Distance(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: doubled() -> int
    std::int64_t doubled() const;

    /// Python: length() -> int
    std::int64_t length() const;
};
PYHOST_CLASS(Distance, "records.Distance")

/// An event that tells nothing but that it has happened.
///
/// Python: class Stop
class Stop : public pyhost::instance {
public:
    explicit Stop(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Stop(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Stop();
};
PYHOST_CLASS(Stop, "records.Stop")

/// Keyword arguments of Point.moved.
struct Point_moved_options {
    double dy = 0.0;
};

/// A place in the plane.
///
/// Python: class Point, a dataclass
struct Point {
    double x{};
    double y = 0.5;

    [[nodiscard]] bool operator==(const Point&) const = default;

    /// The place beside it.
    ///
    /// Python: moved(dx: float, *, dy: float = 0.0) -> Point
    Point moved(double dx, Point_moved_options options = {}) const;

    /// Python: norm: float
    [[nodiscard]] double norm() const;

    /// Python: origin() -> Point
    static Point origin();

    /// Python: __add__(other: Point) -> Point
    [[nodiscard]] Point operator+(const Point& other) const;
};
PYHOST_FIELDS(Point, x, y)
PYHOST_DEFAULTS(Point, y)
PYHOST_CLASS(Point, "records.Point")

/// Points with a name.
///
/// Python: class Shape, a dataclass
struct Shape {
    std::string name{};
    Point center{};
    std::vector<Point> corners{};
    double scale = 1.0;
    std::optional<std::string> note{};
    pyhost::or_default<std::vector<std::string>> layers{};

    [[nodiscard]] bool operator==(const Shape&) const = default;

    /// Python: LIMIT: int
    [[nodiscard]] std::int64_t LIMIT() const;
};
PYHOST_FIELDS(Shape, name, center, corners, scale, note, layers)
PYHOST_DEFAULTS(Shape, corners, scale, note, layers)
PYHOST_CLASS(Shape, "records.Shape")

/// Python: class Circle, a dataclass
struct Circle {
    std::string name{};
    Point center{};
    std::vector<Point> corners{};
    double scale = 1.0;
    std::optional<std::string> note{};
    pyhost::or_default<std::vector<std::string>> layers{};
    double radius = 1.0;

    [[nodiscard]] bool operator==(const Circle&) const = default;

    /// Python: LIMIT: int
    [[nodiscard]] std::int64_t LIMIT() const;
};
PYHOST_FIELDS(Circle, name, center, corners, scale, note, layers, radius)
PYHOST_DEFAULTS(Circle, corners, scale, note, layers, radius)
PYHOST_CLASS(Circle, "records.Circle")

/// A tree.
///
/// Python: class Node, a dataclass
struct Node {
    std::int64_t value{};
    std::shared_ptr<Node> parent{};
    std::vector<Node> children{};
};
PYHOST_FIELDS(Node, value, parent, children)
PYHOST_DEFAULTS(Node, parent, children)
PYHOST_CLASS(Node, "records.Node")

/// Equal to itself alone.
///
/// Python: class Session, a dataclass
struct Session {
    std::int64_t number{};
};
PYHOST_FIELDS(Session, number)
PYHOST_CLASS(Session, "records.Session")

/// Equal to any other.
///
/// Python: class Loose, a dataclass
struct Loose {
    std::int64_t x{};

    /// Python: __eq__(other: Loose) -> bool
    [[nodiscard]] bool operator==(const Loose& other) const;
};
PYHOST_FIELDS(Loose, x)
PYHOST_CLASS(Loose, "records.Loose")

/// With the == that @dataclass writes.
///
/// Python: class Strict, a dataclass
struct Strict {
    std::int64_t x{};
    std::int64_t y{};

    [[nodiscard]] bool operator==(const Strict&) const = default;
};
PYHOST_FIELDS(Strict, x, y)
PYHOST_CLASS(Strict, "records.Strict")

/// From and to.
///
/// Python: class Span, a NamedTuple
struct Span {
    std::int64_t begin{};
    std::int64_t end = 10;
    std::string label = "span";

    [[nodiscard]] bool operator==(const Span&) const = default;

    /// Python: length() -> int
    std::int64_t length() const;
};
PYHOST_FIELDS(Span, begin, end, label)
PYHOST_DEFAULTS(Span, end, label)
PYHOST_CLASS(Span, "records.Span")

/// Python: class Pair, a NamedTuple
struct Pair {
    pyhost::ref<pyhost::object> first{};
    pyhost::ref<pyhost::object> second{};
};
PYHOST_FIELDS(Pair, first, second)
PYHOST_CLASS(Pair, "records.Pair")

/// How it is done.
///
/// Python: class Options, a TypedDict
struct Options {
    pyhost::or_default<std::int64_t> depth{};
    pyhost::or_default<std::string> name{};

    [[nodiscard]] bool operator==(const Options&) const = default;
};
PYHOST_FIELDS(Options, depth, name)
PYHOST_DEFAULTS(Options, depth, name)

/// Python: class Config, a TypedDict
struct Config {
    std::string path{};
    pyhost::or_default<std::int64_t> size{};
    Span span{};

    [[nodiscard]] bool operator==(const Config&) const = default;
};
PYHOST_FIELDS(Config, path, size, span)
PYHOST_DEFAULTS(Config, size)

/// Objects of which no one is made before they are read.
///
/// Python: class Found, a dataclass
struct Found {
    std::variant<Distance, Ring> what{Distance{pyhost::no_object}};
    std::tuple<Ring, std::int64_t> pair{Ring{pyhost::no_object}, std::int64_t{}};

    /// Python: renamed(pair: str) -> str
    std::string renamed(std::string_view pair_) const;
};
PYHOST_FIELDS(Found, what, pair)
PYHOST_CLASS(Found, "records.Found")

/// Of a way, whose next one may be missing.
///
/// Python: class Step, a TypedDict
struct Step {
    std::string name{};
    pyhost::or_default<pyhost::ref<pyhost::object>> next{};
};
PYHOST_FIELDS(Step, name, next)
PYHOST_DEFAULTS(Step, next)

inline Ring::Ring(
    std::string_view name, const Point& center, std::span<const Point> corners = {}, double scale,
    const std::optional<std::string>& note, pyhost::or_default<std::span<const std::string>> layers) : Ring{pyhost::no_object}
{
    static const pyhost::function<Ring(
        std::string_view, const Point&, std::span<const Point>, double, const std::optional<std::string>&,
        pyhost::named<"layers", pyhost::or_default<std::span<const std::string>>>)> call{"records", "Ring"};
    *this = call(name, center, corners, scale, note, {layers});
}

inline std::string Ring::describe() const
{
    static const pyhost::method<std::string()> call{"records", "Ring.describe", "()"};
    return call(self());
}

inline std::int64_t Ring::LIMIT() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "LIMIT");
}

inline std::int64_t Distance::doubled() const
{
    static const pyhost::method<std::int64_t()> call{"records", "Distance.doubled", "()"};
    return call(self());
}

inline std::int64_t Distance::length() const
{
    static const pyhost::method<std::int64_t()> call{"records", "Distance.length", "()"};
    return call(self());
}

inline Stop::Stop() : Stop{pyhost::no_object}
{
    static const pyhost::function<Stop()> call{"records", "Stop"};
    *this = call();
}

inline Point Point::moved(double dx, Point_moved_options options) const
{
    static const pyhost::method<Point(double, pyhost::named<"dy", double>)> call{"records", "Point.moved", "(dx, *, dy=0.0)"};
    return call(pyhost::object_of(*this), dx, {options.dy});
}

inline double Point::norm() const
{
    return pyhost::attribute_of<double>(*this, "norm");
}

inline Point Point::origin()
{
    static const pyhost::function<Point()> call{"records", "Point.origin", "()"};
    return call();
}

inline Point Point::operator+(const Point& other) const
{
    static const pyhost::method<Point(const Point&)> call{"records", "Point.__add__", "(other)"};
    return call(pyhost::object_of(*this), other);
}

inline std::int64_t Shape::LIMIT() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "LIMIT");
}

inline std::int64_t Circle::LIMIT() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "LIMIT");
}

inline bool Loose::operator==(const Loose& other) const
{
    static const pyhost::method<bool(const Loose&)> call{"records", "Loose.__eq__", "(other)"};
    return call(pyhost::object_of(*this), other);
}

inline std::int64_t Span::length() const
{
    static const pyhost::method<std::int64_t()> call{"records", "Span.length", "()"};
    return call(pyhost::object_of(*this));
}

inline std::string Found::renamed(std::string_view pair_) const
{
    static const pyhost::method<std::string(std::string_view)> call{"records", "Found.renamed", "(pair)"};
    return call(pyhost::object_of(*this), pair_);
}

/// Python: session() -> Session
inline Session session()
{
    static const pyhost::function<Session()> call{"records", "session", "()"};
    return call();
}

/// Python: mirrored(point: Point) -> Point
inline Point mirrored(const Point& point)
{
    static const pyhost::function<Point(const Point&)> call{"records", "mirrored", "(point)"};
    return call(point);
}

/// Python: outline(shape: Shape) -> str
inline std::string outline(const Shape& shape)
{
    static const pyhost::function<std::string(const Shape&)> call{"records", "outline", "(shape)"};
    return call(shape);
}

/// Python: circle(radius: float) -> Circle
inline Circle circle(double radius)
{
    static const pyhost::function<Circle(double)> call{"records", "circle", "(radius)"};
    return call(radius);
}

/// Python: area(circle: Circle) -> float
inline double area(const Circle& circle)
{
    static const pyhost::function<double(const Circle&)> call{"records", "area", "(circle)"};
    return call(circle);
}

/// Python: chain(length: int) -> Node
inline Node chain(std::int64_t length)
{
    static const pyhost::function<Node(std::int64_t)> call{"records", "chain", "(length)"};
    return call(length);
}

/// Python: depth(node: Node) -> int
inline std::int64_t depth(const Node& node)
{
    static const pyhost::function<std::int64_t(const Node&)> call{"records", "depth", "(node)"};
    return call(node);
}

/// Python: widened(span: Span, by: int = 1) -> Span
inline Span widened(const Span& span, std::int64_t by = 1)
{
    static const pyhost::function<Span(const Span&, std::int64_t)> call{"records", "widened", "(span, by=1)"};
    return call(span, by);
}

/// Python: swapped(pair: Pair) -> Pair
inline Pair swapped(const Pair& pair)
{
    static const pyhost::function<Pair(const Pair&)> call{"records", "swapped", "(pair)"};
    return call(pair);
}

/// Python: deeper(options: Options) -> Options
inline Options deeper(const Options& options)
{
    static const pyhost::function<Options(const Options&)> call{"records", "deeper", "(options)"};
    return call(options);
}

/// Python: configured(config: Config) -> Config
inline Config configured(const Config& config)
{
    static const pyhost::function<Config(const Config&)> call{"records", "configured", "(config)"};
    return call(config);
}

/// Python: spans(count: int) -> Iterator[Span]
inline pyhost::generated<Span> spans(std::int64_t count)
{
    static const pyhost::generator_function<Span(std::int64_t)> call{"records", "spans", "(count)"};
    return call(count);
}

/// Python: name_of(event: Stop) -> str
inline std::string name_of(const Stop& event)
{
    static const pyhost::function<std::string(const Stop&)> call{"records", "name_of", "(event)"};
    return call(event);
}

/// Python: found() -> Found
inline Found found()
{
    static const pyhost::function<Found()> call{"records", "found", "()"};
    return call();
}

/// Python: first_step() -> Step
inline Step first_step()
{
    static const pyhost::function<Step()> call{"records", "first_step", "()"};
    return call();
}

}  // namespace records
// NOLINTEND
