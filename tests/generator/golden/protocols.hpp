// Made by pyhost 0.1.0 from protocols (079d4da00e5225a1): python -m pyhost generate; do not edit.
// clang-format off
// NOLINTBEGIN: names are those of Python
#pragma once

#include <pyhost/bindings/argument.hpp>
#include <pyhost/bindings/instance.hpp>
#include <pyhost/bindings/instance_items.hpp>
#include <pyhost/bindings/record_object.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/convert/callable.hpp>
#include <pyhost/convert/object.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/convert/text.hpp>
#include <pyhost/function.hpp>
#include <pyhost/method.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace protocols {

class Named;
class Sized;
class Person;
class Builder;
class LoudBuilder;
class Stack;
class Scorer;
struct Badge;

/// What has a name.
///
/// Python: class Named, a Protocol
class Named : public pyhost::instance {
public:
    explicit Named(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Named(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// An object of any class that has these members.
    Named(const pyhost::instance& other) : Named{pyhost::from_object, other.self()} {}
    template <class T>
        requires requires(const T& record) { pyhost::object_of(record); }
    Named(const T& record) : Named{pyhost::from_object, pyhost::object_of(record)} {}

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;

    /// Python: greet(greeting: str = 'hello') -> str
    std::string greet(std::string_view greeting = "hello") const;
};

/// What has a size too.
///
/// Python: class Sized, a Protocol
class Sized : public Named {
public:
    explicit Sized(pyhost::no_object_t none) noexcept;
    Sized(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// An object of any class that has these members.
    Sized(const pyhost::instance& other) : Sized{pyhost::from_object, other.self()} {}
    template <class T>
        requires requires(const T& record) { pyhost::object_of(record); }
    Sized(const T& record) : Sized{pyhost::from_object, pyhost::object_of(record)} {}

    /// Python: __len__() -> int
    [[nodiscard]] std::int64_t size() const;
};

/// Python: class Person
class Person : public pyhost::instance {
public:
    explicit Person(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Person(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(name: str) -> None
    explicit Person(std::string_view name);

    /// Python: greet(greeting: str = 'hello') -> str
    std::string greet(std::string_view greeting = "hello") const;

    /// Python: __len__() -> int
    [[nodiscard]] std::int64_t size() const;

    /// Python: name: str
    [[nodiscard]] std::string name() const;
    void name(const std::string& value) const;
};
PYHOST_CLASS(Person, "protocols.Person")

/// Every step gives the builder again.
///
/// Python: class Builder
class Builder : public pyhost::instance {
public:
    explicit Builder(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Builder(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__() -> None
    Builder();

    /// Python: add(part: str) -> Builder
    Builder add(std::string_view part) const;

    /// Python: twice(part: str) -> Builder
    Builder twice(std::string_view part) const;

    /// Python: of(*parts: str) -> Builder
    static Builder of(const std::vector<std::string>& parts = {});

    /// Python: build() -> str
    std::string build() const;

    /// Python: parts: list[str]
    [[nodiscard]] std::vector<std::string> parts() const;
    void parts(const std::vector<std::string>& value) const;
};
PYHOST_CLASS(Builder, "protocols.Builder")

/// Python: class LoudBuilder
class LoudBuilder : public Builder {
public:
    explicit LoudBuilder(pyhost::no_object_t none) noexcept;
    LoudBuilder(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept;

    /// Python: __init__() -> None
    LoudBuilder();

    /// Python: add(part: str) -> LoudBuilder
    LoudBuilder add(std::string_view part) const;

    /// Python: copy() -> LoudBuilder
    LoudBuilder copy() const;

    /// Python: twice(part: str) -> LoudBuilder
    LoudBuilder twice(std::string_view part) const;

    /// Python: of(*parts: str) -> LoudBuilder
    static LoudBuilder of(const std::vector<std::string>& parts = {});
};
PYHOST_CLASS(LoudBuilder, "protocols.LoudBuilder")

/// Of anything.
///
/// Python: class Stack
class Stack : public pyhost::instance {
public:
    explicit Stack(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Stack(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// Python: __init__(items: list[T]) -> None
    explicit Stack(std::span<const pyhost::ref<pyhost::object>> items);

    /// Python: push(item: T) -> None
    void push(pyhost::argument item) const;

    /// Python: pop() -> T
    pyhost::ref<pyhost::object> pop() const;

    /// Python: __len__() -> int
    [[nodiscard]] std::int64_t size() const;

    /// The items, in a loop that needs no GIL.
    [[nodiscard]] pyhost::instance_items<pyhost::ref<pyhost::object>> begin() const;
    [[nodiscard]] pyhost::iteration_end end() const noexcept { return {}; }
};
PYHOST_CLASS(Stack, "protocols.Stack")

/// What is called.
///
/// Python: class Scorer, a Protocol
class Scorer : public pyhost::instance {
public:
    explicit Scorer(pyhost::no_object_t none) noexcept : pyhost::instance{none} {}
    Scorer(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept : pyhost::instance{tag, std::move(self)} {}

    /// An object of any class that has these members.
    Scorer(const pyhost::instance& other) : Scorer{pyhost::from_object, other.self()} {}
    template <class T>
        requires requires(const T& record) { pyhost::object_of(record); }
    Scorer(const T& record) : Scorer{pyhost::from_object, pyhost::object_of(record)} {}

    /// Python: __call__(text: str, /) -> int
    std::int64_t operator()(std::string_view text) const;
};

/// A record that has what Named asks for.
///
/// Python: class Badge, a dataclass
struct Badge {
    std::string name{};

    [[nodiscard]] bool operator==(const Badge&) const = default;

    /// Python: greet(greeting: str = 'hello') -> str
    std::string greet(std::string_view greeting = "hello") const;
};
PYHOST_FIELDS(Badge, name)
PYHOST_CLASS(Badge, "protocols.Badge")

inline std::string Named::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void Named::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

inline std::string Named::greet(std::string_view greeting) const
{
    static const pyhost::method<std::string(std::string_view)> call{"protocols", "Named.greet"};
    return call(self(), greeting);
}

inline std::int64_t Sized::size() const
{
    static const pyhost::method<std::int64_t()> call{"protocols", "Sized.__len__"};
    return call(self());
}

inline Sized::Sized(pyhost::no_object_t none) noexcept
    : Named{none}
{
}

inline Sized::Sized(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Named{tag, std::move(self)}
{
}

inline Person::Person(std::string_view name) : Person{pyhost::no_object}
{
    static const pyhost::function<Person(std::string_view)> call{"protocols", "Person", "(name)"};
    *this = call(name);
}

inline std::string Person::greet(std::string_view greeting) const
{
    static const pyhost::method<std::string(std::string_view)> call{"protocols", "Person.greet", "(greeting='hello')"};
    return call(self(), greeting);
}

inline std::int64_t Person::size() const
{
    static const pyhost::method<std::int64_t()> call{"protocols", "Person.__len__", "()"};
    return call(self());
}

inline std::string Person::name() const
{
    return pyhost::attribute_of<std::string>(*this, "name");
}

inline void Person::name(const std::string& value) const
{
    pyhost::set_attribute(*this, "name", value);
}

inline Builder::Builder() : Builder{pyhost::no_object}
{
    static const pyhost::function<Builder()> call{"protocols", "Builder", "()"};
    *this = call();
}

inline Builder Builder::add(std::string_view part) const
{
    static const pyhost::method<Builder(std::string_view)> call{"protocols", "Builder.add", "(part)"};
    return call(self(), part);
}

inline Builder Builder::twice(std::string_view part) const
{
    static const pyhost::method<Builder(std::string_view)> call{"protocols", "Builder.twice", "(part)"};
    return call(self(), part);
}

inline Builder Builder::of(const std::vector<std::string>& parts)
{
    static const pyhost::function<Builder(pyhost::unpack<const std::vector<std::string>&>)> call{
        "protocols", "Builder.of", "(*parts)"};
    return call({parts});
}

inline std::string Builder::build() const
{
    static const pyhost::method<std::string()> call{"protocols", "Builder.build", "()"};
    return call(self());
}

inline std::vector<std::string> Builder::parts() const
{
    return pyhost::attribute_of<std::vector<std::string>>(*this, "parts");
}

inline void Builder::parts(const std::vector<std::string>& value) const
{
    pyhost::set_attribute(*this, "parts", value);
}

inline LoudBuilder::LoudBuilder() : LoudBuilder{pyhost::no_object}
{
    static const pyhost::function<LoudBuilder()> call{"protocols", "LoudBuilder"};
    *this = call();
}

inline LoudBuilder LoudBuilder::add(std::string_view part) const
{
    static const pyhost::method<LoudBuilder(std::string_view)> call{"protocols", "LoudBuilder.add", "(part)"};
    return call(self(), part);
}

inline LoudBuilder LoudBuilder::copy() const
{
    static const pyhost::method<LoudBuilder()> call{"protocols", "LoudBuilder.copy", "()"};
    return call(self());
}

inline LoudBuilder LoudBuilder::twice(std::string_view part) const
{
    static const pyhost::method<LoudBuilder(std::string_view)> call{"protocols", "LoudBuilder.twice", "(part)"};
    return call(self(), part);
}

inline LoudBuilder LoudBuilder::of(const std::vector<std::string>& parts)
{
    static const pyhost::function<LoudBuilder(pyhost::unpack<const std::vector<std::string>&>)> call{
        "protocols", "LoudBuilder.of", "(*parts)"};
    return call({parts});
}

inline LoudBuilder::LoudBuilder(pyhost::no_object_t none) noexcept
    : Builder{none}
{
}

inline LoudBuilder::LoudBuilder(pyhost::from_object_t tag, pyhost::ref<pyhost::object> self) noexcept
    : Builder{tag, std::move(self)}
{
}

inline Stack::Stack(std::span<const pyhost::ref<pyhost::object>> items) : Stack{pyhost::no_object}
{
    static const pyhost::function<Stack(std::span<const pyhost::ref<pyhost::object>>)> call{"protocols", "Stack", "(items)"};
    *this = call(items);
}

inline void Stack::push(pyhost::argument item) const
{
    static const pyhost::method<void(pyhost::argument)> call{"protocols", "Stack.push", "(item)"};
    call(self(), item);
}

inline pyhost::ref<pyhost::object> Stack::pop() const
{
    static const pyhost::method<pyhost::ref<pyhost::object>()> call{"protocols", "Stack.pop", "()"};
    return call(self());
}

inline std::int64_t Stack::size() const
{
    static const pyhost::method<std::int64_t()> call{"protocols", "Stack.__len__", "()"};
    return call(self());
}

inline pyhost::instance_items<pyhost::ref<pyhost::object>> Stack::begin() const
{
    return pyhost::instance_items<pyhost::ref<pyhost::object>>{self()};
}

inline std::int64_t Scorer::operator()(std::string_view text) const
{
    static const pyhost::method<std::int64_t(std::string_view)> call{"protocols", "Scorer.__call__"};
    return call(self(), text);
}

inline std::string Badge::greet(std::string_view greeting) const
{
    static const pyhost::method<std::string(std::string_view)> call{"protocols", "Badge.greet", "(greeting='hello')"};
    return call(pyhost::object_of(*this), greeting);
}

/// Python: greet_all(people: list[Named]) -> list[str]
inline std::vector<std::string> greet_all(std::span<const Named> people)
{
    static const pyhost::function<std::vector<std::string>(std::span<const Named>)> call{"protocols", "greet_all", "(people)"};
    return call(people);
}

/// Python: nobody() -> Named
inline Named nobody()
{
    static const pyhost::function<Named()> call{"protocols", "nobody", "()"};
    return call();
}

/// Python: numbers(count: int) -> Stack[int]
inline Stack numbers(std::int64_t count)
{
    static const pyhost::function<Stack(std::int64_t)> call{"protocols", "numbers", "(count)"};
    return call(count);
}

/// Python: bound(value: B) -> B
inline Person bound(const Person& value)
{
    static const pyhost::function<Person(const Person&)> call{"protocols", "bound", "(value)"};
    return call(value);
}

/// Python: size(one: Sized) -> int
inline std::int64_t size(const Sized& one)
{
    static const pyhost::function<std::int64_t(const Sized&)> call{"protocols", "size", "(one)"};
    return call(one);
}

/// Python: best(texts: list[str], scorer: Scorer) -> str
inline std::string best(std::span<const std::string> texts, const std::function<std::int64_t(std::string)>& scorer)
{
    static const pyhost::function<std::string(std::span<const std::string>, const std::function<std::int64_t(std::string)>&)> call{
        "protocols", "best", "(texts, scorer)"};
    return call(texts, scorer);
}

/// Python: length_scorer() -> Scorer
inline std::function<std::int64_t(std::string)> length_scorer()
{
    static const pyhost::function<std::function<std::int64_t(std::string)>()> call{"protocols", "length_scorer", "()"};
    return call();
}

}  // namespace protocols
// NOLINTEND
