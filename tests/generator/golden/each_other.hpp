// Made by pyhost 0.1.0 from each_other (410603933e9475c8): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/or_default.hpp>
#include <pyhost/convert/pointer.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/convert/variant.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace each_other {

class Address;
class Link;
class Short;
class Place;
class Branch;
struct Person;
struct House;
struct Left;
struct Right;
struct Tools;

/// A value of this class will do for another one.
///
/// Python: class Address
class Address : public pyhost::instance {
public:
    explicit Address(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Address(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(text: Address | str = 'nowhere') -> None
    explicit Address(std::string_view text = "nowhere");

    /// Python: text: str
    [[nodiscard]] std::string text() const;
    void text(const std::string& value) const;
};
PYHOST_CLASS(Address, "each_other.Address")

struct Link_init_options;

struct Link_moved_options;

/// What it is made of stands below.
///
/// Python: class Link
class Link : public pyhost::instance {
public:
    explicit Link(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Link(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(to: Place | str = 'home', *, back: Place | None = None) -> None
    Link();

    /// Python: __init__(to: Place | str = 'home', *, back: Place | None = None) -> None
    explicit Link(const pyhost::or_default<std::variant<Place, std::string>>& to, Link_init_options options);

    /// Where it leads then.
    ///
    /// Python: moved(by: int, to: Place | None = None, *, back: Place | None = None, steps: int = 1) -> str
    std::string moved(std::int64_t by, const std::optional<Place>& to, Link_moved_options options) const;

    /// Python: found(name: str, near: Place | None = None) -> int
    std::int64_t found(std::string_view name, const std::optional<Place>& near) const;

    /// Python: found(name: str | Place, near: Place | None = None) -> str
    template <class pyhost_late = void>  // for what no overload above takes
    std::string found(
        const std::variant<std::string, Place>& name,
        const std::optional<Place>& near = std::conditional_t<true, std::optional<Place>, pyhost_late>{}) const;

    /// Python: counted(instance: int) -> int
    std::int64_t counted(std::int64_t instance_) const;

    /// Python: to: str
    [[nodiscard]] std::string to() const;
    void to(const std::string& value) const;

    /// Python: back: str
    [[nodiscard]] std::string back() const;
    void back(const std::string& value) const;
};
PYHOST_CLASS(Link, "each_other.Link")

struct Short_init_options;

/// Has the constructor of its base.
///
/// Python: class Short
class Short : public Link {
public:
    explicit Short(pyhost::no_object_t none) noexcept;
    Short(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__(to: Place | str = 'home', *, back: Place | None = None) -> None
    Short();

    /// Python: __init__(to: Place | str = 'home', *, back: Place | None = None) -> None
    explicit Short(const pyhost::or_default<std::variant<Place, std::string>>& to, Short_init_options options);
};
PYHOST_CLASS(Short, "each_other.Short")

/// Python: class Place
class Place : public pyhost::instance {
public:
    explicit Place(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Place(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(name: str) -> None
    explicit Place(std::string_view name);

    /// Python: linked(link: Link | None = None) -> Link
    Link linked(const std::optional<Link>& link) const;

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;
};
PYHOST_CLASS(Place, "each_other.Place")

/// Its objects are made of others, and are what they hold.
///
/// Python: class Branch
class Branch : public pyhost::instance {
public:
    explicit Branch(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Branch(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(parts: Iterable[Branch] = ()) -> None
    explicit Branch(const std::vector<Branch>& parts = {});

    /// The items, in a loop that needs no GIL.
    [[nodiscard]] pyhost::instance_items<Branch> begin() const;
    [[nodiscard]] pyhost::iteration_end end() const noexcept { return {}; }

    /// Python: depth() -> int
    std::int64_t depth() const;
};
PYHOST_CLASS(Branch, "each_other.Branch")

/// Keyword arguments of Link.
struct Link_init_options {
    std::optional<Place> back{};
};

/// Keyword arguments of Link.moved.
struct Link_moved_options {
    std::optional<Place> back{};
    std::int64_t steps = 1;
};

/// Keyword arguments of Short.
struct Short_init_options {
    std::optional<Place> back{};
};

/// Python: class Person, a dataclass
struct Person {
    std::string name{};
    std::shared_ptr<House> house{};
};
PYHOST_FIELDS(Person, name, house)
PYHOST_DEFAULTS(Person, house)
PYHOST_CLASS(Person, "each_other.Person")

/// Python: class House, a dataclass
struct House {
    std::string street{};
    std::shared_ptr<Person> owner{};
};
PYHOST_FIELDS(House, street, owner)
PYHOST_DEFAULTS(House, owner)
PYHOST_CLASS(House, "each_other.House")

/// Python: class Left, a dataclass
struct Left {
    pyhost::or_default<pyhost::ref<pyhost::object>> rights{};
};
PYHOST_FIELDS(Left, rights)
PYHOST_DEFAULTS(Left, rights)
PYHOST_CLASS(Left, "each_other.Left")

/// Python: class Right, a dataclass
struct Right {
    pyhost::or_default<pyhost::ref<pyhost::object>> lefts{};
};
PYHOST_FIELDS(Right, lefts)
PYHOST_DEFAULTS(Right, lefts)
PYHOST_CLASS(Right, "each_other.Right")

/// Python: class Tools, a TypedDict
struct Tools {
    std::string c{};
    std::string c_{};
    std::int64_t value_2nd_argument_{};

    [[nodiscard]] bool operator==(const Tools&) const = default;
};
PYHOST_FIELDS(Tools, c, c_ = "c++", value_2nd_argument_ = "2nd argument")

inline Address::Address(std::string_view text) : Address{pyhost::no_object}
{
    static const pyhost::function<Address(std::string_view)> call{"each_other", "Address", "(text='nowhere')"};
    *this = call(text);
}

inline std::string Address::text() const
{
    return pyhost::attribute_of<std::string>(*this, "text");
}

inline void Address::text(const std::string& value) const
{
    pyhost::set_attribute(*this, "text", value);
}

inline Link::Link()
    : Link(pyhost::or_default<std::variant<Place, std::string>>{}, Link_init_options{})
{
}

inline Link::Link(
    const pyhost::or_default<std::variant<Place, std::string>>& to,
    Link_init_options options = {}) : Link{pyhost::no_object}
{
    static const pyhost::function<Link(
        pyhost::named<"to", const pyhost::or_default<std::variant<Place, std::string>>&>,
        pyhost::named<"back", const std::optional<Place>&>)> call{"each_other", "Link", "(to='home', *, back=None)"};
    *this = call({to}, {options.back});
}

inline std::string Link::moved(std::int64_t by, const std::optional<Place>& to = {}, Link_moved_options options = {}) const
{
    static const pyhost::method<std::string(
        std::int64_t, const std::optional<Place>&, pyhost::named<"back", const std::optional<Place>&>,
        pyhost::named<"steps", std::int64_t>)> call{"each_other", "Link.moved", "(by, to=None, *, back=None, steps=1)"};
    return call(self(), by, to, {options.back}, {options.steps});
}

inline std::int64_t Link::found(std::string_view name, const std::optional<Place>& near = {}) const
{
    static const pyhost::method<std::int64_t(std::string_view, const std::optional<Place>&)> call{
        "each_other", "Link.found", "(name, near=None)"};
    return call(self(), name, near);
}

template <class>
inline std::string Link::found(
    const std::variant<std::string, Place>& name, const std::optional<Place>& near) const
{
    static const pyhost::method<std::string(
        const std::variant<std::string, Place>&, const std::optional<Place>&)> call{
        "each_other", "Link.found", "(name, near=None)"};
    return call(self(), name, near);
}

inline std::int64_t Link::counted(std::int64_t instance_) const
{
    static const pyhost::method<std::int64_t(std::int64_t)> call{"each_other", "Link.counted", "(instance)"};
    return call(self(), instance_);
}

inline std::string Link::to() const
{
    return pyhost::attribute_of<std::string>(*this, "to");
}

inline void Link::to(const std::string& value) const
{
    pyhost::set_attribute(*this, "to", value);
}

inline std::string Link::back() const
{
    return pyhost::attribute_of<std::string>(*this, "back");
}

inline void Link::back(const std::string& value) const
{
    pyhost::set_attribute(*this, "back", value);
}

inline Short::Short()
    : Short(pyhost::or_default<std::variant<Place, std::string>>{}, Short_init_options{})
{
}

inline Short::Short(
    const pyhost::or_default<std::variant<Place, std::string>>& to,
    Short_init_options options = {}) : Short{pyhost::no_object}
{
    static const pyhost::function<Short(
        pyhost::named<"to", const pyhost::or_default<std::variant<Place, std::string>>&>,
        pyhost::named<"back", const std::optional<Place>&>)> call{"each_other", "Short"};
    *this = call({to}, {options.back});
}

inline Short::Short(pyhost::no_object_t none) noexcept
    : Link{none}
{
}

inline Short::Short(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Link{tag, std::move(self)}
{
}

inline Place::Place(std::string_view name) : Place{pyhost::no_object}
{
    static const pyhost::function<Place(std::string_view)> call{"each_other", "Place", "(name)"};
    *this = call(name);
}

inline Link Place::linked(const std::optional<Link>& link = {}) const
{
    static const pyhost::method<Link(const std::optional<Link>&)> call{"each_other", "Place.linked", "(link=None)"};
    return call(self(), link);
}

inline std::string Place::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void Place::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

inline Branch::Branch(const std::vector<Branch>& parts) : Branch{pyhost::no_object}
{
    static const pyhost::function<Branch(const std::vector<Branch>&)> call{"each_other", "Branch", "(parts=...)"};
    *this = call(parts);
}

inline pyhost::instance_items<Branch> Branch::begin() const
{
    return pyhost::instance_items<Branch>{self()};
}

inline std::int64_t Branch::depth() const
{
    static const pyhost::method<std::int64_t()> call{"each_other", "Branch.depth", "()"};
    return call(self());
}

/// Python: owner(house: House) -> str
inline std::string owner(const House& house)
{
    static const pyhost::function<std::string(const House&)> call{"each_other", "owner", "(house)"};
    return call(house);
}

/// Python: lived(name: str) -> Person
inline Person lived(std::string_view name)
{
    static const pyhost::function<Person(std::string_view)> call{"each_other", "lived", "(name)"};
    return call(name);
}

/// Python: tools(given: Tools) -> Tools
inline Tools tools(const Tools& given)
{
    static const pyhost::function<Tools(const Tools&)> call{"each_other", "tools", "(given)"};
    return call(given);
}

/// Python: zero(kind: type[int]) -> int
inline pyhost::ref<pyhost::object> zero(pyhost::argument kind)
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::argument)> call{"each_other", "zero", "(kind)"};
    return call(kind);
}

/// Python: many(value: int | float | str | bytes | bool | complex | list[int] | list[str] | list[float] | dict[str, int] | dict[str, str] | dict[str, float] | set[int] | set[str] | tuple[int, str] | tuple[str, int] | tuple[float, str]) -> str
inline std::string many(pyhost::argument value)
{
    static const pyhost::function<std::string(pyhost::argument)> call{"each_other", "many", "(value)"};
    return call(value);
}

}  // namespace each_other
// NOLINTEND
