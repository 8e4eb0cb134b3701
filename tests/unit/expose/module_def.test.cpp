// SPDX-License-Identifier: MIT
#include <support/shapes.hpp>

#include <pyhost/buffer.hpp>
#include <pyhost/convert/chrono.hpp>
#include <pyhost/convert/complex.hpp>
#include <pyhost/convert/path.hpp>
#include <pyhost/convert/record.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/expose/module_def.hpp>
#include <pyhost/pyhost.hpp>
#include <pyhost/values/decimal.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using Catch::Matchers::ContainsSubstring;

namespace expose_test {

struct place {
    int x;
};
PYHOST_FIELDS(place, x)
PYHOST_CLASS(place, "expose_lazy.Place")

}  // namespace expose_test

namespace {

/// Puts a module into sys.modules, as a start with config::modules() does.
void add(const py::module_def& added) PYHOST_NEEDS_GIL
{
    const py::detail::module_registration made = added;
    const py::object module = py::object::steal(py::detail::checked(made.create(made.definition.get())));
    py::import_module("sys").attr("modules")[made.name] = module;
}

/// str() of what an expression gives in __main__, or "Class: text" of what it raises.
std::string outcome(const std::string& expression) PYHOST_NEEDS_GIL
{
    try {
        return py::str(py::eval(expression)).cast<std::string>();
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

constexpr const char* twins = "class twins:\n"
                              "    def none(): return ()\n"
                              "    def two(a, b): return a, b\n"
                              "    def defaults(a, b=2, c='three'): return a, b, c\n"
                              "    def rest(a, *args): return a, args\n"
                              "    def options(a=1, **kwargs): return a, kwargs\n"
                              "    def everything(a, b=2, *args, c, d=4, **kwargs): return a, b, args, c, d, kwargs\n"
                              "    def positional(arg1, arg2, /): return arg1, arg2\n"
                              "    def keyword_only(*args, a, b, c): return args, a, b, c\n"
                              "for f in vars(twins).values():\n"
                              "    if callable(f): f.__qualname__ = f.__name__\n";

}  // namespace

TEST_CASE("a call is taken, or refused in the same words, as by a function of Python")
{
    const py::gil_guard gil;
    add(support::shapes("shapes"));
    py::exec(std::string{"import shapes\n"} + twins);
    std::mt19937 random{7};
    const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); };
    const std::vector<std::string> functions{"none", "two", "defaults", "rest", "options", "everything", "positional", "keyword_only"};
    const std::vector<std::string> names{"a", "b", "c", "d", "z", "arg1", "args", "kwargs"};
    std::size_t taken = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string arguments;
        const auto add_argument = [&](const std::string& one) { arguments += (arguments.empty() ? "" : ", ") + one; };
        for (std::size_t n = below(5); n > 0; --n) add_argument(std::to_string(below(100)));
        std::vector<std::string> left = names;
        for (std::size_t n = below(4); n > 0; --n) {
            const auto at = left.begin() + static_cast<std::ptrdiff_t>(below(left.size()));
            add_argument(*at + "=" + std::to_string(below(100)));
            left.erase(at);
        }
        const std::string call = functions[below(functions.size())] + "(" + arguments + ")";
        CAPTURE(call);
        std::string expected = outcome("twins." + call);
        if (const std::size_t hint = expected.find(". Did you mean"); hint != std::string::npos) expected.resize(hint);
        if (expected.starts_with("(")) ++taken;
        REQUIRE(outcome("shapes." + call) == expected);
    }
    CHECK(taken > 2000);
}

TEST_CASE("keywords are compared by value where they are not the same object")
{
    const py::gil_guard gil;
    add(support::shapes("shapes"));
    CHECK(outcome("__import__('shapes').two(1, **{''.join(['', 'b']): 2})") == "(1, 2)");
    CHECK(outcome("__import__('shapes').two(1, **{'\\u00e9': 2})") == "TypeError: two() got an unexpected keyword argument '\xc3\xa9'");
}

TEST_CASE("names of keywords that are no text, or are there twice, are refused as by a function of Python")
{
    const py::gil_guard gil;
    add(support::shapes("shapes"));
    py::exec(std::string{"import shapes\n"} + twins);
    const auto outcome_with = [](const std::string& function, const char* names) PYHOST_NEEDS_GIL {
        const py::object callable = py::eval(function), keywords = py::eval(names), value = py::none{};
        PyObject* values[] = {value.ptr(), value.ptr()};
        const py::object result = py::object::steal(PyObject_Vectorcall(callable.ptr(), values, 0, keywords.ptr()));
        CHECK_FALSE(result.has_value());
        const py::object raised = py::object::steal(py::detail::take_raised());
        return raised.attr("__class__").attr("__name__").cast<std::string>() + ": " + py::str(raised).cast<std::string>();
    };
    CHECK(outcome_with("shapes.two", "('a', 3)") == "TypeError: two() keywords must be strings");
    CHECK(outcome_with("shapes.options", "(b'z', 'y')") == "TypeError: options() keywords must be strings");
    for (const char* call : {"two ('a', 3)", "options (b'z', 'y')", "positional ('arg1', 'arg1')", "two ('b', 'b')"}) {
        CAPTURE(call);
        const std::string text{call}, function = text.substr(0, text.find(' ')), names = text.substr(text.find(' ') + 1);
        CHECK(outcome_with("shapes." + function, names.c_str()) == outcome_with("twins." + function, names.c_str()));
    }
}

TEST_CASE("an argument that does not convert is named")
{
    const py::gil_guard gil;
    py::module_def m{"named"};
    m.def("scale", [](double x, double by) { return x * by; }, "x"_a, "by"_a = 2.0);
    m.def("bare", [](int n) { return n; });
    add(m);
    py::exec("import named");
    CHECK(outcome("named.scale(3)") == "6.0");
    CHECK(outcome("named.scale(by=4, x=3)") == "12.0");
    CHECK(outcome("named.scale(3, by='a')") == "TypeError: expected double, got str 'a' at argument 'by' of scale()");
    CHECK(outcome("named.scale('a')") == "TypeError: expected double, got str 'a' at argument 'x' of scale()");
    CHECK(outcome("named.bare('a')") == "TypeError: expected int, got str 'a' at argument 'arg1' of bare()");
}

TEST_CASE("of overloads that one is called whose types are exactly the arguments', else the first that takes them")
{
    const py::gil_guard gil;
    py::module_def m{"overloaded"};
    m.def(
         "f", [](double) { return "double"; }, "x"_a, "of a number")
        .def(
            "f", [](int) { return "int"; }, "x"_a)
        .def(
            "f", [](const std::string&, int times) { return "text " + std::to_string(times); }, "text"_a, "times"_a = 1)
        .def(
            "f",
            [](const std::vector<int>& v) {
                if (v.empty()) throw std::out_of_range{"none"};
                return "list";
            },
            "items"_a);
    add(m);
    py::exec("import overloaded\nclass Raises:\n    def __index__(self): raise KeyError('own')\n");
    CHECK(outcome("overloaded.f(1)") == "int");
    CHECK(outcome("overloaded.f(1.5)") == "double");
    CHECK(outcome("overloaded.f(True)") == "double");
    CHECK(outcome("overloaded.f('a')") == "text 1");
    CHECK(outcome("overloaded.f(times=3, text='a')") == "text 3");
    CHECK(outcome("overloaded.f([1])") == "list");
    CHECK(outcome("overloaded.f([])") == "IndexError: none");
    CHECK(outcome("overloaded.f(Raises())") == "KeyError: 'own'");
    const std::string all = "; there are f(x: float) -> str, f(x: int) -> str, f(text: str, times: int = 1) -> str, f(items: "
                            "collections.abc.Sequence[int]) -> str";
    CHECK(outcome("overloaded.f(None, y=2)") == "TypeError: f(): no overload takes (NoneType, y=int)" + all);
    CHECK(outcome("overloaded.f(None)") ==
          "TypeError: f(): no overload takes (NoneType)" + all + "; the first says: expected double, got None at argument 'x'");
    CHECK(outcome("overloaded.f('a', 1 << 40)") ==
          "OverflowError: expected int (-2147483648 to 2147483647), got int 1099511627776 at argument 'times'");
    CHECK(outcome("overloaded.f.__doc__") == "f(x: float) -> str\n    of a number\nf(x: int) -> str\nf(text: str, times: int = 1) -> "
                                             "str\nf(items: collections.abc.Sequence[int]) -> str");
}

TEST_CASE("a default does not decide between overloads, and a class whose look-up raises ends the search")
{
    const py::gil_guard gil;
    py::module_def m{"deciding"};
    m.def(
         "open", [](const std::filesystem::path&) { return "path"; }, "p"_a)
        .def("open", [](const std::string&, double) { return "text"; }, "name"_a, "scale"_a = 1);
    m.def("lazy", [](std::variant<expose_test::place, int>) { return "place"; }).def("lazy", [](const py::object&) { return "object"; });
    add(m);
    py::exec("import deciding, sys, types\n"
             "class Lazy(types.ModuleType):\n"
             "    def __getattr__(self, name): raise KeyError(name)\n"
             "sys.modules['expose_lazy'] = Lazy('expose_lazy')\n"
             "class Other: pass\n");
    CHECK(outcome("deciding.open('a')") == "text");
    CHECK(outcome("deciding.lazy(Other())") == "KeyError: 'Place'");
}

TEST_CASE("inspect, help and a stub tell the signature")
{
    const py::gil_guard gil;
    py::module_def m{"told", "About it."};
    m.def("scale", [](double x, std::optional<int> by) { return by ? x * *by : x; }, "x"_a, "by"_a = std::optional<int>{}, "Scales \"x\".");
    m.def(
        "place", [](const std::vector<std::string>& names, const std::map<std::string, double>&) { return names.size(); }, "names"_a,
        "sizes"_a = std::map<std::string, double>{{"a", 1}});
    m.def("odd", [](std::complex<double> z) { return z; }, "z"_a = std::complex<double>{1, 2});
    add(m);
    py::exec("import told, inspect, pydoc");
    CHECK(outcome("inspect.signature(told.scale)") == "(x, by=None)");
    CHECK(outcome("told.scale.__text_signature__, told.scale.__doc__, told.__doc__") == "('(x, by=None)', 'Scales \"x\".', 'About it.')");
    CHECK(outcome("inspect.signature(told.place)") == "(names, sizes={'a': 1.0})");
    CHECK(outcome("inspect.signature(told.odd)") == "(z=Ellipsis)");  // inspect reads fewer literals than there are
    CHECK_THAT(outcome("pydoc.plain(pydoc.render_doc(told))"),
               ContainsSubstring("scale(x, by=None)") && ContainsSubstring("Scales \"x\"."));
    const std::string stub = m.stub();
    CHECK_THAT(stub, ContainsSubstring("def scale(x: float, by: int | None = None) -> float:\n    \"\"\"Scales \\\"x\\\".\"\"\"\n"));
    CHECK_THAT(
        stub,
        ContainsSubstring(
            "def place(names: collections.abc.Sequence[str], sizes: collections.abc.Mapping[str, float] = {'a': 1.0}) -> int: ...\n"));
    CHECK_THAT(stub, ContainsSubstring("def odd(z: complex = ...) -> complex: ...\n"));
    m.def("paths", [](const std::vector<std::filesystem::path>&, const std::function<double(int)>&, const std::variant<int, std::string>&,
                      const std::tuple<bool, std::set<int>>&, std::chrono::seconds, std::vector<std::byte>, const py::callable&,
                      std::uint8_t) PYHOST_NEEDS_GIL { return py::decimal{1}; });
    CHECK_THAT(m.stub(), ContainsSubstring("import collections.abc\nimport datetime\nimport decimal\nimport os\nimport typing\n"));
    CHECK_THAT(m.stub(), ContainsSubstring("def paths(arg1: collections.abc.Sequence[str | bytes | os.PathLike[str]], arg2: "
                                           "collections.abc.Callable[[int], float], arg3: int | str, arg4: "
                                           "tuple[bool, collections.abc.Set[int]], arg5: datetime.timedelta, arg6: bytes | bytearray | "
                                           "memoryview, arg7: collections.abc.Callable[..., "
                                           "typing.Any], arg8: int, /) -> decimal.Decimal: ...\n"));
    const std::string all_of_it = m.stub();
    CHECK(outcome("compile(" + py::repr(py::to_python(stub)) + ", 'told.pyi', 'exec') is not None") == "True");
    CHECK_THROWS_AS(m.def("bad", [](int, int) {}, "a"_a = 1, "b"_a), std::invalid_argument);
    CHECK_THROWS_AS(m.def("bad", [](int, int) {}, "a"_a, "a"_a), std::invalid_argument);
    CHECK_THROWS_AS(m.def("bad", [](int) {}, "from"_a), std::invalid_argument);
    CHECK_THROWS_AS(m.def("a-b", [] {}), std::invalid_argument);
    CHECK_THROWS_AS(m.value("1st", 1), std::invalid_argument);
    CHECK_THROWS_AS(m.submodule("a.b"), std::invalid_argument);
    CHECK_THROWS_AS(py::module_def{"a.b"}, std::invalid_argument);
    CHECK(m.stub() == all_of_it);
}

TEST_CASE("a function is one of its module to help, pickle, repr and messages")
{
    const py::gil_guard gil;
    py::module_def m{"member"};
    m.def("scale", [](double x, double by) { return x * by; }, "x"_a, "by"_a = 2.0, "Scales.");
    add(m);
    py::exec("import member, pickle, pydoc");
    CHECK(outcome("pydoc.plain(pydoc.render_doc(member.scale))") ==
          "Python Library Documentation: built-in function scale in module member\n\nscale(x, by=2.0)\n    Scales.\n");
    CHECK(outcome("(member.scale, member.scale.__qualname__, member.scale.__module__)") ==
          "(<built-in function scale>, 'scale', 'member')");
    CHECK(outcome("pickle.loads(pickle.dumps(member.scale)) is member.scale") == "True");
    CHECK_THAT(outcome("member.scale(*5)"), ContainsSubstring(PY_VERSION_HEX >= 0x030F0000  // which names no function
                                                                  ? "Value after * must be an iterable"
                                                                  : "member.scale() argument after * must be an iterable"));
    CHECK_THAT(outcome("member.scale.__self__.missing"), ContainsSubstring("AttributeError"));
    py::exec("own = member.scale.__self__\nown.circle = own\ndel own");  // whatever Python code does with it
    CHECK(outcome("isinstance(repr(member.scale.__self__), str)") == "True");
    py::exec("del member.scale.__self__.circle");
}

TEST_CASE("an object of C++ lives as long as a function that owns it, and functions outlive their definition")
{
    const py::gil_guard gil;
    const auto owned = std::make_shared<int>(7);
    const auto callables = py::counters().callables;
    {
        py::module_def m{"owning"};
        m.def("get", [owned](int by) { return *owned * by; }, "by"_a = 1);
        add(m);
        for (int i = 0; i < 100; ++i) m.def("get", [i](int, int) { return i; }).def("more" + std::to_string(i), [] {});
    }
    py::exec("import owning\nget = owning.get\ndel owning\nimport sys\ndel sys.modules['owning']\n");
    CHECK(outcome("get()") == "7");
    CHECK(outcome("get('x')") == "TypeError: expected int, got str 'x' at argument 'by' of get()");
    CHECK(owned.use_count() == 2);
    py::exec("del get\nimport gc\ngc.collect()");  // a free-threaded CPython leaves modules to its collector
    CHECK(owned.use_count() == 1);
    CHECK(py::counters().callables == callables);
}

TEST_CASE("a function that releases the GIL runs detached, and what it throws arrives")
{
    const py::gil_guard gil;
    py::module_def m{"released"};
    m.def("is_attached", [] { return py::is_attached(); });
    m.def(
        "is_released", [](const std::string& text) { return text + (py::is_attached() ? " attached" : " detached"); }, "text"_a,
        py::releases_gil);
    m.def("fail", [] { throw std::out_of_range{"inside"}; }, py::releases_gil, "a docstring behind it");
    m.def(
        "guard",
        [] {
            const py::gil_guard again;
            return py::eval("1 + 1").cast<int>();
        },
        py::releases_gil);
    add(m);
    py::exec("import released");
    CHECK(outcome("released.is_attached()") == "True");
    CHECK(outcome("released.is_released('is')") == "is detached");
    CHECK(outcome("released.fail()") == "IndexError: inside");
    CHECK(outcome("released.guard()") == "2");
    CHECK(outcome("released.fail.__doc__") == "a docstring behind it");
    CHECK(py::is_attached());
}

TEST_CASE("text that a default and a constant are given by reference is kept")
{
    const py::gil_guard gil;
    py::module_def m{"keeping"};
    {
        std::string unit = "a unit of some length, on the heap";
        m.def("unit", [](const std::string& u) { return u; }, "u"_a = std::string_view{unit});
        m.def("c_unit", [](const std::string& u) { return u; }, "u"_a = unit.c_str());
        m.value("constant", std::string_view{unit}).value("nothing", std::nullopt);
        unit.assign(unit.size(), 'x');
    }
    add(m);
    py::exec("import keeping");
    CHECK(outcome("{keeping.unit(), keeping.c_unit(), keeping.constant}") == "{'a unit of some length, on the heap'}");
    CHECK(outcome("keeping.nothing") == "None");
    CHECK_THAT(m.stub(), ContainsSubstring("nothing: None\n"));
}

TEST_CASE("what a detached function was given is let go when it returns")
{
    const py::gil_guard gil;
    py::module_def m{"letting"};
    m.def("sum", [](py::buffer_view<const unsigned char> b) { return b.size(); }, py::releases_gil);
    add(m);
    py::exec("import letting\nb = bytearray(9)\nn = letting.sum(b)\nb.append(1)\n");
    CHECK(outcome("n, len(b)") == "(9, 10)");
}

TEST_CASE("constants and submodules are there")
{
    const py::gil_guard gil;
    py::module_def m{"outer"};
    m.value("version", "1.2").value("limits", std::vector<int>{1, 2}).value("pi", 3.25);
    py::module_def inner = m.submodule("inner", "Inside.");
    inner.def("f", [] { return 1; });
    m.submodule("inner").def("g", [] { return 2; });
    add(m);
    py::exec("import outer.inner\nfrom outer import inner, version, limits\n");
    CHECK(outcome("version, limits, outer.pi, inner.f(), outer.inner is inner") == "('1.2', [1, 2], 3.25, 1, True)");
    CHECK(outcome("inner.g()") == "2");
    CHECK(outcome("inner.f.__module__, inner.__name__, inner.__doc__") == "('outer.inner', 'outer.inner', 'Inside.')");
    CHECK_THAT(m.stub(),
               ContainsSubstring("from . import inner as inner\n") && ContainsSubstring("version: str\nlimits: list[int]\npi: float\n"));
    CHECK_THAT(inner.stub(), ContainsSubstring("\"\"\"Inside.\"\"\"\n") && ContainsSubstring("def f() -> int: ...\n"));
}

TEST_CASE("what cannot be made is an error that names it")
{
    const py::gil_guard gil;
    py::module_def m{"unmakable"};
    m.value("text", std::string{"\xff"});
    CHECK_THROWS_AS(add(m), py::unicode_decode_error);
    py::module_def outer{"unmakable_outer"};
    outer.submodule("inner");
    outer.submodule("bad").value("text", std::string{"\xff"});
    CHECK_THROWS_AS(add(outer), py::unicode_decode_error);
    CHECK(outcome("'unmakable_outer.inner' in __import__('sys').modules") == "False");
    py::module_def named{"unnamable"};
    CHECK_THROWS_AS(named.def("", [] {}), std::invalid_argument);
}
