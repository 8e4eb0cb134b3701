// SPDX-License-Identifier: MIT
#include <pyhost/expose.hpp>
#include <pyhost/map_exception.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>

namespace py = pyhost;
using Catch::Matchers::ContainsSubstring;

namespace {

/// As a program has them that knows nothing of Python.
struct storage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct quota_error : storage_error {
    explicit quota_error(const std::string& what, int most = 0) : storage_error{what}, limit{most} {}
    int limit;
};
struct from_error : std::exception {
    explicit from_error(const py::error& e) : type{e.type_name()}, text{e.message()} {}
    const char* what() const noexcept override { return text.c_str(); }
    std::string type, text;
};
struct no_exception {
    explicit no_exception(std::string given) : text{std::move(given)} {}
    std::string text;
};

/// As one that is written for pyhost has them.
struct model_error : py::value_error {
    using py::value_error::value_error;
};

py::module module_of(const char* name, const char* source) PYHOST_NEEDS_GIL { return py::module_from_source(name, source); }

/// What Python makes of a callable of C++ that throws: "Class: text".
template <class F>
std::string seen_by_python(F throwing) PYHOST_NEEDS_GIL
{
    py::exec("def see(f):\n"
             "    try:\n"
             "        f()\n"
             "    except BaseException as e:\n"
             "        return type(e).__module__ + '.' + type(e).__name__ + ': ' + str(e)\n");
    return py::eval("see")(py::expose(throwing)).template cast<std::string>();
}

void raise_in_python(const char* statements) PYHOST_NEEDS_GIL { py::exec(statements); }

}  // namespace

TEST_CASE("a class of C++ and one of Python become each other")
{
    const py::gil_guard gil;
    module_of("mapped_store", "class StorageError(Exception): pass\nclass Full(StorageError): pass\n");
    py::map_exception<storage_error>("mapped_store.StorageError");
    CHECK(seen_by_python([] { throw storage_error{"disk"}; }) == "mapped_store.StorageError: disk");
    CHECK(seen_by_python([] { throw quota_error{"quota"}; }) == "mapped_store.StorageError: quota");
    CHECK_THROWS_AS(raise_in_python("import mapped_store\nraise mapped_store.StorageError('x')"), storage_error);
    try {
        raise_in_python("import mapped_store\nraise mapped_store.Full('to the brim')");
        FAIL("nothing was thrown");
    } catch (const storage_error& e) {
        CHECK(std::string{e.what()} == "to the brim");
        try {
            std::rethrow_if_nested(e);
            FAIL("nothing is nested");
        } catch (const py::error& inner) {
            CHECK(inner.type_name() == "mapped_store.Full");
            CHECK_FALSE(inner.frames().empty());
        }
    }
    py::exec("import mapped_store\ndef keep(): raise mapped_store.Full('kept')");
    const py::result<int> r = py::try_call<int>(py::eval("keep"));
    CHECK(r.error().type_name() == "mapped_store.Full");
    CHECK_THROWS_AS(r.value(), storage_error);
    bool caught = false;
    const py::gil_release nogil;
    std::thread{[&] {
        try {
            r.error().raise();
        } catch (const storage_error& e) {
            caught = std::string{e.what()} == "kept";
        }
    }}.join();
    CHECK(caught);
}

TEST_CASE("of mapped classes the nearest base is taken, in whatever order they came")
{
    struct a : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    struct b : a {
        using a::a;
    };
    struct c : b {
        using b::b;
    };
    struct d : c {
        using c::c;
    };
    const py::gil_guard gil;
    module_of("mapped_order", "class A(Exception): pass\nclass B(A): pass\nclass C(B): pass\nclass D(C): pass\n");
    py::map_exception<c>("mapped_order.C");
    py::map_exception<a>("mapped_order.A");
    CHECK(seen_by_python([] { throw a{"x"}; }) == "mapped_order.A: x");
    CHECK(seen_by_python([] { throw b{"x"}; }) == "mapped_order.A: x");
    CHECK(seen_by_python([] { throw c{"x"}; }) == "mapped_order.C: x");
    CHECK(seen_by_python([] { throw d{"x"}; }) == "mapped_order.C: x");
    const auto arrives_as_c = [](const char* name) PYHOST_NEEDS_GIL {
        try {
            py::raise(py::import_module("mapped_order").attr(name).get(), "y");
        } catch (const c&) {
            return true;
        } catch (const a&) {
            return false;
        }
    };
    CHECK(arrives_as_c("D"));
    CHECK(arrives_as_c("C"));
    CHECK_FALSE(arrives_as_c("B"));
    CHECK_FALSE(arrives_as_c("A"));
    module_of("mapped_again", "class A(Exception): pass\n");
    py::map_exception<a>("mapped_again.A");
    CHECK(seen_by_python([] { throw a{"x"}; }) == "mapped_again.A: x");
    CHECK(seen_by_python([] { throw b{"x"}; }) == "mapped_again.A: x");
}

TEST_CASE("a mapped exception of Python that C++ code lets pass stays what it is")
{
    struct passing : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    const py::gil_guard gil;
    module_of("mapped_passing", "class Error(Exception):\n"
                                "    def __init__(self, code, text): super().__init__(text); self.code = code\n"
                                "class Special(Error): pass\n"
                                "raised = Special(3, 'x')\n"
                                "def fail(): raise raised\n"
                                "def same(f):\n"
                                "    try: f(fail)\n"
                                "    except Error as e: return e is raised and e.code == 3\n");
    py::map_exception<passing>("mapped_passing.Error");
    const py::object module = py::import_module("mapped_passing");
    CHECK(module.attr("same")(py::expose([](const py::object& f) PYHOST_NEEDS_GIL { f(); })).cast<bool>());
}

TEST_CASE("a class is found by what its name leads to now, nested ones and those of __main__ too")
{
    struct outer_error : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    struct main_error : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    const py::gil_guard gil;
    module_of("mapped_nested", "class Outer:\n    class Error(Exception): pass\n");
    py::map_exception<outer_error>("mapped_nested.Outer.Error");
    CHECK(seen_by_python([] { throw outer_error{"x"}; }) == "mapped_nested.Error: x");
    module_of("mapped_nested", "class Outer:\n    class Error(Exception): 'again'\n");
    CHECK_THROWS_AS(raise_in_python("import mapped_nested\nraise mapped_nested.Outer.Error('y')"), outer_error);
    py::exec("class TimeoutError(Exception): pass");
    py::map_exception<main_error>(py::cast<py::type>(py::eval("TimeoutError")));
    CHECK(seen_by_python([] { throw main_error{"x"}; }) == "__main__.TimeoutError: x");
    py::exec("del TimeoutError");
    CHECK_THROWS_AS(raise_in_python("raise TimeoutError"), py::timeout_error);
}

TEST_CASE("what the Python class is called with is said by a function")
{
    struct limit_error : std::runtime_error {
        limit_error(const std::string& what, int most) : std::runtime_error{what}, limit{most} {}
        explicit limit_error(const py::error& e) : std::runtime_error{e.message()}, limit{-1} {}
        int limit;
    };
    const py::gil_guard gil;
    module_of("mapped_limit", "class Limit(Exception):\n"
                              "    def __init__(self, limit, text): self.limit = limit; super().__init__(text)\n"
                              "    def __str__(self): return '%s at %d' % (self.args[0], self.limit)\n");
    py::map_exception<limit_error>("mapped_limit.Limit", [](const limit_error& e) { return std::tuple{e.limit, std::string{e.what()}}; });
    CHECK(seen_by_python([] { throw limit_error{"full", 3}; }) == "mapped_limit.Limit: full at 3");
    try {
        raise_in_python("import mapped_limit\nraise mapped_limit.Limit(4, 'by Python')");
        FAIL("nothing was thrown");
    } catch (const limit_error& e) {
        CHECK(std::string{e.what()} == "by Python at 4");
        CHECK(e.limit == -1);
    }
}

TEST_CASE("an object of C++ that went through Python comes back as the same object")
{
    const py::gil_guard gil;
    module_of("mapped_quota", "class Quota(Exception): pass\n");
    py::map_exception<quota_error>("mapped_quota.Quota");
    const py::object throwing = py::expose([] { throw quota_error{"quota", 17}; });
    try {
        throwing();
        FAIL("nothing was thrown");
    } catch (const quota_error& e) {
        CHECK(e.limit == 17);
    }
}

TEST_CASE("a class derived from py::error is thrown and caught with all that an error is")
{
    const py::gil_guard gil;
    const py::module host = module_of("mapped_host", "");
    const py::type cls = py::make_exception<model_error>(host, "ModelError", {}, "raised by the model");
    CHECK(py::eval("ValueError").is(cls.attr("__base__")));
    CHECK(cls.attr("__doc__").cast<std::string>() == "raised by the model");
    CHECK(host.attr("ModelError").is(cls));
    CHECK(seen_by_python([] { throw model_error{"no weights"}; }) == "mapped_host.ModelError: no weights");
    try {
        raise_in_python("import mapped_host\nraise mapped_host.ModelError('from Python')");
        FAIL("nothing was thrown");
    } catch (const py::value_error& e) {
        CHECK(dynamic_cast<const model_error*>(&e) != nullptr);
        CHECK(e.message() == "from Python");
        CHECK(e.is(cls));
        CHECK_FALSE(e.frames().empty());
    }
    const py::object back = py::expose([](const py::object& f) PYHOST_NEEDS_GIL { f(); });
    py::exec("import mapped_host\ndef fail(): raise mapped_host.ModelError('through')\n");
    CHECK_THROWS_AS(back(py::eval("fail")), model_error);
}

TEST_CASE("classes that are no std::exception, or want the error, are mapped too")
{
    const py::gil_guard gil;
    module_of("mapped_odd", "class Odd(Exception): pass\nclass Wanted(Exception): pass\n");
    py::map_exception<no_exception>("mapped_odd.Odd");
    py::map_exception<from_error>("mapped_odd.Wanted");
    CHECK_THAT(seen_by_python([] { throw no_exception{"x"}; }), ContainsSubstring("mapped_odd.Odd: a C++ exception of type "));
    try {
        raise_in_python("import mapped_odd\nraise mapped_odd.Wanted('w')");
        FAIL("nothing was thrown");
    } catch (const from_error& e) {
        CHECK(e.type == "mapped_odd.Wanted");
        CHECK(e.text == "w");
    }
}

TEST_CASE("a class that cannot be had is told, with the exception as its cause")
{
    struct lost : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    struct wrong : std::runtime_error {
        using std::runtime_error::runtime_error;
    };
    const py::gil_guard gil;
    py::map_exception<lost>("no_such_module.Error");
    py::map_exception<wrong>("builtins.len");
    for (const bool is_lost : {true, false}) {
        const py::object throwing = py::expose([is_lost] {
            if (is_lost) throw lost{"what happened"};
            throw wrong{"what happened"};
        });
        try {
            throwing();
            FAIL("nothing was thrown");
        } catch (const py::error& e) {
            CHECK(e.type_name() == (is_lost ? "ModuleNotFoundError" : "TypeError"));
            REQUIRE(e.cause());
            CHECK(e.cause()->type_name() == "RuntimeError");
            CHECK(e.cause()->message() == "what happened");
        }
    }
    CHECK_THROWS_AS(py::map_exception<lost>(""), std::invalid_argument);
    CHECK_THROWS_AS(py::map_exception<lost>(py::cast<py::type>(py::eval("int"))), py::type_error);
}

TEST_CASE("a new exception class derives from what it is told to")
{
    const py::gil_guard gil;
    const py::module host = module_of("mapped_made", "");
    const py::type plain = py::make_exception(host, "Plain");
    const py::type derived = py::make_exception(host, "Derived", plain);
    CHECK(py::eval("Exception").is(plain.attr("__base__")));
    CHECK(plain.is(derived.attr("__base__")));
    CHECK(py::repr(derived) == "<class 'mapped_made.Derived'>");
    CHECK_THROWS_AS(py::make_exception(host, "Bad", py::eval("int")), py::type_error);
    try {
        py::raise(derived, "with", 3);
    } catch (const py::exception& e) {
        CHECK(e.message() == "('with', 3)");
        CHECK(e.is(plain));
    }
    CHECK_THROWS_AS(py::raise(py::eval("KeyError"), "k"), py::key_error);
    CHECK_THROWS_AS(py::raise(py::eval("dict")), py::type_error);
}
