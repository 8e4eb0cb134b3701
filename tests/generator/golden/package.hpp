// Made by pyhost 0.1.0 from package (d78d409841437ca6): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/instance.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/tuple.hpp>
#include <pyhost/function.hpp>
#include <pyhost/or_default.hpp>

#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace logging {

class Filterer;
class Logger;

}  // namespace logging

namespace package::logging {

class Entry;

}  // namespace package::logging

namespace package::shapes {

class Circle;

}  // namespace package::shapes

namespace package::internal_private {

struct Setting;

}  // namespace package::internal_private

namespace package::fit_ {

struct Fit;

}  // namespace package::fit_

namespace logging {

/// Python: class Filterer
class Filterer : public pyhost::instance {
public:
    explicit Filterer(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Filterer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}
};
PYHOST_CLASS(Filterer, "logging.Filterer")

/// Python: class Logger
class Logger : public Filterer {
public:
    explicit Logger(pyhost::no_object_t none) noexcept;
    Logger(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;
};
PYHOST_CLASS(Logger, "logging.Logger")

}  // namespace logging

namespace package::logging {

/// Python: class Entry
class Entry : public pyhost::instance {
public:
    explicit Entry(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Entry(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(text: str) -> None
    explicit Entry(std::string_view text);

    /// Python: text: str
    [[nodiscard]] std::string text() const;
    void text(const std::string& value) const;
};
PYHOST_CLASS(Entry, "package.logging.Entry")

}  // namespace package::logging

namespace package::shapes {

/// Python: class Circle
class Circle : public pyhost::instance {
public:
    explicit Circle(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Circle(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(radius: float) -> None
    explicit Circle(double radius);

    /// Python: radius: float
    [[nodiscard]] double radius() const;
    void radius(double value) const;
};
PYHOST_CLASS(Circle, "package.shapes.Circle")

}  // namespace package::shapes

namespace package::internal_private {

/// Python: class Setting, a NamedTuple
struct Setting {
    std::string name{};

    [[nodiscard]] bool operator==(const Setting&) const = default;
};
PYHOST_FIELDS(Setting, name)
PYHOST_CLASS(Setting, "package._private.Setting")

}  // namespace package::internal_private

namespace package::fit_ {

/// Python: class Fit, a dataclass
struct Fit {
    double slope{};
    package::internal_private::Setting setting{};

    [[nodiscard]] bool operator==(const Fit&) const = default;
};
PYHOST_FIELDS(Fit, slope, setting)
PYHOST_CLASS(Fit, "package.fit.Fit")

}  // namespace package::fit_

namespace logging {

inline Logger::Logger(pyhost::no_object_t none) noexcept
    : Filterer{none}
{
}

inline Logger::Logger(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Filterer{tag, std::move(self)}
{
}

}  // namespace logging

namespace package::logging {

inline Entry::Entry(std::string_view text) : Entry{pyhost::no_object}
{
    static const pyhost::function<Entry(std::string_view)> call{"package.logging", "Entry", "(text)"};
    *this = call(text);
}

inline std::string Entry::text() const
{
    return pyhost::attribute_of<std::string>(*this, "text");
}

inline void Entry::text(const std::string& value) const
{
    pyhost::set_attribute(*this, "text", value);
}

}  // namespace package::logging

namespace package::shapes {

inline Circle::Circle(double radius) : Circle{pyhost::no_object}
{
    static const pyhost::function<Circle(double)> call{"package.shapes", "Circle", "(radius)"};
    *this = call(radius);
}

inline double Circle::radius() const
{
    return pyhost::attribute_of<double>(*this, "radius");
}

inline void Circle::radius(double value) const
{
    pyhost::set_attribute(*this, "radius", value);
}

}  // namespace package::shapes

namespace package {

using Setting = package::internal_private::Setting;

using Fit = package::fit_::Fit;

/// Python: fit(points: list[tuple[float, float]], setting: Setting = ...) -> Fit
inline package::fit_::Fit fit(
    std::span<const std::tuple<double, double>> points, const pyhost::or_default<package::internal_private::Setting>& setting = {})
{
    static const pyhost::function<package::fit_::Fit(
        std::span<const std::tuple<double, double>>,
        pyhost::named<"setting", const pyhost::or_default<package::internal_private::Setting>&>)> call{
        "package", "fit", "(points, setting=...)"};
    return call(points, {setting});
}

/// Python: fitted(points: list[tuple[float, float]], setting: Setting = ...) -> Fit
inline package::fit_::Fit fitted(
    std::span<const std::tuple<double, double>> points, const pyhost::or_default<package::internal_private::Setting>& setting = {})
{
    static const pyhost::function<package::fit_::Fit(
        std::span<const std::tuple<double, double>>,
        pyhost::named<"setting", const pyhost::or_default<package::internal_private::Setting>&>)> call{
        "package", "fitted", "(points, setting=...)"};
    return call(points, {setting});
}

using Entry = package::logging::Entry;

/// Python: entry_of(logger: Logger) -> Entry
inline package::logging::Entry entry_of(const ::logging::Logger& logger)
{
    static const pyhost::function<package::logging::Entry(const ::logging::Logger&)> call{"package", "entry_of", "(logger)"};
    return call(logger);
}

/// Python: logger_of(entry: Entry) -> Logger
inline ::logging::Logger logger_of(const package::logging::Entry& entry)
{
    static const pyhost::function<::logging::Logger(const package::logging::Entry&)> call{"package", "logger_of", "(entry)"};
    return call(entry);
}

using Circle = package::shapes::Circle;

/// Python: area(circle: Circle) -> float
inline double area(const package::shapes::Circle& circle)
{
    static const pyhost::function<double(const package::shapes::Circle&)> call{"package", "area", "(circle)"};
    return call(circle);
}

}  // namespace package
// NOLINTEND
