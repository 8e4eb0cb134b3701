// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>
#include <support/values.hpp>

#include <pyhost/buffer/array_view.hpp>
#include <pyhost/buffer/buffer_view.hpp>
#include <pyhost/buffer/dlpack_view.hpp>
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/call.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/module.hpp>
#include <pyhost/types/list.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <array>
#include <complex>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace py = pyhost;

template <class T>
concept is_owner = py::detail::memory_owner<T> || py::detail::owner_pointer<T> || py::detail::array_pointer<T>;
static_assert(!is_owner<py::array_view<double, 1>> && !is_owner<py::dlpack_view<double, 1>>);  // they have strides
static_assert(!is_owner<std::span<double>> && !is_owner<std::vector<bool>> && !is_owner<std::string_view>);
static_assert(is_owner<std::vector<int>> && is_owner<std::string> && is_owner<std::array<const int, 2>>);

/// The views of other libraries: nothing but their members tells them from owners.
template <class T>
struct foreign_view {
    using value_type = std::remove_const_t<T>;
    T* first;
    std::size_t count;
    T* begin() const { return first; }
    T* end() const { return first + count; }
    T* data() const { return first; }
    std::size_t size() const { return count; }
};

namespace {

/// What Python sees of `memory` by an expression of `m`.
std::string seen(const py::object& memory, const std::string& expression) PYHOST_NEEDS_GIL
{
    return py::repr(py::eval("lambda m: " + expression)(memory));
}

std::string address_of(const void* p) { return std::to_string(reinterpret_cast<std::uintptr_t>(p)); }

/// Counts what is destroyed.
struct counting_deleter {
    int* count;
    void operator()(int* p) const
    {
        ++*count;
        delete[] p;
    }
};

}  // namespace

TEST_CASE("a vector is Python's without a copy, and is freed by its last holder")
{
    support::need_numpy();
    const py::gil_guard gil;
    const auto before = py::counters().exports;
    std::vector<double> values{1, 2, 3};
    const void* const place = values.data();
    py::object memory = py::to_buffer(std::move(values));
    CHECK(values.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK(seen(memory, "np.asarray(m).ctypes.data") == address_of(place));
    CHECK(seen(memory, "m") == "<pyhost.memory of format 'd', shape (3,)>");
    CHECK(seen(memory, "np.asarray(m).tolist()") == "[1.0, 2.0, 3.0]");
    CHECK(seen(memory, "np.asarray(m).dtype") == "dtype('float64')");
    CHECK(seen(memory, "memoryview(m).tolist()") == "[1.0, 2.0, 3.0]");
    py::object array = py::eval("np.asarray")(memory);
    memory = {};
    CHECK(py::counters().exports == before + 1);
    CHECK(py::repr(array) == "array([1., 2., 3.])");
    array[0] = 5;
    CHECK(py::repr(array) == "array([5., 2., 3.])");
    array = {};
    CHECK(py::counters().exports == before);
}

TEST_CASE("each type of item has its format, and numpy's type")
{
    support::need_numpy();
    const py::gil_guard gil;
    const auto type = []<class T>(T) PYHOST_NEEDS_GIL { return seen(py::to_buffer(std::vector<T>(2)), "str(np.asarray(m).dtype)"); };
    CHECK(type(std::int8_t{}) == "'int8'");
    CHECK(type(std::uint8_t{}) == "'uint8'");
    CHECK(type(std::int16_t{}) == "'int16'");
    CHECK(type(std::uint16_t{}) == "'uint16'");
    CHECK(type(std::int32_t{}) == "'int32'");
    CHECK(type(std::uint32_t{}) == "'uint32'");
    CHECK(type(std::int64_t{}) == "'int64'");
    CHECK(type(std::uint64_t{}) == "'uint64'");
    CHECK(type(0LL) == "'int64'");
    CHECK(type(0.0F) == "'float32'");
    CHECK(type(0.0) == "'float64'");
    CHECK(type(0.0L) == py::repr(py::eval("str(np.dtype('longdouble'))")));
    CHECK(type(std::complex<float>{}) == "'complex64'");
    CHECK(type(std::complex<double>{}) == "'complex128'");
    CHECK(type(char{}) == "'uint8'");
    CHECK(type(std::byte{}) == "'uint8'");
    CHECK(seen(py::to_buffer(std::array<bool, 2>{true, false}), "np.asarray(m).tolist()") == "[True, False]");
    CHECK(seen(py::to_buffer(std::vector<std::int64_t>{1}), "memoryview(m).format") == (sizeof(long) == 8 ? "'l'" : "'q'"));
}

TEST_CASE("every owner of memory is taken")
{
    const py::gil_guard gil;
    CHECK(seen(py::to_buffer(std::string{"a\0b", 3}), "bytes(m)") == "b'a\\x00b'");
    CHECK(seen(py::to_buffer(std::array<int, 3>{1, 2, 3}), "memoryview(m).tolist()") == "[1, 2, 3]");
    CHECK(seen(py::to_buffer(std::make_unique<std::vector<int>>(2, 7)), "memoryview(m).tolist()") == "[7, 7]");
    CHECK(seen(py::to_buffer(std::unique_ptr<int[]>{new int[3]{1, 2, 3}}, {3}), "memoryview(m).tolist()") == "[1, 2, 3]");
    CHECK(seen(py::to_buffer(std::vector<int>{}), "memoryview(m).tolist()") == "[]");
    int destroyed = 0;
    {
        const py::object memory = py::to_buffer(std::unique_ptr<int[], counting_deleter>{new int[2]{4, 5}, {&destroyed}}, {2});
        CHECK(seen(memory, "memoryview(m)[1]") == "5");
        CHECK(destroyed == 0);
    }
    CHECK(destroyed == 1);
}

TEST_CASE("a view is no owner of memory, whatever library it is of")
{
    CHECK_FALSE(is_owner<foreign_view<const char>>);
    CHECK_FALSE(is_owner<foreign_view<double>>);
    CHECK_FALSE(is_owner<std::unique_ptr<foreign_view<double>>>);
}

TEST_CASE("memory that C++ goes on sharing is seen by both")
{
    const py::gil_guard gil;
    const auto shared = std::make_shared<std::array<int, 2>>(std::array<int, 2>{1, 2});
    const py::object memory = py::to_buffer(shared);
    CHECK(shared.use_count() == 2);
    (*shared)[0] = 10;
    py::eval("memoryview")(memory)[1] = 20;
    CHECK(seen(memory, "memoryview(m).tolist()") == "[10, 20]");
    CHECK((*shared)[1] == 20);
    const std::shared_ptr<int[]> items{new int[2]{1, 2}};
    CHECK(seen(py::to_buffer(items, {2}), "memoryview(m).tolist()") == "[1, 2]");
    CHECK(items.use_count() == 1);
}

TEST_CASE("const items are read-only in Python")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::object memory = py::to_buffer(std::make_shared<const std::vector<double>>(2, 1.0));
    CHECK(seen(memory, "m") == "<pyhost.memory of format 'd', shape (2,), read-only>");
    CHECK(seen(memory, "memoryview(m).readonly") == "True");
    CHECK(seen(memory, "np.asarray(m).flags.writeable") == "False");
    CHECK_THROWS_AS(seen(memory, "memoryview(m).__setitem__(0, 1.0)"), py::type_error);
    CHECK_THROWS_AS(py::buffer_view<double>{memory}, py::buffer_error);
    CHECK(py::buffer_view<const double>{memory}[1] == 1);
}

TEST_CASE("a shape gives dimensions in the order of C")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::object memory = py::to_buffer(std::vector<int>{0, 1, 2, 3, 4, 5}, {2, 3});
    CHECK(seen(memory, "np.asarray(m).tolist()") == "[[0, 1, 2], [3, 4, 5]]");
    CHECK(seen(memory, "memoryview(m).strides") == "(12, 4)");
    CHECK(seen(memory, "bytes(m) == np.asarray(m).tobytes()") == "True");
    const std::vector<std::size_t> shape{1, 6, 1};
    CHECK(seen(py::to_buffer(std::vector<int>(6), shape), "np.asarray(m).shape") == "(1, 6, 1)");
    CHECK(seen(py::to_buffer(std::vector<int>{}, {0, 3}), "np.asarray(m).shape") == "(0, 3)");
}

TEST_CASE("a wrong shape and a null pointer are told before anything is made")
{
    const py::gil_guard gil;
    const auto before = py::counters().exports;
    CHECK_THROWS_WITH(py::to_buffer(std::vector<int>(5), {2, 3}), "to_buffer: a shape of 6 items for memory of 5");
    CHECK_THROWS_WITH(py::to_buffer(std::unique_ptr<int[]>{new int[3]{}}),
                      "to_buffer: a pointer to an array does not know its size; pass it: to_buffer(std::move(p), {size})");
    CHECK_THROWS_WITH(py::to_buffer(std::unique_ptr<int[]>{}, {3}), "to_buffer: the pointer is null; give it memory first");
    CHECK_THROWS_AS(py::to_buffer(std::unique_ptr<std::vector<int>>{}), std::invalid_argument);
    CHECK_THROWS_AS(py::to_buffer(std::vector<int>(5), std::vector<std::size_t>(65, 1)), std::invalid_argument);
    CHECK_THROWS_WITH(py::to_buffer(std::vector<int>(5), {std::size_t{1} << 40, std::size_t{1} << 40}),
                      "to_buffer: a shape of more items than memory has");
    CHECK_THROWS_AS(py::to_buffer(std::vector<int>{}, {0, static_cast<std::size_t>(-1)}), std::invalid_argument);
    CHECK(py::counters().exports == before);
    std::vector<int> kept{1, 2, 3};
    CHECK_THROWS_AS(py::to_buffer(std::move(kept), {2, 2}), std::invalid_argument);
    CHECK(kept.size() == 3);  // NOLINT(bugprone-use-after-move): that is what is tested
}

TEST_CASE("the order of Fortran is refused where memory is in that of C")
{
    const py::gil_guard gil;
    const auto is_given = [](const py::object& memory) PYHOST_NEEDS_GIL {
        Py_buffer view;
        const bool given = PyObject_GetBuffer(memory.ptr(), &view, PyBUF_F_CONTIGUOUS) == 0;
        if (given) PyBuffer_Release(&view);
        else PyErr_Clear();
        return given;
    };
    CHECK(!is_given(py::to_buffer(std::vector<int>(6), {2, 3})));
    CHECK(is_given(py::to_buffer(std::vector<int>(6), {1, 6})));
    CHECK(is_given(py::to_buffer(std::vector<int>(6))));
}

TEST_CASE("an object that Python makes of the type itself has no memory, and does no harm")
{
    const py::gil_guard gil;
    const py::object memory = py::to_buffer(std::vector<int>(2));
    CHECK_THROWS_AS(seen(memory, "memoryview(object.__new__(type(m)))"), py::value_error);
    CHECK_THROWS_AS(seen(memory, "object.__new__(type(m)).__dlpack__()"), py::value_error);
    CHECK(seen(memory, "object.__new__(type(m))") == "<pyhost.memory without memory>");
}

TEST_CASE("the last holder may be a thread of Python")
{
    const py::gil_guard gil;
    py::exec("import threading\ndef drop_in_thread(held):\n    t = threading.Thread(target=held.clear)\n    t.start()\n    t.join()\n");
    const py::object drop = py::eval("drop_in_thread");
    const auto before = py::counters().exports;
    const py::object held = py::list::of(py::to_buffer(std::vector<int>(3)));
    CHECK(py::counters().exports == before + 1);
    drop(held);
    CHECK(py::counters().exports == before);
}
