// SPDX-License-Identifier: MIT
// Users' converters: of a type, of templates of types, and of a type that only Python has.
#include <support/values.hpp>

#include <pyhost/all.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <variant>

namespace py = pyhost;
using namespace py::literals;
using support::error_of;
using support::through;

// The types are outside of an unnamed namespace, whose name compilers write differently.
namespace users {

struct price {
    long cents;
};

template <class T>
struct boxed {
    T value;
};

/// Everything that pyhost's own converters of containers and callables ask for.
template <class T>
struct matrix {
    using value_type = T;

    [[nodiscard]] auto begin() const { return values.begin(); }
    [[nodiscard]] auto end() const { return values.end(); }
    [[nodiscard]] std::size_t size() const { return values.size(); }
    void push_back(T value) { values.push_back(value); }
    T operator()(std::size_t row, std::size_t column) const { return values[row * columns + column]; }

    std::size_t columns = 0;
    std::vector<T> values;
};

template <class T, std::size_t Rows, int Columns>
struct fixed {
    T value;
};

template <class T, bool>
struct flagged {
    T value;
};

/// ipaddress.IPv4Address.
struct ipv4 {
    std::uint32_t bits;
    friend auto operator<=>(const ipv4&, const ipv4&) = default;
};

/// What a converter of a user may do wrong or say in other ways.
struct thrower {};

struct host {
    std::string name;
    boxed<int> box;
    ipv4 address;
};
PYHOST_FIELDS(host, name, box, address)

struct one_way {};

namespace pyhost {
struct namesake {};
}  // namespace pyhost

}  // namespace users

namespace mypyhost {
struct namesake {};
}  // namespace mypyhost

using namespace users;

template <>
struct py::converter<price> {
    static price from_python(py::handle o) PYHOST_NEEDS_GIL { return {std::lround(o.cast<double>() * 100)}; }
    static py::object to_python(const price& p) PYHOST_NEEDS_GIL { return py::to_python(static_cast<double>(p.cents) / 100); }
};

template <class T>
struct py::converter<boxed<T>> {
    static boxed<T> from_python(py::handle o) PYHOST_NEEDS_GIL { return {o.cast<T>()}; }
    static py::object to_python(const boxed<T>& box) PYHOST_NEEDS_GIL { return py::to_python(box.value); }
};

template <class T>
struct py::converter<matrix<T>> {
    static matrix<T> from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        matrix<T> made;
        for (const std::vector<T>& row : o.cast<std::vector<std::vector<T>>>()) {
            made.columns = row.size();
            made.values.insert(made.values.end(), row.begin(), row.end());
        }
        return made;
    }
    static auto to_python(const matrix<T>& m) PYHOST_NEEDS_GIL { return py::tuple::of(m.columns, m.values); }
};

template <class T, std::size_t Rows, int Columns>
struct py::converter<fixed<T, Rows, Columns>> {
    static fixed<T, Rows, Columns> from_python(py::handle o) PYHOST_NEEDS_GIL { return {o.cast<T>()}; }
};

template <class T, bool Flag>
struct py::converter<flagged<T, Flag>> {
    static std::string name() { return "flagged"; }
    static flagged<T, Flag> from_python(py::handle o) PYHOST_NEEDS_GIL { return {o.cast<T>()}; }
};

template <>
struct py::converter<ipv4> {
    static ipv4 from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        if (!py::isinstance(o, type())) throw py::type_error{"expected an IPv4Address, got " + py::described(o)};
        return {o.attr("__int__")().cast<std::uint32_t>()};
    }
    static py::object to_python(const ipv4& a) PYHOST_NEEDS_GIL { return type()(a.bits); }

private:
    static py::object type() PYHOST_NEEDS_GIL { return py::import_module("ipaddress").attr("IPv4Address"); }
};

template <>
struct py::converter<thrower> {
    static thrower from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        const std::string what = py::isinstance<py::str>(o) ? o.cast<std::string>() : std::string{};
        if (what == "invalid argument") throw std::invalid_argument{"no such thing"};
        if (what == "overflow") throw py::overflow_error{"too large"};
        if (what == "zero") throw py::value_error{std::string_view{"a\0b", 3}};
        if (what == "no UTF-8") throw std::invalid_argument{"\xff"};
        if (what == "key") throw py::key_error{"k"};
        if (what == "unicode") throw py::unicode_error{"u"};
        if (what == "runtime") throw std::runtime_error{"r"};
        if (what == "memory") throw std::bad_alloc{};
        if (what == "number") throw 5;
        if (what == "call") static_cast<void>(py::function<int(std::string)>{"builtins", "str"}(what));
        if (what == "kept") static_cast<void>(py::try_cast<std::vector<int>>(py::list::of(1, "x")).value());
        o.attr("read")();
        return {};
    }
    static py::object to_python(const thrower&) PYHOST_NEEDS_GIL { return py::none{}; }
};

template <>
struct py::converter<one_way> {
    static py::object to_python(const one_way&) PYHOST_NEEDS_GIL { return py::object{}; }
};

template <class T>
    requires std::same_as<T, users::pyhost::namesake> || std::same_as<T, mypyhost::namesake>
struct py::converter<T> {
    static T from_python(py::handle) { return {}; }
};

namespace {

void define() PYHOST_NEEDS_GIL { py::exec("import ipaddress\nhome = ipaddress.IPv4Address('127.0.0.1')"); }

}  // namespace

TEST_CASE("a user's type is found in containers, records, optionals and variants")
{
    const py::gil_guard gil;
    define();
    CHECK(through<std::vector<price>>("[1, 2.5]") == "[1.0, 2.5]");
    CHECK(through<std::map<std::string, boxed<int>>>("{'a': 1}") == "{'a': 1}");
    CHECK(through<std::map<ipv4, boxed<boxed<std::string>>>>("{home: 'a'}") == "{IPv4Address('127.0.0.1'): 'a'}");
    CHECK(through<std::set<ipv4>>("{home}") == "{IPv4Address('127.0.0.1')}");
    CHECK(through<std::optional<ipv4>>("None") == "None");
    CHECK(through<std::tuple<ipv4, boxed<int>>>("(home, 1)") == "(IPv4Address('127.0.0.1'), 1)");
    CHECK(through<std::shared_ptr<boxed<int>>>("3") == "3");
    CHECK(through<host>("{'name': 'a', 'box': 1, 'address': home}") == "{'name': 'a', 'box': 1, 'address': IPv4Address('127.0.0.1')}");
}

TEST_CASE("a user's template converts by the user's converter, whatever else its types look like")
{
    const py::gil_guard gil;
    CHECK(through<matrix<double>>("[[1, 2], [3, 4]]") == "(2, [1.0, 2.0, 3.0, 4.0])");
    CHECK(through<std::vector<matrix<int>>>("[[[1, 2]]]") == "[(2, [1, 2])]");
    CHECK(error_of<matrix<int>>("[[1], ['x']]") == "TypeError: expected int, got str 'x' at [1][0]");
}

TEST_CASE("what a user's converter says of a value gets the path to it")
{
    const py::gil_guard gil;
    define();
    CHECK(error_of<price>("'x'") == "TypeError: expected double, got str 'x'");
    CHECK(error_of<std::vector<price>>("[1, 'x']") == "TypeError: expected double, got str 'x' at [1]");
    CHECK(error_of<std::vector<boxed<std::int8_t>>>("[1, 300]") == "OverflowError: expected std::int8_t (-128 to 127), got int 300 at [1]");
    CHECK(error_of<std::vector<boxed<std::array<int, 2>>>>("[[1]]") ==
          "ValueError: expected std::array of 2 items, got list of 1 items at [0]");
    CHECK(error_of<std::vector<ipv4>>("[home, 'x']") == "TypeError: expected an IPv4Address, got str 'x' at [1]");
    CHECK(error_of<std::map<ipv4, int>>("{'x': 1}") == "TypeError: expected an IPv4Address, got str 'x' at [key 'x']");
    CHECK(error_of<std::vector<host>>("[{'name': 'a', 'box': 'x', 'address': home}]") ==
          "TypeError: expected int, got str 'x' at [0]['box']");
    CHECK(error_of<std::vector<matrix<int>>>("[[], [[1], [2, 'x']]]") == "TypeError: expected int, got str 'x' at [1][1][1]");
    CHECK(error_of<std::vector<boxed<std::vector<boxed<int>>>>>("[[], [1, 'x']]") == "TypeError: expected int, got str 'x' at [1][1]");
    CHECK(error_of<std::vector<thrower>>("['kept']") == "TypeError: expected int, got str 'x' at [0][1]");
}

TEST_CASE("an argument or a result of a user's type names the call")
{
    const py::gil_guard gil;
    define();
    const py::object f = py::expose([](ipv4 a, const boxed<std::vector<int>>&) { return a; }, "connect");
    const auto message = [&](const char* arguments) PYHOST_NEEDS_GIL {
        const py::result<py::object> called = py::try_call<py::object>(f, *py::eval(arguments));
        return called ? py::repr(called.value()) : called.error().message();
    };
    CHECK(message("(home, [1])") == "IPv4Address('127.0.0.1')");
    CHECK(message("(1, [1])") == "expected an IPv4Address, got int 1 at argument 1 of connect()");
    CHECK(message("(home, [1, 'x'])") == "expected int, got str 'x' at argument 2[1] of connect()");

    const py::function<std::vector<ipv4>(std::vector<ipv4>)> list{"builtins", "list"};
    CHECK(list({ipv4{1}}) == std::vector{ipv4{1}});
    const py::function<std::vector<boxed<int>>(std::vector<ipv4>)> wrong{"builtins", "list"};
    CHECK(wrong.try_call(std::vector{ipv4{1}}).error().message() == "expected int, got IPv4Address at result[0] of builtins.list()");
}

TEST_CASE("a variant goes on after a user's type that does not fit, and ends where an object raises")
{
    const py::gil_guard gil;
    define();
    using either = std::variant<ipv4, boxed<std::string>, double>;
    CHECK(through<either>("home") == "IPv4Address('127.0.0.1')");
    CHECK(through<either>("'x'") == "'x'");
    CHECK(through<either>("5") == "5.0");
    CHECK(error_of<either>("[]") == "TypeError: expected std::variant<users::ipv4, users::boxed<std::string>, double>, got list");
    py::exec("class Reads:\n    def read(self): raise TypeError('mine')");
    CHECK(error_of<std::variant<thrower, py::object>>("Reads()") == "TypeError: mine");
}

TEST_CASE("exceptions that are Python's, or say nothing of the value, pass a user's converter as they are")
{
    const py::gil_guard gil;
    py::exec("class Reads:\n    def read(self): raise TypeError('mine')\nclass Own:\n    e = ValueError('one')\n    def read(self): raise "
             "self.e");
    CHECK(error_of<std::vector<thrower>>("[Reads()]") == "TypeError: mine");
    CHECK(error_of<std::vector<thrower>>("[1]") == "AttributeError: 'int' object has no attribute 'read'");
    const py::result<std::vector<thrower>> refused = py::try_cast<std::vector<thrower>>(py::eval("[Own()]"));
    CHECK(refused.error().value().is(py::eval("Own.e")));

    CHECK(error_of<std::vector<thrower>>("['invalid argument']") == "ValueError: no such thing at [0]");
    CHECK(error_of<std::vector<thrower>>("['overflow']") == "OverflowError: too large at [0]");
    CHECK(error_of<std::vector<thrower>>("['zero']") == std::string{"ValueError: a\0b at [0]", 22});
    CHECK(error_of<std::vector<thrower>>("['no UTF-8']") == "ValueError: \xef\xbf\xbd at [0]");
    CHECK(error_of<std::vector<thrower>>("['key']") == "KeyError: 'k'");
    CHECK(error_of<std::vector<thrower>>("['unicode']") == "UnicodeError: u");
    CHECK(error_of<std::vector<thrower>>("['runtime']") == "RuntimeError: r");
    CHECK(error_of<std::vector<thrower>>("['memory']") == "MemoryError: ");
    CHECK(error_of<std::vector<thrower>>("['number']") == "RuntimeError: a C++ exception of type int");
    CHECK(error_of<std::vector<thrower>>("['call']") == "TypeError: expected int, got str 'call' at result of builtins.str()");
}

TEST_CASE("templates of users are named as they are written")
{
    const py::gil_guard gil;
    CHECK(error_of<std::vector<boxed<std::string>>>("1") == "TypeError: expected std::vector<users::boxed<std::string>>, got int 1");
    const auto named = [](const py::error& e) { return e.message(); };
    CHECK(named(py::try_cast<std::vector<fixed<std::string, 2, -3>>>(py::none{}).error()) ==
          "expected std::vector<users::fixed<std::string, 2, -3>>, got None");
    CHECK(named(py::try_cast<std::vector<flagged<int, true>>>(py::none{}).error()) == "expected std::vector<flagged>, got None");
}

TEST_CASE("pyhost's own templates are named by its short name")
{
    const py::gil_guard gil;
    CHECK(error_of<std::vector<py::ref<py::list>>>("1") == "TypeError: expected std::vector<py::ref<py::list>>, got int 1");
    CHECK(error_of<std::vector<py::function<int(boxed<py::ref<>>)>>>("1") ==
          "TypeError: expected std::vector<py::function<int(users::boxed<py::ref<py::object>>)>>, got int 1");
}

TEST_CASE("a user's namespace that ends like pyhost keeps its name")
{
    const py::gil_guard gil;
    CHECK(py::try_cast<std::vector<users::pyhost::namesake>>(py::none{}).error().message() ==
          "expected std::vector<users::pyhost::namesake>, got None");
    CHECK(py::try_cast<std::vector<mypyhost::namesake>>(py::none{}).error().message() ==
          "expected std::vector<mypyhost::namesake>, got None");
}

TEST_CASE("an empty object of a user's to_python is an error")
{
    const py::gil_guard gil;
    CHECK(support::to_python(std::vector{one_way{}}) == "SystemError");
}

TEST_CASE("what a message says of a value is short and runs no code of it")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    CHECK(py::described(py::eval("'abc'")) == "str 'abc'");
    CHECK(py::described(py::none{}) == "None");
    CHECK(py::described(py::eval("Text('a')")) == "Text");
    CHECK(py::described(py::eval("'x' * 1000")) == "str '" + std::string(40, 'x') + "'...");
}
