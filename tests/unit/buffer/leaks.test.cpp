// SPDX-License-Identifier: MIT
// The leak proof of shared memory: what is seen, what is given, what is refused and what raises.
#include <support/growth.hpp>
#include <support/numpy.hpp>

#include <pyhost/buffer.hpp>
#include <pyhost/builtins.hpp>
#include <pyhost/call.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/eval.hpp>

#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using support::allowed_growth;
using support::growth;

namespace {

/// What becomes of one kind of view over 1,000 times: of an object that it fits, and of others.
template <class View>
long long growth_of(const char* good, const std::vector<const char*>& bad) PYHOST_NEEDS_GIL
{
    const py::object fits = py::eval(good);
    std::vector<py::object> others;
    for (const char* expression : bad) others.push_back(py::eval(expression));
    return growth([&]() PYHOST_NEEDS_GIL {
        View first{fits};
        const View second = std::move(first);
        for (const py::object& other : others)
            if (py::try_cast<View>(other).has_value()) throw std::logic_error("it was to be refused");
    });
}

}  // namespace

TEST_CASE("views of buffers leak nothing, taken or refused")
{
    const py::gil_guard gil;
    py::exec("import array\ngone = memoryview(b'abc')\ngone.release()");
    CHECK(growth_of<py::buffer_view<double>>("array.array('d', [1])", {"3", "[1.0]", "b'12345678'", "array.array('f')", "gone"}) <
          allowed_growth);
    CHECK(growth_of<py::array_view<char, 1>>("bytearray(b'abc')", {"b'abc'", "memoryview(bytes(4)).cast('B', (2, 2))", "gone"}) <
          allowed_growth);
    CHECK(py::counters().views == 0);
}

TEST_CASE("tensors leak nothing, taken or refused")
{
    support::need_numpy();
    const py::gil_guard gil;
    py::exec("class card:\n    def __dlpack__(self, **_): raise KeyError('boom')\n    def __dlpack_device__(self): return (2, 0)\n"
             "class raises(card):\n    def __dlpack_device__(self): return (1, 0)\n");
    CHECK(growth_of<py::dlpack_view<double, 1>>("np.zeros(3)", {"3", "np.zeros((2, 2))", "np.zeros(3, 'f4')", "card()", "raises()"}) <
          allowed_growth);
    CHECK(py::counters().views == 0);
}

TEST_CASE("memory given to Python leaks nothing, whoever holds it")
{
    const py::gil_guard gil;
    const py::object held =
        py::eval("lambda m: [memoryview(m), m.__dlpack__(), m.__dlpack__(copy=True), m.__dlpack__(max_version=(1, 0))]");
    const auto shared = std::make_shared<const std::vector<int>>(10);
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(held(py::to_buffer(std::vector<double>(4), {2, 2}))); }) < allowed_growth);
    CHECK(growth([&]() PYHOST_NEEDS_GIL { static_cast<void>(py::repr(py::to_buffer(shared))); }) < allowed_growth);
    CHECK(shared.use_count() == 1);
    CHECK(py::counters().exports == 0);
}

TEST_CASE("arrays of Arrow leak nothing, given, taken or refused")
{
    const py::gil_guard gil;
    py::exec("class raises:\n    def __arrow_c_array__(self): raise KeyError('boom')\n"
             "class wrong:\n    def __arrow_c_array__(self): return (1, 2)\n");
    const py::object raises = py::eval("raises()"), wrong = py::eval("wrong()"), none = py::eval("3");
    CHECK(growth([&]() PYHOST_NEEDS_GIL {
              py::arrow_batch batch;
              batch.add("x", std::vector<double>{1, 2}).add("s", std::vector<std::optional<std::string>>{"a", std::nullopt});
              const py::object made = batch.to_python();
              static_cast<void>(made.attr("__arrow_c_array__")());  // capsules that nobody takes
              py::arrow_array back{made};
              if (back.column("x").values<double>()[1] != 2) throw std::logic_error("another value came back");
              py::detail::arrow_schema_data schema{};
              py::detail::arrow_array_data array{};
              std::move(back).move_to(&schema, &array);
              static_cast<void>(py::to_arrow(&schema, &array));
              for (const py::object& other : {raises, wrong, none})
                  if (py::try_cast<py::arrow_array>(other).has_value()) throw std::logic_error("it was to be refused");
          }) < allowed_growth);
    CHECK(py::counters().exports == 0);
    CHECK(py::counters().views == 0);
}
