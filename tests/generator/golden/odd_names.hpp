// Made by pyhost 0.1.0 from odd_names (3f64c544db9386ef): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/bindings/variable.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/enum.hpp>
#include <pyhost/convert/literal.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace odd_names {

class Machine;
class Machine_Motor;
class Machine_Part;
class Line;
class Meter;
class unit;
class Hidden_;
struct Machine_Part_;

/// Python: Literal['asc', 'desc', '', '+', 'class', '3d']
enum class sort_order_text : std::int64_t {
    asc,
    desc,
    empty,
    character,
    class_,
    value_3d,
};
PYHOST_ENUM(sort_order_text, asc, desc, empty = "", character = "+", class_ = "class", value_3d = "3d")
PYHOST_CLASS(sort_order_text, "builtins.str")

/// Python: class Machine.State
enum class Machine_State : std::int64_t {
    ON,
    OFF,
    NULL_,
};
PYHOST_ENUM(Machine_State, ON, OFF, NULL_ = "NULL")
PYHOST_CLASS(Machine_State, "odd_names:Machine.State")

/// Python: class Color
enum class Color : std::int64_t {
    RED = 1,
};
PYHOST_ENUM(Color, RED)
PYHOST_CLASS(Color, "odd_names.Color")

/// A class with classes in it.
///
/// Python: class Machine
class Machine : public pyhost::instance {
public:
    explicit Machine(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Machine(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(this: str, auto: int = 0) -> None
    explicit Machine(std::string_view this_, std::int64_t auto_ = 0);

    /// Python: part(name: str) -> Part
    Machine_Part_ part(std::string_view name) const;

    /// Python: motor() -> Motor
    Machine_Motor motor() const;

    /// Python: made(this: str, auto: int = 0) -> str
    std::string made(std::string_view this_, std::int64_t auto_ = 0) const;

    /// Python: begin() -> int
    std::int64_t begin() const;

    /// Python: get(default: int = 4) -> int
    std::int64_t get(std::int64_t default_ = 4) const;

    /// Python: self() -> str
    std::string self_() const;

    /// Python: Part_() -> int
    std::int64_t Part_() const;

    /// Python: state() -> State
    Machine_State state() const;

    /// Python: this: str
    [[nodiscard]] std::string this_() const;
    void this_(const std::string& value) const;

    /// Python: auto: int
    [[nodiscard]] std::int64_t auto_() const;
    void auto_(std::int64_t value) const;
};
PYHOST_CLASS(Machine, "odd_names.Machine")

/// Python: class Machine.Motor
class Machine_Motor : public pyhost::instance {
public:
    explicit Machine_Motor(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Machine_Motor(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(power: int) -> None
    explicit Machine_Motor(std::int64_t power);

    /// Python: delete() -> str
    std::string delete_() const;

    /// Python: power: int
    [[nodiscard]] std::int64_t power() const;
    void power(std::int64_t value) const;
};
PYHOST_CLASS(Machine_Motor, "odd_names:Machine.Motor")

/// As the class in the class would be called.
///
/// Python: class Machine_Part
class Machine_Part : public pyhost::instance {
public:
    explicit Machine_Part(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Machine_Part(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Machine_Part();

    /// Python: number() -> int
    std::int64_t number() const;
};
PYHOST_CLASS(Machine_Part, "odd_names.Machine_Part")

/// Its members are called as types are.
///
/// Python: class Line
class Line : public pyhost::instance {
public:
    explicit Line(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Line(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Line();

    /// Python: Color() -> Color
    odd_names::Color Color() const;

    /// Python: Line() -> str
    std::string Line_() const;

    /// Python: string(std: str) -> str
    std::string string(std::string_view std) const;
};
PYHOST_CLASS(Line, "odd_names.Line")

/// Its special methods are not what C++ makes operators of.
///
/// Python: class Meter
class Meter : public pyhost::instance {
public:
    explicit Meter(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Meter(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Meter();

    /// Python: __call__(value: int) -> int
    std::int64_t operator()(std::int64_t value) const;

    /// Python: __add__(other: int = 2) -> int
    [[nodiscard]] std::int64_t operator+(std::int64_t other) const;

    /// The items, in a loop that needs no GIL.
    [[nodiscard]] pyhost::instance_items<std::int64_t> begin() const;
    [[nodiscard]] pyhost::iteration_end end() const noexcept { return {}; }

    /// Python: begin() -> int
    std::int64_t begin_() const;

    /// Python: operators(count: int = 4, text: str = 'a??=b') -> str
    std::string operators(std::int64_t count = 4, std::string_view text = "a?\?=b") const;
};
PYHOST_CLASS(Meter, "odd_names.Meter")

/// Called as parameters are.
///
/// Python: class unit
class unit : public pyhost::instance {
public:
    explicit unit(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    unit(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(factor: float) -> None
    explicit unit(double factor);

    /// Python: factor: float
    [[nodiscard]] double factor() const;
    void factor(double value) const;
};
PYHOST_CLASS(unit, "odd_names.unit")

/// Python: class _Hidden
class Hidden_ : public pyhost::instance {
public:
    explicit Hidden_(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Hidden_(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}
};
PYHOST_CLASS(Hidden_, "odd_names._Hidden")

/// Of a machine.
///
/// Python: class Machine.Part, a dataclass
struct Machine_Part_ {
    std::string name{};
    std::int64_t union_ = 0;

    [[nodiscard]] bool operator==(const Machine_Part_&) const = default;
};
PYHOST_FIELDS(Machine_Part_, name, union_ = "union")
PYHOST_DEFAULTS(Machine_Part_, union_ = "union")
PYHOST_CLASS(Machine_Part_, "odd_names:Machine.Part")

inline Machine::Machine(std::string_view this_, std::int64_t auto_) : Machine{pyhost::no_object}
{
    static const pyhost::function<Machine(std::string_view, std::int64_t)> call{"odd_names", "Machine", "(this, auto=0)"};
    *this = call(this_, auto_);
}

inline Machine_Part_ Machine::part(std::string_view name) const
{
    static const pyhost::method<Machine_Part_(std::string_view)> call{"odd_names", "Machine.part", "(name)"};
    return call(self(), name);
}

inline Machine_Motor Machine::motor() const
{
    static const pyhost::method<Machine_Motor()> call{"odd_names", "Machine.motor", "()"};
    return call(self());
}

inline std::string Machine::made(std::string_view this_, std::int64_t auto_) const
{
    static const pyhost::method<std::string(std::string_view, std::int64_t)> call{"odd_names", "Machine.made", "(this, auto=0)"};
    return call(self(), this_, auto_);
}

inline std::int64_t Machine::begin() const
{
    static const pyhost::method<std::int64_t()> call{"odd_names", "Machine.begin", "()"};
    return call(self());
}

inline std::int64_t Machine::get(std::int64_t default_) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"odd_names", "Machine.get", "(default=4)"};
    return call(self(), default_);
}

inline std::string Machine::self_() const
{
    static const pyhost::method<std::string()> call{"odd_names", "Machine.self", "()"};
    return call(self());
}

inline std::int64_t Machine::Part_() const
{
    static const pyhost::method<std::int64_t()> call{"odd_names", "Machine.Part_", "()"};
    return call(self());
}

inline Machine_State Machine::state() const
{
    static const pyhost::method<Machine_State()> call{"odd_names", "Machine.state", "()"};
    return call(self());
}

inline std::string Machine::this_() const
{
    return pyhost::attribute_of<std::string>(*this, "this");
}

inline void Machine::this_(const std::string& value) const
{
    pyhost::set_attribute(*this, "this", value);
}

inline std::int64_t Machine::auto_() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "auto");
}

inline void Machine::auto_(std::int64_t value) const
{
    pyhost::set_attribute(*this, "auto", value);
}

inline Machine_Motor::Machine_Motor(std::int64_t power) : Machine_Motor{pyhost::no_object}
{
    static const pyhost::function<Machine_Motor(std::int64_t)> call{"odd_names", "Machine.Motor", "(power)"};
    *this = call(power);
}

inline std::string Machine_Motor::delete_() const
{
    static const pyhost::method<std::string()> call{"odd_names", "Machine.Motor.delete", "()"};
    return call(self());
}

inline std::int64_t Machine_Motor::power() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "power");
}

inline void Machine_Motor::power(std::int64_t value) const
{
    pyhost::set_attribute(*this, "power", value);
}

inline Machine_Part::Machine_Part() : Machine_Part{pyhost::no_object}
{
    static const pyhost::function<Machine_Part()> call{"odd_names", "Machine_Part"};
    *this = call();
}

inline std::int64_t Machine_Part::number() const
{
    static const pyhost::method<std::int64_t()> call{"odd_names", "Machine_Part.number", "()"};
    return call(self());
}

inline Line::Line() : Line{pyhost::no_object}
{
    static const pyhost::function<Line()> call{"odd_names", "Line"};
    *this = call();
}

inline odd_names::Color Line::Color() const
{
    static const pyhost::method<odd_names::Color()> call{"odd_names", "Line.Color", "()"};
    return call(self());
}

inline std::string Line::Line_() const
{
    static const pyhost::method<std::string()> call{"odd_names", "Line.Line", "()"};
    return call(self());
}

inline std::string Line::string(std::string_view std) const
{
    static const pyhost::method<std::string(std::string_view)> call{"odd_names", "Line.string", "(std)"};
    return call(self(), std);
}

inline Meter::Meter() : Meter{pyhost::no_object}
{
    static const pyhost::function<Meter()> call{"odd_names", "Meter"};
    *this = call();
}

inline std::int64_t Meter::operator()(std::int64_t value) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"odd_names", "Meter.__call__"};
    return call(self(), value);
}

inline std::int64_t Meter::operator+(std::int64_t other) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"odd_names", "Meter.__add__", "(other=2)"};
    return call(self(), other);
}

inline pyhost::instance_items<std::int64_t> Meter::begin() const
{
    return pyhost::instance_items<std::int64_t>{self()};
}

inline std::int64_t Meter::begin_() const
{
    static const pyhost::method<std::int64_t()> call{"odd_names", "Meter.begin", "()"};
    return call(self());
}

inline std::string Meter::operators(std::int64_t count, std::string_view text) const
{
    static const pyhost::method<std::string(std::int64_t, std::string_view)> call{
        "odd_names", "Meter.operators", "(count=4, text='a?\?=b')"};
    return call(self(), count, text);
}

inline unit::unit(double factor) : unit{pyhost::no_object}
{
    static const pyhost::function<unit(double)> call{"odd_names", "unit", "(factor)"};
    *this = call(factor);
}

inline double unit::factor() const
{
    return pyhost::attribute_of<double>(*this, "factor");
}

inline void unit::factor(double value) const
{
    pyhost::set_attribute(*this, "factor", value);
}

/// Python: EOF: int = -1, as it is now.
[[nodiscard]] inline std::int64_t EOF_()
{
    return pyhost::module_variable<std::int64_t>("odd_names", "EOF");
}

/// Python: int_max: int, as it is now.
[[nodiscard]] inline std::int64_t int_max()
{
    return pyhost::module_variable<std::int64_t>("odd_names", "int_max");
}
inline void int_max(std::int64_t value)
{
    pyhost::set_module_variable("odd_names", "int_max", value);
}

/// Python: namespace: str, as it is now.
[[nodiscard]] inline std::string namespace_()
{
    return pyhost::module_variable<std::string>("odd_names", "namespace");
}
inline void namespace_(const std::string& value)
{
    pyhost::set_module_variable("odd_names", "namespace", value);
}

/// Python: in_units(value: float, unit: unit) -> float
inline double in_units(double value, const unit& unit_)
{
    static const pyhost::function<double(double, const unit&)> call{"odd_names", "in_units", "(value, unit)"};
    return call(value, unit_);
}

/// Keyword arguments of template.
struct template_options {
    std::int64_t switch_ = 2;
    std::int64_t NULL_ = 3;
};

/// Python: template(operator: int, new: int = 1, *, switch: int = 2, NULL: int = 3) -> int
inline std::int64_t template_(std::int64_t operator_, std::int64_t new_ = 1, template_options options = {})
{
    static const pyhost::function<std::int64_t(
        std::int64_t, std::int64_t, pyhost::named<"switch", std::int64_t>, pyhost::named<"NULL", std::int64_t>)> call{
        "odd_names", "template", "(operator, new=1, *, switch=2, NULL=3)"};
    return call(operator_, new_, {options.switch_}, {options.NULL_});
}

/// Keyword arguments of assert_.
struct assert_options {
    pyhost::required<std::int64_t> gil;
};

/// Python: assert_(errno: int, call: int, self: int, options: int, *, gil: int) -> int
inline std::int64_t assert_(std::int64_t errno_, std::int64_t call_, std::int64_t self_, std::int64_t options, assert_options options_)
{
    static const pyhost::function<std::int64_t(
        std::int64_t, std::int64_t, std::int64_t, std::int64_t, pyhost::named<"gil", std::int64_t>)> call{
        "odd_names", "assert_", "(errno, call, self, options, *, gil)"};
    return call(errno_, call_, self_, options, {options_.gil.value()});
}

/// Python: delete() -> str
inline std::string delete_()
{
    static const pyhost::function<std::string()> call{"odd_names", "delete", "()"};
    return call();
}

/// Python: größe(maß: float) -> float
inline double größe(double maß)
{
    static const pyhost::function<double(double)> call{"odd_names", "größe", "(maß)"};
    return call(maß);
}

/// Python: sort(order: Literal['asc', 'desc', '', '+', 'class', '3d'] = 'asc') -> str
inline std::string sort(sort_order_text order = sort_order_text::asc)
{
    static const pyhost::function<std::string(sort_order_text)> call{"odd_names", "sort", "(order='asc')"};
    return call(order);
}

/// Python: sort_order() -> str
inline std::string sort_order()
{
    static const pyhost::function<std::string()> call{"odd_names", "sort_order", "()"};
    return call();
}

/// Python: state_of(state: State) -> str
inline std::string state_of(Machine_State state)
{
    static const pyhost::function<std::string(Machine_State)> call{"odd_names", "state_of", "(state)"};
    return call(state);
}

/// Python: power(motor: Motor) -> int
inline std::int64_t power(const Machine_Motor& motor)
{
    static const pyhost::function<std::int64_t(const Machine_Motor&)> call{"odd_names", "power", "(motor)"};
    return call(motor);
}

/// Python: part_number(part: Machine_Part) -> int
inline std::int64_t part_number(const Machine_Part& part)
{
    static const pyhost::function<std::int64_t(const Machine_Part&)> call{"odd_names", "part_number", "(part)"};
    return call(part);
}

/// Python: new_part() -> Machine_Part
inline Machine_Part new_part()
{
    static const pyhost::function<Machine_Part()> call{"odd_names", "new_part", "()"};
    return call();
}

/// Python: hidden() -> _Hidden
inline Hidden_ hidden()
{
    static const pyhost::function<Hidden_()> call{"odd_names", "hidden", "()"};
    return call();
}

/// Python: is_hidden(one: _Hidden) -> bool
inline bool is_hidden(const Hidden_& one)
{
    static const pyhost::function<bool(const Hidden_&)> call{"odd_names", "is_hidden", "(one)"};
    return call(one);
}

}  // namespace odd_names
// NOLINTEND
