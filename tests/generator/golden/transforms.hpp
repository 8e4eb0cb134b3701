// Made by pyhost 0.1.0 from transforms (0a6c3a43a082cd92): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/required.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/mapping.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/optional.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace transforms {

class Model;
class Place;
class User;
class Admin;
class Box;
class Count;

/// The base of models.
///
/// Python: class Model
class Model : public pyhost::instance {
public:
    explicit Model(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Model(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(**given: Any) -> None
    explicit Model(const std::map<std::string, pyhost::argument>& given = {});
};
PYHOST_CLASS(Model, "transforms.Model")

/// By a decorator.
///
/// Python: class Place
class Place : public pyhost::instance {
public:
    explicit Place(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Place(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(x: float, y: float = ..., names: list[str] = ...) -> None
    explicit Place(double x, pyhost::or_default<double> y = {}, pyhost::or_default<std::span<const std::string>> names = {});

    /// Python: x: float
    [[nodiscard]] double x() const;
    void x(double value) const;

    /// Python: y: float
    [[nodiscard]] double y() const;
    void y(double value) const;

    /// Python: names: list[str]
    [[nodiscard]] std::vector<std::string> names() const;
    void names(const std::vector<std::string>& value) const;

    /// Python: norm() -> float
    double norm() const;
};
PYHOST_CLASS(Place, "transforms.Place")

/// Keyword arguments of User.
struct User_init_options {
    pyhost::required<std::int64_t> id;
    pyhost::or_default<std::string> name{};
    pyhost::or_default<std::vector<std::string>> roles{};
    pyhost::or_default<std::optional<std::string>> eMail{};
};

/// By a metaclass.
///
/// Python: class User
class User : public Model {
public:
    explicit User(pyhost::no_object_t none) noexcept;
    User(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__(*, id: int, name: str = ..., roles: list[str] = ..., eMail: str | None = ...) -> None
    explicit User(User_init_options options);

    /// Python: LIMIT: int
    [[nodiscard]] std::int64_t LIMIT() const;

    /// Python: id: int
    [[nodiscard]] std::int64_t id() const;
    void id(std::int64_t value) const;

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;

    /// Python: roles: list[str]
    [[nodiscard]] std::vector<std::string> roles() const;
    void roles(const std::vector<std::string>& value) const;

    /// Python: mail: str | None
    [[nodiscard]] std::optional<std::string> mail() const;
    void mail(const std::optional<std::string>& value) const;

    /// Python: shown() -> str
    std::string shown() const;
};
PYHOST_CLASS(User, "transforms.User")

/// Keyword arguments of Admin.
struct Admin_init_options {
    pyhost::required<std::int64_t> id;
    pyhost::or_default<std::string> name{};
    pyhost::or_default<std::vector<std::string>> roles{};
    pyhost::or_default<std::optional<std::string>> eMail{};
    pyhost::required<std::int64_t> level;
};

/// Python: class Admin
class Admin : public User {
public:
    explicit Admin(pyhost::no_object_t none) noexcept;
    Admin(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__(*, id: int, name: str = ..., roles: list[str] = ..., eMail: str | None = ..., level: int) -> None
    explicit Admin(Admin_init_options options);

    /// Python: level: int
    [[nodiscard]] std::int64_t level() const;
    void level(std::int64_t value) const;
};
PYHOST_CLASS(Admin, "transforms.Admin")

/// Keyword arguments of Box.
struct Box_init_options {
    pyhost::required<pyhost::ref<pyhost::object>> item;
};

/// Python: class Box
class Box : public Model {
public:
    explicit Box(pyhost::no_object_t none) noexcept;
    Box(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__(*, item: T) -> None
    explicit Box(Box_init_options options);

    /// Python: item: T
    [[nodiscard]] pyhost::ref<pyhost::object> item() const;
    void item(const pyhost::ref<pyhost::object>& value) const;
};
PYHOST_CLASS(Box, "transforms.Box")

/// Keyword arguments of Count.
struct Count_init_options {
    pyhost::required<std::int64_t> item;
};

/// Python: class Count
class Count : public Box {
public:
    explicit Count(pyhost::no_object_t none) noexcept;
    Count(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__(*, item: int) -> None
    explicit Count(Count_init_options options);
};
PYHOST_CLASS(Count, "transforms.Count")

inline Model::Model(const std::map<std::string, pyhost::argument>& given) : Model{pyhost::no_object}
{
    static const pyhost::function<Model(pyhost::unpack_named<const std::map<std::string, pyhost::argument>&>)> call{
        "transforms", "Model", "(**given)"};
    *this = call({given});
}

inline Place::Place(
    double x, pyhost::or_default<double> y, pyhost::or_default<std::span<const std::string>> names) : Place{pyhost::no_object}
{
    static const pyhost::function<Place(
        double, pyhost::named<"y", pyhost::or_default<double>>,
        pyhost::named<"names", pyhost::or_default<std::span<const std::string>>>)> call{"transforms", "Place"};
    *this = call(x, {y}, {names});
}

inline double Place::x() const
{
    return pyhost::attribute_of<double>(*this, "x");
}

inline void Place::x(double value) const
{
    pyhost::set_attribute(*this, "x", value);
}

inline double Place::y() const
{
    return pyhost::attribute_of<double>(*this, "y");
}

inline void Place::y(double value) const
{
    pyhost::set_attribute(*this, "y", value);
}

inline std::vector<std::string> Place::names() const
{
    return pyhost::attribute_of<std::vector<std::string>>(*this, "names");
}

inline void Place::names(const std::vector<std::string>& value) const
{
    pyhost::set_attribute(*this, "names", value);
}

inline double Place::norm() const
{
    static const pyhost::method<double()> call{"transforms", "Place.norm", "()"};
    return call(self());
}

inline User::User(User_init_options options) : User{pyhost::no_object}
{
    static const pyhost::function<User(
        pyhost::named<"id", std::int64_t>, pyhost::named<"name", const pyhost::or_default<std::string>&>,
        pyhost::named<"roles", const pyhost::or_default<std::vector<std::string>>&>,
        pyhost::named<"eMail", const pyhost::or_default<std::optional<std::string>>&>)> call{"transforms", "User"};
    *this = call({options.id.value()}, {options.name}, {options.roles}, {options.eMail});
}

inline std::int64_t User::LIMIT() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "LIMIT");
}

inline std::int64_t User::id() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "id");
}

inline void User::id(std::int64_t value) const
{
    pyhost::set_attribute(*this, "id", value);
}

inline std::string User::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void User::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

inline std::vector<std::string> User::roles() const
{
    return pyhost::attribute_of<std::vector<std::string>>(*this, "roles");
}

inline void User::roles(const std::vector<std::string>& value) const
{
    pyhost::set_attribute(*this, "roles", value);
}

inline std::optional<std::string> User::mail() const
{
    return pyhost::attribute_of<std::optional<std::string>>(*this, "mail");
}

inline void User::mail(const std::optional<std::string>& value) const
{
    pyhost::set_attribute(*this, "mail", value);
}

inline std::string User::shown() const
{
    static const pyhost::method<std::string()> call{"transforms", "User.shown", "()"};
    return call(self());
}

inline User::User(pyhost::no_object_t none) noexcept
    : Model{none}
{
}

inline User::User(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Model{tag, std::move(self)}
{
}

inline Admin::Admin(Admin_init_options options) : Admin{pyhost::no_object}
{
    static const pyhost::function<Admin(
        pyhost::named<"id", std::int64_t>, pyhost::named<"name", const pyhost::or_default<std::string>&>,
        pyhost::named<"roles", const pyhost::or_default<std::vector<std::string>>&>,
        pyhost::named<"eMail", const pyhost::or_default<std::optional<std::string>>&>, pyhost::named<"level", std::int64_t>)> call{
        "transforms", "Admin"};
    *this = call({options.id.value()}, {options.name}, {options.roles}, {options.eMail}, {options.level.value()});
}

inline std::int64_t Admin::level() const
{
    return pyhost::attribute_of<std::int64_t>(*this, "level");
}

inline void Admin::level(std::int64_t value) const
{
    pyhost::set_attribute(*this, "level", value);
}

inline Admin::Admin(pyhost::no_object_t none) noexcept
    : User{none}
{
}

inline Admin::Admin(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : User{tag, std::move(self)}
{
}

inline Box::Box(Box_init_options options) : Box{pyhost::no_object}
{
    static const pyhost::function<Box(pyhost::named<"item", const pyhost::ref<pyhost::object>&>)> call{"transforms", "Box"};
    *this = call({options.item.value()});
}

inline pyhost::ref<pyhost::object> Box::item() const
{
    return pyhost::attribute_of<pyhost::ref<pyhost::object>>(*this, "item");
}

inline void Box::item(const pyhost::ref<pyhost::object>& value) const
{
    pyhost::set_attribute(*this, "item", value);
}

inline Box::Box(pyhost::no_object_t none) noexcept
    : Model{none}
{
}

inline Box::Box(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Model{tag, std::move(self)}
{
}

inline Count::Count(Count_init_options options) : Count{pyhost::no_object}
{
    static const pyhost::function<Count(pyhost::named<"item", std::int64_t>)> call{"transforms", "Count"};
    *this = call({options.item.value()});
}

inline Count::Count(pyhost::no_object_t none) noexcept
    : Box{none}
{
}

inline Count::Count(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Box{tag, std::move(self)}
{
}

/// Keyword arguments of column.
struct column_options {
    pyhost::or_default<pyhost::ref<pyhost::object>> default_{};
    pyhost::or_default<pyhost::ref<pyhost::object>> factory{};
    std::string alias = "";
};

/// Python: column(*, default: Any = ..., factory: Any = ..., alias: str = '') -> Any
inline pyhost::ref<pyhost::object> column(column_options options = {})
{
    static const pyhost::function<pyhost::ref<pyhost::object>(
        pyhost::named<"default", const pyhost::or_default<pyhost::ref<pyhost::object>>&>,
        pyhost::named<"factory", const pyhost::or_default<pyhost::ref<pyhost::object>>&>, pyhost::named<"alias", const std::string&>)> call{
        "transforms", "column", "(*, default=..., factory=..., alias='')"};
    return call({options.default_}, {options.factory}, {options.alias});
}

/// Python: define(made: Any) -> Any
inline pyhost::ref<pyhost::object> define(pyhost::argument made)
{
    static const pyhost::function<pyhost::ref<pyhost::object>(pyhost::argument)> call{"transforms", "define"};
    return call(made);
}

}  // namespace transforms
// NOLINTEND
