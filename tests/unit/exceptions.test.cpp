// SPDX-License-Identifier: MIT
#include <pyhost/convert/filesystem_error.hpp>
#include <pyhost/exceptions.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cerrno>
#include <exception>
#include <filesystem>
#include <ios>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace py = pyhost;

namespace {

/// Raises in Python what `expression` makes, and says whether exactly an `E` arrives.
template <class E>
bool arrives(const std::string& expression) PYHOST_NEEDS_GIL
{
    try {
        py::exec("raise " + expression);
    } catch (const py::error& e) {
        return typeid(e) == typeid(E);
    }
    return false;
}

/// Makes an `E` in C++, lets it reach Python, and says whether an `E` comes back.
template <class E>
bool returns() PYHOST_NEEDS_GIL
{
    const py::object throwing = py::expose([] { throw E{"made in C++"}; });
    try {
        throwing();
    } catch (const E& e) {
        return e.message().find("made in C++") != std::string::npos;
    } catch (const py::error& e) {
        WARN("came back as " << e.type_name());
    }
    return false;
}

struct row {
    const char* name;
    const char* expression;
    bool (*arrives)(const std::string&);
    bool (*returns)();
};

/// Every class of exceptions.hpp.
const row rows[] = {
    {"BaseExceptionGroup", "BaseExceptionGroup('g', [KeyboardInterrupt()])", arrives<py::base_exception_group>, nullptr},
    {"GeneratorExit", "GeneratorExit('x')", arrives<py::generator_exit>, returns<py::generator_exit>},
    {"KeyboardInterrupt", "KeyboardInterrupt('x')", arrives<py::keyboard_interrupt>, returns<py::keyboard_interrupt>},
    {"SystemExit", "SystemExit('x')", arrives<py::system_exit>, returns<py::system_exit>},
    {"Exception", "Exception('x')", arrives<py::exception>, returns<py::exception>},
    {"ExceptionGroup", "ExceptionGroup('g', [ValueError()])", arrives<py::exception_group>, nullptr},
    {"ArithmeticError", "ArithmeticError('x')", arrives<py::arithmetic_error>, returns<py::arithmetic_error>},
    {"FloatingPointError", "FloatingPointError('x')", arrives<py::floating_point_error>, returns<py::floating_point_error>},
    {"OverflowError", "OverflowError('x')", arrives<py::overflow_error>, returns<py::overflow_error>},
    {"ZeroDivisionError", "ZeroDivisionError('x')", arrives<py::zero_division_error>, returns<py::zero_division_error>},
    {"AssertionError", "AssertionError('x')", arrives<py::assertion_error>, returns<py::assertion_error>},
    {"AttributeError", "AttributeError('x')", arrives<py::attribute_error>, returns<py::attribute_error>},
    {"BufferError", "BufferError('x')", arrives<py::buffer_error>, returns<py::buffer_error>},
    {"EOFError", "EOFError('x')", arrives<py::eof_error>, returns<py::eof_error>},
    {"ImportError", "ImportError('x')", arrives<py::import_error>, returns<py::import_error>},
    {"ModuleNotFoundError", "ModuleNotFoundError('x')", arrives<py::module_not_found_error>, returns<py::module_not_found_error>},
    {"ImportCycleError", "ImportCycleError('x')", arrives<py::import_cycle_error>, returns<py::import_cycle_error>},
    {"LookupError", "LookupError('x')", arrives<py::lookup_error>, returns<py::lookup_error>},
    {"IndexError", "IndexError('x')", arrives<py::index_error>, returns<py::index_error>},
    {"KeyError", "KeyError('x')", arrives<py::key_error>, returns<py::key_error>},
    {"MemoryError", "MemoryError('x')", arrives<py::memory_error>, returns<py::memory_error>},
    {"NameError", "NameError('x')", arrives<py::name_error>, returns<py::name_error>},
    {"UnboundLocalError", "UnboundLocalError('x')", arrives<py::unbound_local_error>, returns<py::unbound_local_error>},
    {"OSError", "OSError('x')", arrives<py::os_error>, returns<py::os_error>},
    {"BlockingIOError", "BlockingIOError('x')", arrives<py::blocking_io_error>, returns<py::blocking_io_error>},
    {"ChildProcessError", "ChildProcessError('x')", arrives<py::child_process_error>, returns<py::child_process_error>},
    {"ConnectionError", "ConnectionError('x')", arrives<py::connection_error>, returns<py::connection_error>},
    {"BrokenPipeError", "BrokenPipeError('x')", arrives<py::broken_pipe_error>, returns<py::broken_pipe_error>},
    {"ConnectionAbortedError", "ConnectionAbortedError('x')", arrives<py::connection_aborted_error>, returns<py::connection_aborted_error>},
    {"ConnectionRefusedError", "ConnectionRefusedError('x')", arrives<py::connection_refused_error>, returns<py::connection_refused_error>},
    {"ConnectionResetError", "ConnectionResetError('x')", arrives<py::connection_reset_error>, returns<py::connection_reset_error>},
    {"FileExistsError", "FileExistsError('x')", arrives<py::file_exists_error>, returns<py::file_exists_error>},
    {"FileNotFoundError", "FileNotFoundError('x')", arrives<py::file_not_found_error>, returns<py::file_not_found_error>},
    {"InterruptedError", "InterruptedError('x')", arrives<py::interrupted_error>, returns<py::interrupted_error>},
    {"IsADirectoryError", "IsADirectoryError('x')", arrives<py::is_a_directory_error>, returns<py::is_a_directory_error>},
    {"NotADirectoryError", "NotADirectoryError('x')", arrives<py::not_a_directory_error>, returns<py::not_a_directory_error>},
    {"PermissionError", "PermissionError('x')", arrives<py::permission_error>, returns<py::permission_error>},
    {"ProcessLookupError", "ProcessLookupError('x')", arrives<py::process_lookup_error>, returns<py::process_lookup_error>},
    {"TimeoutError", "TimeoutError('x')", arrives<py::timeout_error>, returns<py::timeout_error>},
    {"ReferenceError", "ReferenceError('x')", arrives<py::reference_error>, returns<py::reference_error>},
    {"RuntimeError", "RuntimeError('x')", arrives<py::runtime_error>, returns<py::runtime_error>},
    {"NotImplementedError", "NotImplementedError('x')", arrives<py::not_implemented_error>, returns<py::not_implemented_error>},
    {"PythonFinalizationError", "PythonFinalizationError('x')", arrives<py::python_finalization_error>,
     returns<py::python_finalization_error>},
    {"RecursionError", "RecursionError('x')", arrives<py::recursion_error>, returns<py::recursion_error>},
    {"StopAsyncIteration", "StopAsyncIteration('x')", arrives<py::stop_async_iteration>, returns<py::stop_async_iteration>},
    {"StopIteration", "StopIteration('x')", arrives<py::stop_iteration>, returns<py::stop_iteration>},
    {"SyntaxError", "SyntaxError('x')", arrives<py::syntax_error>, returns<py::syntax_error>},
    {"IndentationError", "IndentationError('x')", arrives<py::indentation_error>, returns<py::indentation_error>},
    {"TabError", "TabError('x')", arrives<py::tab_error>, returns<py::tab_error>},
    {"SystemError", "SystemError('x')", arrives<py::system_error>, returns<py::system_error>},
    {"TypeError", "TypeError('x')", arrives<py::type_error>, returns<py::type_error>},
    {"ValueError", "ValueError('x')", arrives<py::value_error>, returns<py::value_error>},
    {"UnicodeError", "UnicodeError('x')", arrives<py::unicode_error>, returns<py::unicode_error>},
    {"UnicodeDecodeError", "UnicodeDecodeError('utf-8', b'x', 0, 1, 'r')", arrives<py::unicode_decode_error>, nullptr},
    {"UnicodeEncodeError", "UnicodeEncodeError('utf-8', 'x', 0, 1, 'r')", arrives<py::unicode_encode_error>, nullptr},
    {"UnicodeTranslateError", "UnicodeTranslateError('x', 0, 1, 'r')", arrives<py::unicode_translate_error>, nullptr},
    {"Warning", "Warning('x')", arrives<py::warning>, returns<py::warning>},
    {"BytesWarning", "BytesWarning('x')", arrives<py::bytes_warning>, returns<py::bytes_warning>},
    {"DeprecationWarning", "DeprecationWarning('x')", arrives<py::deprecation_warning>, returns<py::deprecation_warning>},
    {"EncodingWarning", "EncodingWarning('x')", arrives<py::encoding_warning>, returns<py::encoding_warning>},
    {"FutureWarning", "FutureWarning('x')", arrives<py::future_warning>, returns<py::future_warning>},
    {"ImportWarning", "ImportWarning('x')", arrives<py::import_warning>, returns<py::import_warning>},
    {"PendingDeprecationWarning", "PendingDeprecationWarning('x')", arrives<py::pending_deprecation_warning>,
     returns<py::pending_deprecation_warning>},
    {"ResourceWarning", "ResourceWarning('x')", arrives<py::resource_warning>, returns<py::resource_warning>},
    {"RuntimeWarning", "RuntimeWarning('x')", arrives<py::runtime_warning>, returns<py::runtime_warning>},
    {"SyntaxWarning", "SyntaxWarning('x')", arrives<py::syntax_warning>, returns<py::syntax_warning>},
    {"UnicodeWarning", "UnicodeWarning('x')", arrives<py::unicode_warning>, returns<py::unicode_warning>},
    {"UserWarning", "UserWarning('x')", arrives<py::user_warning>, returns<py::user_warning>},
};

/// Whether this Python has the class: groups came with 3.11, EncodingWarning with 3.10, PythonFinalizationError with 3.13.
bool exists(const char* name) PYHOST_NEEDS_GIL { return py::dict{py::import_module("builtins").attr("__dict__").get()}.contains(name); }

}  // namespace

static_assert(std::is_base_of_v<py::error, py::base_exception_group>);
static_assert(std::is_base_of_v<py::error, py::generator_exit>);
static_assert(std::is_base_of_v<py::error, py::keyboard_interrupt>);
static_assert(std::is_base_of_v<py::error, py::system_exit>);
static_assert(std::is_base_of_v<py::error, py::exception>);
static_assert(std::is_base_of_v<py::exception, py::exception_group>);
static_assert(std::is_base_of_v<py::exception, py::arithmetic_error>);
static_assert(std::is_base_of_v<py::arithmetic_error, py::floating_point_error>);
static_assert(std::is_base_of_v<py::arithmetic_error, py::overflow_error>);
static_assert(std::is_base_of_v<py::arithmetic_error, py::zero_division_error>);
static_assert(std::is_base_of_v<py::exception, py::assertion_error>);
static_assert(std::is_base_of_v<py::exception, py::attribute_error>);
static_assert(std::is_base_of_v<py::exception, py::buffer_error>);
static_assert(std::is_base_of_v<py::exception, py::eof_error>);
static_assert(std::is_base_of_v<py::exception, py::import_error>);
static_assert(std::is_base_of_v<py::import_error, py::module_not_found_error>);
static_assert(std::is_base_of_v<py::import_error, py::import_cycle_error>);
static_assert(std::is_base_of_v<py::exception, py::lookup_error>);
static_assert(std::is_base_of_v<py::lookup_error, py::index_error>);
static_assert(std::is_base_of_v<py::lookup_error, py::key_error>);
static_assert(std::is_base_of_v<py::exception, py::memory_error>);
static_assert(std::is_base_of_v<py::exception, py::name_error>);
static_assert(std::is_base_of_v<py::name_error, py::unbound_local_error>);
static_assert(std::is_base_of_v<py::exception, py::os_error>);
static_assert(std::is_base_of_v<py::os_error, py::blocking_io_error>);
static_assert(std::is_base_of_v<py::os_error, py::child_process_error>);
static_assert(std::is_base_of_v<py::os_error, py::connection_error>);
static_assert(std::is_base_of_v<py::connection_error, py::broken_pipe_error>);
static_assert(std::is_base_of_v<py::connection_error, py::connection_aborted_error>);
static_assert(std::is_base_of_v<py::connection_error, py::connection_refused_error>);
static_assert(std::is_base_of_v<py::connection_error, py::connection_reset_error>);
static_assert(std::is_base_of_v<py::os_error, py::file_exists_error>);
static_assert(std::is_base_of_v<py::os_error, py::file_not_found_error>);
static_assert(std::is_base_of_v<py::os_error, py::interrupted_error>);
static_assert(std::is_base_of_v<py::os_error, py::is_a_directory_error>);
static_assert(std::is_base_of_v<py::os_error, py::not_a_directory_error>);
static_assert(std::is_base_of_v<py::os_error, py::permission_error>);
static_assert(std::is_base_of_v<py::os_error, py::process_lookup_error>);
static_assert(std::is_base_of_v<py::os_error, py::timeout_error>);
static_assert(std::is_base_of_v<py::exception, py::reference_error>);
static_assert(std::is_base_of_v<py::exception, py::runtime_error>);
static_assert(std::is_base_of_v<py::runtime_error, py::not_implemented_error>);
static_assert(std::is_base_of_v<py::runtime_error, py::python_finalization_error>);
static_assert(std::is_base_of_v<py::runtime_error, py::recursion_error>);
static_assert(std::is_base_of_v<py::exception, py::stop_async_iteration>);
static_assert(std::is_base_of_v<py::exception, py::stop_iteration>);
static_assert(std::is_base_of_v<py::exception, py::syntax_error>);
static_assert(std::is_base_of_v<py::syntax_error, py::indentation_error>);
static_assert(std::is_base_of_v<py::indentation_error, py::tab_error>);
static_assert(std::is_base_of_v<py::exception, py::system_error>);
static_assert(std::is_base_of_v<py::exception, py::type_error>);
static_assert(std::is_base_of_v<py::exception, py::value_error>);
static_assert(std::is_base_of_v<py::value_error, py::unicode_error>);
static_assert(std::is_base_of_v<py::unicode_error, py::unicode_decode_error>);
static_assert(std::is_base_of_v<py::unicode_error, py::unicode_encode_error>);
static_assert(std::is_base_of_v<py::unicode_error, py::unicode_translate_error>);
static_assert(std::is_base_of_v<py::exception, py::warning>);
static_assert(std::is_base_of_v<py::warning, py::bytes_warning>);
static_assert(std::is_base_of_v<py::warning, py::deprecation_warning>);
static_assert(std::is_base_of_v<py::warning, py::encoding_warning>);
static_assert(std::is_base_of_v<py::warning, py::future_warning>);
static_assert(std::is_base_of_v<py::warning, py::import_warning>);
static_assert(std::is_base_of_v<py::warning, py::pending_deprecation_warning>);
static_assert(std::is_base_of_v<py::warning, py::resource_warning>);
static_assert(std::is_base_of_v<py::warning, py::runtime_warning>);
static_assert(std::is_base_of_v<py::warning, py::syntax_warning>);
static_assert(std::is_base_of_v<py::warning, py::unicode_warning>);
static_assert(std::is_base_of_v<py::warning, py::user_warning>);

TEST_CASE("every built-in exception arrives as exactly its C++ class")
{
    const py::gil_guard gil;
    for (const row& one : rows) {
        if (!exists(one.name)) continue;
        CAPTURE(one.name);
        CHECK(one.arrives(one.expression));
        CHECK(PyErr_Occurred() == nullptr);
    }
}

TEST_CASE("every exception of Python's builtins has a C++ class")
{
    const py::gil_guard gil;
    py::exec("import builtins\n"
             "names = {c.__name__ for c in vars(builtins).values() if isinstance(c, type) and issubclass(c, BaseException)\n"
             "         and not c.__name__.startswith('_')}\n"
             "names -= {'BaseException'}");
    py::object missing = py::set{py::eval("names")};
    for (const row& one : rows) missing.attr("discard")(one.name);
    CHECK(py::repr(missing) == "set()");
}

TEST_CASE("a subclass made in Python arrives as the nearest built-in class")
{
    const py::gil_guard gil;
    py::exec("class A(KeyError): pass\nclass B(A, ValueError): pass\nclass C(BaseException): pass");
    CHECK(arrives<py::key_error>("A('x')"));
    CHECK(arrives<py::key_error>("B('x')"));
    CHECK(arrives<py::error>("C('x')"));
    if (exists("ExceptionGroup")) {
        py::exec("class G(ExceptionGroup): pass");
        CHECK(arrives<py::exception_group>("G('g', [ValueError()])"));
    }
}

TEST_CASE("an error thrown in C++ reaches Python as its class and comes back")
{
    const py::gil_guard gil;
    for (const row& one : rows) {
        if (!exists(one.name) || one.returns == nullptr) continue;
        CAPTURE(one.name);
        CHECK(one.returns());
    }
}

TEST_CASE("a class that needs more than a message reaches Python as its nearest base")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::expose([] { throw py::unicode_decode_error{"bad"}; })(), py::unicode_error);
    CHECK_THROWS_AS(py::expose([] { throw py::exception_group{"bad"}; })(), py::exception);
    CHECK_THROWS_AS(py::expose([] { throw py::base_exception_group{"bad"}; })(), py::error);
}

TEST_CASE("standard exceptions that reach Python become the matching class")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::expose([] { throw std::out_of_range{"x"}; })(), py::index_error);
    CHECK_THROWS_AS(py::expose([] { throw std::invalid_argument{"x"}; })(), py::value_error);
    CHECK_THROWS_AS(py::expose([] { throw std::domain_error{"x"}; })(), py::value_error);
    CHECK_THROWS_AS(py::expose([] { throw std::length_error{"x"}; })(), py::value_error);
    CHECK_THROWS_AS(py::expose([] { throw std::range_error{"x"}; })(), py::value_error);
    CHECK_THROWS_AS(py::expose([] { throw std::overflow_error{"x"}; })(), py::overflow_error);
    CHECK_THROWS_AS(py::expose([] { throw std::bad_alloc{}; })(), py::memory_error);
    CHECK_THROWS_AS(py::expose([] { throw std::bad_cast{}; })(), py::type_error);
    CHECK_THROWS_AS(py::expose([] { throw std::runtime_error{"x"}; })(), py::runtime_error);
    CHECK_THROWS_AS(py::expose([] { throw 42; })(), py::runtime_error);
    CHECK_THROWS_AS(py::expose([] { throw std::runtime_error{"\xff"}; })(), py::runtime_error);
}

TEST_CASE("a system_error that reaches Python is the OSError of its errno")
{
    const py::gil_guard gil;
    try {
        py::expose([] { throw std::system_error{ENOENT, std::generic_category()}; })();
        FAIL("nothing was thrown");
    } catch (const py::file_not_found_error& e) {
        CHECK(e.value().attr("errno").cast<int>() == ENOENT);
    }
}

TEST_CASE("a system_error whose text is not UTF-8 is that OSError too, with the wrong bytes replaced")
{
    const py::gil_guard gil;
    try {
        py::expose([] { throw std::system_error{EACCES, std::generic_category(), "caf\xe9"}; })();
        FAIL("nothing was thrown");
    } catch (const py::permission_error& e) {
        CHECK(e.message().starts_with("[Errno 13] caf\xef\xbf\xbd: "));
    }
    CHECK_THROWS_AS(py::expose([] { throw std::system_error{std::make_error_code(std::io_errc::stream), "\xff"}; })(), py::os_error);
}

TEST_CASE("a filesystem_error that reaches Python names its files")
{
    const py::gil_guard gil;
    try {
        py::expose([] { std::filesystem::rename("/no such file", "/nor this"); })();
        FAIL("nothing was thrown");
    } catch (const py::file_not_found_error& e) {
        CHECK(e.message() == "[Errno 2] No such file or directory: '/no such file' -> '/nor this'");
        CHECK_THROWS_AS(e.rethrow_original(), std::filesystem::filesystem_error);
    }
    CHECK_THROWS_AS(py::expose([] { static_cast<void>(std::filesystem::file_size("/no such file")); })(), py::file_not_found_error);
    CHECK_THROWS_AS(py::expose([] { throw std::filesystem::filesystem_error{"x", std::make_error_code(std::io_errc::stream)}; })(),
                    py::os_error);
}

TEST_CASE("what is nested in an exception of C++ is the cause of the one in Python")
{
    const py::gil_guard gil;
    const py::object throwing = py::expose([] {
        try {
            try {
                throw std::out_of_range{"inner"};
            } catch (...) {
                std::throw_with_nested(std::invalid_argument{"middle"});
            }
        } catch (...) {
            std::throw_with_nested(std::runtime_error{"outer"});
        }
    });
    try {
        throwing();
        FAIL("nothing was thrown");
    } catch (const py::runtime_error& e) {
        CHECK(e.message() == "outer");
        REQUIRE(e.cause());
        CHECK(e.cause()->type_name() == "ValueError");
        CHECK(e.cause()->message() == "middle");
        REQUIRE(e.cause()->cause());
        CHECK(e.cause()->cause()->type_name() == "IndexError");
        CHECK_FALSE(e.cause()->cause()->cause());
    }
}

TEST_CASE("an error of Python that is nested in an exception of C++ is the cause, with its traceback")
{
    const py::gil_guard gil;
    py::exec("def fail(): raise KeyError('k')");
    const py::object throwing = py::expose([]() PYHOST_NEEDS_GIL {
        try {
            py::eval("fail")();
        } catch (const py::error&) {
            std::throw_with_nested(py::value_error{"while reading"});
        }
    });
    try {
        throwing();
        FAIL("nothing was thrown");
    } catch (const py::value_error& e) {
        CHECK(e.message() == "while reading");
        REQUIRE(e.cause());
        CHECK(e.cause()->frames().back().function == "fail");
    }
}

TEST_CASE("an exception that holds an error of Python is not kept in what Python gets: that would be a circle")
{
    const py::gil_guard gil;
    py::exec("import gc, weakref\n"
             "class Marker: pass\n"
             "def fail(): raise KeyError('k')\n"
             "def kept(f):\n"
             "    marker, last = Marker(), None\n"
             "    try: f(fail)\n"
             "    except RuntimeError as e: last = e\n"
             "    return weakref.ref(marker)\n"
             "def is_gone(f):\n"
             "    marker = kept(f)\n"
             "    gc.collect()\n"
             "    return marker() is None\n");
    const py::object nesting = py::expose([](const py::object& f) PYHOST_NEEDS_GIL {
        try {
            f();
        } catch (const py::error&) {
            std::throw_with_nested(std::runtime_error{"step failed"});
        }
    });
    CHECK(py::eval("is_gone")(nesting).cast<bool>());
}

TEST_CASE("a long chain of nested exceptions is cut off where the stack ends")
{
#if defined(__SANITIZE_THREAD__)
    SKIP("the thread sanitizer of GCC 12 ends a program that is 65,536 calls deep");
#endif
    const py::gil_guard gil;
    const py::object throwing = py::expose([] {
        std::exception_ptr last = std::make_exception_ptr(std::runtime_error{"first"});
        for (int i = 0; i < 15'000; ++i) {
            try {
                try {
                    std::rethrow_exception(std::exchange(last, nullptr));
                } catch (...) {
                    std::throw_with_nested(std::runtime_error{"next"});
                }
            } catch (...) {
                last = std::current_exception();
            }
        }
        std::rethrow_exception(last);
    });
    CHECK_THROWS_AS(throwing(), py::runtime_error);
}

TEST_CASE("what is no exception of the standard hierarchy is a RuntimeError that tells its type, and text is its text")
{
    struct plain {};
    struct own : std::exception {
        const char* what() const noexcept override { return "text of its own"; }
    };
    const py::gil_guard gil;
    const auto message = [](auto throwing) PYHOST_NEEDS_GIL {
        try {
            py::expose(throwing)();
        } catch (const py::runtime_error& e) {
            return e.message();
        }
        return std::string{"nothing was thrown"};
    };
    CHECK(message([] { throw 42; }) == "a C++ exception of type int");
    CHECK(message([] { throw plain{}; }).ends_with("::plain"));
    CHECK(message([] { throw own{}; }).ends_with("::own: text of its own"));
    CHECK(message([] { throw "a literal"; }) == "a literal");
    CHECK(message([] { throw std::string{"a string"}; }) == "a string");
    // NOLINTNEXTLINE(cert-err09-cpp,cert-err61-cpp,misc-throw-by-value-catch-by-reference): as code that throws text may
    CHECK(message([] { throw static_cast<const char*>(nullptr); }).empty());
    CHECK(message([] { throw std::exception{}; }) == "std::exception");
    CHECK(message([] {
              try {
                  throw 1;
              } catch (...) {
                  std::throw_with_nested(plain{});
              }
          }).ends_with("plain>"));
}

TEST_CASE("the object that C++ threw comes back by rethrow_original, on any thread")
{
    struct kept : std::runtime_error {
        kept() : std::runtime_error{"kept"} {}
        int number = 17;
    };
    const py::gil_guard gil;
    py::exec("import copy, pickle\n"
             "def call(f):\n"
             "    try: f()\n"
             "    except RuntimeError as e:\n"
             "        pickled = pickle.loads(pickle.dumps(e))\n"
             "        if pickled.args != e.args or pickled.__cpp_exception__ is not None: raise AssertionError\n"
             "        raise copy.copy(e)\n");
    const py::object throwing = py::expose([] { throw kept{}; });
    std::optional<py::error> error;
    try {
        py::eval("call")(throwing);
    } catch (const py::runtime_error& e) {
        error = e;
    }
    REQUIRE(error);
    int number = 0;
    {
        const py::gil_release nogil;
        std::thread{[&] {
            try {
                error->rethrow_original();
            } catch (const kept& e) {
                number = e.number;
            }
        }}.join();
    }
    CHECK(number == 17);
    CHECK_THROWS_AS(py::try_call<int>(py::eval("lambda: {}[1]")).error().rethrow_original(), py::key_error);
    CHECK_THROWS_AS(py::value_error{"made in C++"}.rethrow_original(), py::value_error);
}

TEST_CASE("sys.exit is a system_exit with its code, from a call and from an import, and the process lives")
{
    const py::gil_guard gil;
    const auto code_of = [](auto exits) PYHOST_NEEDS_GIL {
        try {
            exits();
        } catch (const py::system_exit& e) {
            return e.value().attr("code").cast<int>();
        }
        return -1;
    };
    CHECK(code_of([]() PYHOST_NEEDS_GIL { py::exec("import sys\nsys.exit(3)"); }) == 3);
    CHECK(code_of([]() PYHOST_NEEDS_GIL { py::eval("__import__('sys').exit")(4); }) == 4);
    CHECK(code_of([]() PYHOST_NEEDS_GIL { py::module_from_source("leaves", "raise SystemExit(5)"); }) == 5);
    CHECK(py::try_call<int>(py::import_module("sys").attr("exit").get(), 6).error().type_name() == "SystemExit");
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("a failure of CPython that raises nothing is a MemoryError")
{
    const py::gil_guard gil;
    CHECK_THROWS_AS(py::detail::throw_raised(), py::memory_error);
    CHECK(PyErr_Occurred() == nullptr);
}
