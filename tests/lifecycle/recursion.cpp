// SPDX-License-Identifier: MIT
// Recursion without an end, between C++ and Python and in values: recursion_error, and the stack is never used up.
#include <support/lifecycle.hpp>

#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <exception>
#include <functional>
#include <optional>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using support::check;

namespace {

struct tree {
    std::vector<tree> branches;
};

/// CPython's own text from 3.14 on, which looks at the stack instead of counting.
bool is_overflow_text(const std::string& text) { return PY_VERSION_HEX >= 0x030E0000 && text.starts_with("Stack overflow"); }

/// Whether `f`, which is called attached, throws recursion_error, and Python works afterwards.
template <class F>
bool is_too_deep(F f) PYHOST_NEEDS_GIL
{
    bool thrown = false;
    try {
        f();
    } catch (const py::recursion_error& e) {
        thrown = e.message().find("recursion") != std::string::npos || is_overflow_text(e.message());
    }
    return thrown && py::eval("sum(range(4))").cast<int>() == 6;
}

/// C++ calls Python calls C++, for ever; `call` is how C++ calls.
template <class Call>
bool recursion_ends(Call call)
{
    py::object bounce;
    const py::gil_guard gil;
    py::dict globals;
    globals["down"] = py::expose([&](int depth) PYHOST_NEEDS_GIL { return call(bounce, depth); });
    py::exec("def bounce(depth): return down(depth + 1)\n", globals);
    bounce = globals["bounce"];
    const bool ends = is_too_deep([&]() PYHOST_NEEDS_GIL { bounce(0); });
    globals.attr("clear")();
    bounce = py::object{};
    return ends;
}

bool every_recursion_ends()
{
    return recursion_ends([](const py::object& bounce, int depth) PYHOST_NEEDS_GIL { return bounce(depth).cast<int>(); }) &&
           recursion_ends([](const py::object& bounce, int depth) PYHOST_NEEDS_GIL { return py::function<int(int)>{bounce}(depth); }) &&
           recursion_ends([](const py::object& bounce, int depth)
                              PYHOST_NEEDS_GIL { return bounce.cast<std::function<int(int)>>()(depth); }) &&
           recursion_ends([](const py::object& bounce, int depth)
                              PYHOST_NEEDS_GIL { return py::eval("lambda f, n: f(n)")(bounce, depth).cast<int>(); });
}

py::object nested_list(int depth) PYHOST_NEEDS_GIL
{
    py::dict globals;
    globals["depth"] = depth;
    py::exec("nested = []\n"
             "for _ in range(depth): nested = [nested]\n",
             globals);
    return globals["nested"];
}

/// What `source` raises.
py::error raised(const char* source)
{
    try {
        const py::gil_guard gil;
        py::exec(source);
    } catch (const py::error& e) {
        return e;
    }
    return py::value_error("nothing was raised");
}

/// Deeper than any limit of CPython, and than any stack that threads have by default.
tree deep_tree()
{
    tree deep;
    for (int i = 0; i < 300'000; ++i) {
        tree above;
        above.branches.push_back(std::move(deep));
        deep = std::move(above);
    }
    return deep;
}

/// Its own destructor would recurse.
void cut_down(tree& deep)
{
    while (!deep.branches.empty()) {
        std::vector<tree> below = std::move(deep.branches[0].branches);
        deep.branches = std::move(below);
    }
}

/// Runs `f` on a thread with a stack of this size in bytes.
void run_on_stack(std::size_t size, void (*f)())
{
    pthread_attr_t attributes;
    check(pthread_attr_init(&attributes) == 0 && pthread_attr_setstacksize(&attributes, size) == 0);
    pthread_t thread{};
    const auto run = [](void* called) -> void* {
        reinterpret_cast<void (*)()>(called)();
        return nullptr;
    };
    check(pthread_create(&thread, &attributes, run, reinterpret_cast<void*>(f)) == 0);
    check(pthread_join(thread, nullptr) == 0);
    pthread_attr_destroy(&attributes);
}

}  // namespace

template <>
struct py::converter<tree> {
    static tree from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        tree made;
        for (py::handle one : o) made.branches.push_back(one.cast<tree>());
        return made;
    }
    static py::object to_python(const tree& t) PYHOST_NEEDS_GIL { return py::to_python(t.branches); }
};

LIFECYCLE_CASE(recursion_between_cpp_and_python_ends)
{
    const py::interpreter python;
    check(every_recursion_ends());
}

LIFECYCLE_CASE(recursion_between_cpp_and_python_ends_on_another_thread)
{
    const py::interpreter python;
    std::jthread{[] { check(every_recursion_ends()); }}.join();
}

LIFECYCLE_CASE(recursion_between_cpp_and_python_ends_on_a_small_stack)
{
    const py::interpreter python;
    run_on_stack(256UL * 1024, [] { check(every_recursion_ends()); });
    static std::optional<py::ref<>> kept;  // dropped on a large stack: CPython 3.13 recurses for a list
    {
        const py::gil_guard gil;
        kept.emplace(nested_list(100'000));
    }
    run_on_stack(256UL * 1024, [] {
        const py::gil_guard gil;
        const py::object nested = kept->get();
        check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)nested.cast<tree>(); }));
    });
    run_on_stack(256UL * 1024, [] {
        tree deep = deep_tree();
        const py::gil_guard gil;
        check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)py::to_python(deep); }));
        cut_down(deep);
    });
    kept.reset();
}

LIFECYCLE_CASE(recursion_between_cpp_and_python_ends_whatever_limit_python_code_sets)
{
    const py::interpreter python;
    {
        const py::gil_guard gil;
        py::exec("import sys\n"
                 "sys.setrecursionlimit(10**6)\n");
    }
    check(every_recursion_ends());
    std::jthread{[] { check(every_recursion_ends()); }}.join();
    run_on_stack(512UL * 1024, [] { check(every_recursion_ends()); });
}

LIFECYCLE_CASE(recursion_of_cpp_through_its_own_python_callable_ends)
{
    const py::interpreter python;
    const auto ends = [] {
        py::object self;
        const py::gil_guard gil;
        self = py::expose([&]() PYHOST_NEEDS_GIL { return self().cast<int>(); });  // no Python code in between
        const bool is_refused = is_too_deep([&]() PYHOST_NEEDS_GIL { self(); });
        self = py::object{};
        return is_refused;
    };
    check(ends());
    std::jthread{[&] { check(ends()); }}.join();
}

LIFECYCLE_CASE(a_stack_that_is_nearly_used_up_says_what_to_do)
{
    const py::interpreter python;
    run_on_stack(128UL * 1024, [] {
        const py::gil_guard gil;
        py::object self;
        self = py::expose([&]() PYHOST_NEEDS_GIL { return self().cast<int>(); });
        std::string text;
        try {
            self();
        } catch (const py::recursion_error& e) {
            text = e.message();
        }
        self = py::object{};
        check(text == "call of C++: the stack of this thread is nearly used up (recursion that has no end, or a thread with a small "
                      "stack); recurse less deep, or give the thread a larger stack" ||
              is_overflow_text(text));
    });
}

LIFECYCLE_CASE(recursion_that_catches_and_goes_on_ends)
{
    const py::interpreter python;
    int caught = 0;
    check(!recursion_ends([&](const py::object& bounce, int depth) PYHOST_NEEDS_GIL {
        try {
            return bounce(depth).cast<int>();
        } catch (const py::recursion_error&) {
            ++caught;
            return depth;
        }
    }));
    check(caught > 0);
}

LIFECYCLE_CASE(values_that_are_nested_too_deep_or_contain_themselves_are_refused)
{
    const py::interpreter python;
    const py::gil_guard gil;
    check(nested_list(100).cast<tree>().branches.size() == 1);
    check(is_too_deep([]() PYHOST_NEEDS_GIL { (void)nested_list(100'000).cast<tree>(); }));
    py::dict globals;
    py::exec("loop = []\n"
             "loop.append(loop)\n"
             "class attribute:\n"
             "    def __getattr__(self, name): return getattr(self, name + 'x')\n"
             "class text:\n"
             "    def __repr__(self): return repr(self)\n"
             "    __str__ = __repr__\n"
             "class number:\n"
             "    def __index__(self): return self.__index__()\n",
             globals);
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)globals["loop"].cast<tree>(); }));
    check(py::repr(globals["loop"]) == "[[...]]");
    check(is_too_deep([]() PYHOST_NEEDS_GIL { (void)py::repr(nested_list(100'000)); }));
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)globals["attribute"]().attr("x").cast<py::object>(); }));
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)py::repr(globals["text"]()); }));
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)py::str(globals["text"]()); }));
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)globals["number"]().cast<int>(); }));
}

LIFECYCLE_CASE(a_long_chain_of_callables_is_dropped)
{
    const py::interpreter python;
    const py::gil_guard gil;
    py::object last = py::list{};
    for (int i = 0; i < 100'000; ++i) last = py::expose([last] { return 1; });
    last = py::object{};
    check(py::counters().callables == 0);
}

LIFECYCLE_CASE(a_long_chain_of_nested_exceptions_reaches_python)
{
    const py::interpreter python;
    const py::gil_guard gil;
    std::exception_ptr last = std::make_exception_ptr(std::runtime_error{"first"});
    for (int i = 0; i < 5'000; ++i) {
        try {
            std::rethrow_exception(last);
        } catch (...) {
            try {
                std::throw_with_nested(std::runtime_error{"last"});
            } catch (...) {
                last = std::current_exception();
            }
        }
    }
    try {
        py::expose([&] { std::rethrow_exception(last); })();
        check(false);
    } catch (const py::error& e) {
        check(e.message() == "last" || e.type_name() == "RecursionError");
    }
}

LIFECYCLE_CASE(a_tree_that_is_too_deep_for_python_is_refused_on_the_way_there)
{
    const py::interpreter python;
    tree deep = deep_tree();
    const py::gil_guard gil;
    check(is_too_deep([&]() PYHOST_NEEDS_GIL { (void)py::to_python(deep); }));
    cut_down(deep);
}

LIFECYCLE_CASE(long_and_circular_chains_of_errors_have_a_text)
{
    const py::interpreter python;
    const py::error causes = raised("e = ValueError('first')\n"
                                    "for i in range(10000):\n"
                                    "    above = ValueError('last')\n"
                                    "    above.__cause__ = e\n"
                                    "    e = above\n"
                                    "raise e\n");
    check(std::string{causes.what()}.find("ValueError: last") != std::string::npos);

    const py::error circle = raised("a, b = ValueError('a'), KeyError('b')\n"
                                    "a.__cause__, b.__cause__ = b, a\n"
                                    "raise a\n");
    check(std::string{circle.what()}.find("ValueError: a") != std::string::npos);
}

LIFECYCLE_CASE(an_error_group_nested_deep_has_a_text)
{
    const py::interpreter python;
    const py::error group = raised("import builtins\n"
                                   "group = getattr(builtins, 'ExceptionGroup', lambda text, errors: RuntimeError(text))\n"  // from 3.11
                                   "e = ValueError('inner')\n"
                                   "for i in range(10000): e = group('outer', [e])\n"
                                   "raise e\n");
    check(std::string{group.what()}.find("outer") != std::string::npos);
}
