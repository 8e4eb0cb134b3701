// SPDX-License-Identifier: MIT
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;

namespace {

/// Defines the module and calls the name in it that must have these parameters; the message when it has not.
std::string call(const char* source, const char* name, const char* parameters)
{
    {
        const py::gil_guard gil;
        py::module_from_source("parameters_case", source);
    }
    const py::result<py::object> called = py::function<py::object()>{"parameters_case", name, parameters}.try_call();
    return called ? "called" : called.error().message();
}

}  // namespace

TEST_CASE("a function with the parameters that were declared is called")
{
    CHECK(call("def f(): pass", "f", "()") == "called");
    CHECK(call("def f(a=1, /, b='x, y', *args, c=None, d=-2.5, **more): pass", "f", "(a=1, /, b='x, y', *args, c=None, d=-2.5, **more)") ==
          "called");
    CHECK(call("def f(*, a=b'\\x00', b=True): pass", "f", "(*, a=b'\\x00', b=True)") == "called");
    CHECK(call("async def f(a=1): pass", "f", "async (a=1)") == "called");
}

TEST_CASE("a default that is not written may be any")
{
    CHECK(call("def f(a=[], b=3, *, c='),'): pass", "f", "(a=..., b=3, *, c=...)") == "called");
    CHECK(call("def f(a=[], b=3): pass", "f", "(a=..., b=4)").find("got (a=..., b=3)") != std::string::npos);
    CHECK(call("def f(*a): pass", "f", "(a=...)").find("got (*a)") != std::string::npos);
    CHECK(call("def f(a=[]): pass", "f", "(a=3)").find("got (a=...)") != std::string::npos);
}

TEST_CASE("members of enums are compared by their names")
{
    const std::string source = "import enum\nclass Color(enum.IntEnum):\n    RED = 1\n    BLUE = 2\n"
                               "class Access(enum.Flag):\n    READ = 1\n    WRITE = 2\n"
                               "def f(a=Color.RED, *, b=Access.READ | Access.WRITE): pass";
    CHECK(call(source.c_str(), "f", "(a=Color.RED, *, b=...)") == "called");
    CHECK(call(source.c_str(), "f", "(a=Color.BLUE, *, b=...)").find("got (a=Color.RED, *, b=") != std::string::npos);
}

TEST_CASE("a function that has other parameters now is told with both, at each call")
{
    CHECK(call("def smooth(x=1, *, length=5): pass", "smooth", "(x=1, *, width=3)") ==
          "function: expected the parameters (x=1, *, width=3), got (x=1, *, length=5) at parameters_case.smooth; change the declaration, "
          "or generate it again: python -m pyhost generate parameters_case");
    const py::function<void()> f{"parameters_case", "smooth", "()"};
    CHECK(!f.try_call());
    CHECK(!f.try_call());
    CHECK(call("def f(a): pass", "f", "async (a)") != "called");
    CHECK(call("def f(a=1): pass", "f", "(a)") != "called");
    CHECK(call("def f(a=1): pass", "f", "(a=1, b=2)") != "called");
}

TEST_CASE("classes have the parameters of how they are made, and decorators those of what they wrap")
{
    CHECK(call("class C:\n    def __init__(self, a=1): pass", "C", "(a=1)") == "called");
    CHECK(call("class C:\n    def __new__(cls, a=1): return 1", "C", "(a=1)") == "called");
    CHECK(call("class C:\n    @classmethod\n    def make(cls, a=1): pass", "C.make", "(a=1)") == "called");
    CHECK(call("class C:\n    @staticmethod\n    def make(a=1): pass", "C.make", "(a=1)") == "called");
    CHECK(call("import functools\n@functools.lru_cache(None)\ndef f(a=1): pass", "f", "(a=1)") == "called");
    CHECK(call("import dataclasses\n@dataclasses.dataclass\nclass D:\n    a: int = 1", "D", "(a=2)") != "called");
}

TEST_CASE("what has no code in Python has no parameters to compare")
{
    CHECK(py::function<double(double)>{"math", "sqrt", "(nothing, of, this)"}(4) == 2);
    CHECK(call("class Loop:\n"
               "    @property\n"
               "    def __wrapped__(self): return self\n"
               "    def __call__(self): pass\n"
               "loop = Loop()",
               "loop", "(a)") == "called");
}
