// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>
#include <support/values.hpp>

#include <pyhost/buffer/buffer_view.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/function.hpp>
#include <pyhost/module.hpp>
#include <pyhost/types/list.hpp>

#include <catch2/catch_test_macros.hpp>

#include <complex>
#include <cstdint>
#include <numeric>
#include <ranges>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

/// Why a view of the value is refused.
template <class T>
std::string refusal(const char* expression) PYHOST_NEEDS_GIL
{
    try {
        const py::buffer_view<T> view{py::eval(expression)};
        return "taken";
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

template <class T>
bool is_taken(const char* expression) PYHOST_NEEDS_GIL
{
    return refusal<T>(expression) == "taken";
}

}  // namespace

static_assert(!std::is_copy_constructible_v<py::buffer_view<int>>);
static_assert(std::is_nothrow_move_constructible_v<py::buffer_view<int>>);
static_assert(std::ranges::contiguous_range<py::buffer_view<const double>>);

TEST_CASE("a view has the memory of the object, not a copy")
{
    const py::gil_guard gil;
    py::exec("import array\nheld = array.array('d', [1, 2, 3])");
    const py::buffer_view<double> view{py::eval("held")};
    CHECK(view.size() == 3);
    CHECK(!view.empty());
    CHECK(reinterpret_cast<std::uintptr_t>(view.data()) == py::eval("held.buffer_info()[0]").cast<std::uintptr_t>());
    view[1] = 20;
    CHECK(py::repr(py::eval("held")) == "array('d', [1.0, 20.0, 3.0])");
    CHECK(std::accumulate(view.begin(), view.end(), 0.0) == 24);
    CHECK(view.span().last(1)[0] == 3);
}

TEST_CASE("a view holds the memory exactly as long as it lives")
{
    const py::gil_guard gil;
    py::exec("grown = bytearray(b'abc')");
    const auto grow = []() PYHOST_NEEDS_GIL { py::exec("grown.append(100)"); };
    const auto before = py::counters().views;
    {
        const py::buffer_view<const char> view{py::eval("grown")};
        CHECK(py::counters().views == before + 1);
        CHECK_THROWS_AS(grow(), py::buffer_error);
        py::buffer_view<const char> first{py::eval("grown")};
        const py::buffer_view<const char> second = std::move(first);
        CHECK(first.size() == 0);  // NOLINT(bugprone-use-after-move): a moved view is empty
        CHECK(first.data() == nullptr);
        CHECK(second.size() == 3);
        CHECK_THROWS_AS(grow(), py::buffer_error);
    }
    CHECK(py::counters().views == before);
    grow();
    CHECK(py::eval("len(grown)").cast<int>() == 4);
}

TEST_CASE("a view that is assigned lets its own memory go first")
{
    const py::gil_guard gil;
    py::exec("one, two = bytearray(b'1'), bytearray(b'22')");
    py::buffer_view<char> view{py::eval("one")};
    view = py::buffer_view<char>{py::eval("two")};
    CHECK(view.size() == 2);
    py::exec("one.append(1)");
    CHECK_THROWS_AS(py::exec("two.append(1)"), py::buffer_error);
    py::buffer_view<char>& same = view;
    view = std::move(same);
    CHECK(view.size() == 2);
    view = {};
    CHECK(view.empty());
    py::exec("two.append(1)");
}

TEST_CASE("the memory stays where a view of an exporter that points into Py_buffer is moved to the heap")
{
    const py::gil_guard gil;
    std::vector<py::buffer_view<const std::byte>> views;  // bytes: PyBuffer_FillInfo lets shape point to len
    for (int i = 0; i < 20; ++i) views.emplace_back(py::eval("b'" + std::string(static_cast<std::size_t>(i), 'x') + "'"));
    for (std::size_t i = 0; i < views.size(); ++i) CHECK(views[i].size() == i);
}

TEST_CASE("a view is read, moved and dropped on a thread without the GIL")
{
    py::buffer_view<const char> view;
    {
        const py::gil_guard gil;
        py::exec("grown = bytearray(b'abc')");
        view = py::buffer_view<const char>{py::eval("grown")};
    }
    std::thread{[moved = std::move(view)] { CHECK(moved.span()[2] == 'c'); }}.join();
    const py::gil_guard gil;  // which releases what was dropped
    py::exec("grown.append(100)");
    CHECK(py::counters().deferred == 0);
    CHECK(py::counters().views == 0);
}

TEST_CASE("an exporter of Python's own sees its memory when a view is dropped without the GIL")
{
    if (PY_VERSION_HEX < 0x030C0000) SKIP("__release_buffer__ is of PEP 688");
    py::buffer_view<char> view;
    {
        const py::gil_guard gil;
        py::exec(
            "released = []\nclass Notes(bytearray):\n    def __release_buffer__(self, v):\n        released.append((v.shape, v[7]))\n");
        view = py::buffer_view<char>{py::eval("Notes(b'12345678')")};
    }
    std::thread{[moved = std::move(view)] {}}.join();
    const py::gil_guard gil;
    CHECK(py::repr(py::eval("released")) == "[((8,), 56)]");
}

TEST_CASE("items must be of the type of the view exactly")
{
    const py::gil_guard gil;
    py::exec("import array");
    CHECK(is_taken<const std::int16_t>("array.array('h', [1])"));
    CHECK(is_taken<const std::uint16_t>("array.array('H', [1])"));
    CHECK(is_taken<const long>("array.array('l', [1])"));
    CHECK(is_taken<const long long>("array.array('l', [1])") == (sizeof(long) == 8));
    CHECK(is_taken<const float>("array.array('f', [1])"));
    CHECK(is_taken<const bool>("memoryview(b'\\0\\1').cast('?')"));
    CHECK(is_taken<const char>("b'abc'"));
    CHECK(is_taken<const char>("memoryview(b'abc').cast('c')"));
    CHECK(is_taken<const std::uint8_t>("b'abc'"));
    CHECK(is_taken<const std::byte>("array.array('d', [1])"));
    CHECK(refusal<const int>("array.array('I', [1])") ==
          "TypeError: expected py::buffer_view<const int>: items of format 'i', got array.array of format 'I', shape (1,)");
    CHECK(refusal<const double>("array.array('f', [1, 2])") ==
          "TypeError: expected py::buffer_view<const double>: items of format 'd', got array.array of format 'f', shape (2,)");
    CHECK(refusal<const signed char>("b'abc'").starts_with("TypeError: expected py::buffer_view<const signed char>: items of format 'b'"));
    CHECK(refusal<const bool>("b'abc'").starts_with("TypeError"));
}

TEST_CASE("what has no buffer is refused by its type")
{
    const py::gil_guard gil;
    CHECK(refusal<const double>("[1.0]") == "TypeError: expected py::buffer_view<const double>, got list");
    CHECK(refusal<const double>("3") == "TypeError: expected py::buffer_view<const double>, got int 3");
    CHECK(refusal<const char>("'abc'") == "TypeError: expected py::buffer_view<const char>, got str 'abc'");
    CHECK(refusal<const char>("None") == "TypeError: expected py::buffer_view<const char>, got None");
    CHECK_THROWS_AS(py::buffer_view<const char>{py::handle{}}, std::logic_error);
}

TEST_CASE("memory that is read-only gives views of const items alone")
{
    const py::gil_guard gil;
    CHECK(refusal<char>("b'abc'") ==
          "BufferError: expected py::buffer_view<char>: memory that can be written, got bytes of format 'B', shape (3,), "
          "read-only (take a view of const items, or pass a copy)");
    CHECK(is_taken<const char>("b'abc'"));
    CHECK(is_taken<char>("bytearray(b'abc')"));
}

TEST_CASE("memory with gaps is refused, and dimensions are seen as one")
{
    const py::gil_guard gil;
    CHECK(refusal<const char>("memoryview(b'abcd')[::2]") ==
          "BufferError: expected py::buffer_view<const char>: contiguous memory, got memoryview of format 'B', shape (2,), strides (2,) "
          "(take a py::array_view, or pass numpy.ascontiguousarray of it)");
    const py::buffer_view<const std::byte> view{py::eval("memoryview(bytes(6)).cast('B', (2, 3))")};
    CHECK(view.size() == 6);
    CHECK(py::buffer_view<const char>{py::eval("b''")}.empty());
    CHECK(py::buffer_view<const double>{py::eval("memoryview(bytearray(9))[1:1].cast('d')")}.empty());  // at an odd address
}

TEST_CASE("an error of the object's own passes through")
{
    const py::gil_guard gil;
    py::exec("gone = memoryview(b'abc')\ngone.release()");
    CHECK(refusal<const char>("gone") == "ValueError: operation forbidden on released memoryview object");
    CHECK(PyErr_Occurred() == nullptr);
    if (PY_VERSION_HEX < 0x030C0000) return;  // PEP 688
    py::exec("class Raises:\n    def __buffer__(self, flags): raise KeyError('boom')\n"
             "class Lies:\n    def __buffer__(self, flags): return 3\n"
             "class Once:\n    calls = 0\n    def __buffer__(self, flags):\n        self.calls += 1\n"
             "        if self.calls == 1: raise KeyError('first')\n        return memoryview(b'abc')\n");
    CHECK(refusal<const char>("Raises()") == "KeyError: 'boom'");
    CHECK(refusal<const char>("Lies()").starts_with("TypeError: "));  // CPython's own words, which 3.15 changed
    CHECK(refusal<const char>("Once()") == "KeyError: 'first'");
}

TEST_CASE("a view is an argument and a result, and says where it did not fit")
{
    const py::gil_guard gil;
    const py::object size = py::expose([](py::buffer_view<const double> v) { return v.size(); }, "size");
    py::exec("import array");
    CHECK(size(py::eval("array.array('d', [1, 2])")).cast<int>() == 2);
    try {
        size(py::eval("array.array('f', [1])"));
        FAIL("it was to be refused");
    } catch (const py::type_error& e) {
        CHECK(e.message() == "expected py::buffer_view<const double>: items of format 'd', got array.array of format 'f', shape (1,) at "
                             "argument 1 of size()");
    }
    py::exec("def made(): return array.array('d', [1, 2, 3])");
    const py::function<py::buffer_view<double>()> made{py::eval("made")};
    const py::buffer_view<double> view = made();  // the array itself is known to nobody else
    CHECK(view[2] == 3);
    const auto two = py::eval("[array.array('d', [1]), array.array('d', [1, 2])]").cast<std::vector<py::buffer_view<const double>>>();
    CHECK(two[1].size() == 2);
}

TEST_CASE("numpy's arrays of each type are seen as they are")
{
    support::need_numpy();
    const py::gil_guard gil;
    CHECK(is_taken<bool>("np.zeros(2, '?')"));
    CHECK(is_taken<std::int8_t>("np.zeros(2, 'i1')"));
    CHECK(is_taken<std::uint8_t>("np.zeros(2, 'u1')"));
    CHECK(is_taken<std::int16_t>("np.zeros(2, 'i2')"));
    CHECK(is_taken<std::uint16_t>("np.zeros(2, 'u2')"));
    CHECK(is_taken<std::int32_t>("np.zeros(2, 'i4')"));
    CHECK(is_taken<std::uint32_t>("np.zeros(2, 'u4')"));
    CHECK(is_taken<std::int64_t>("np.zeros(2, 'i8')"));
    CHECK(is_taken<std::uint64_t>("np.zeros(2, 'u8')"));
    CHECK(is_taken<long long>("np.zeros(2, 'longlong')"));
    CHECK(is_taken<float>("np.zeros(2, 'f4')"));
    CHECK(is_taken<double>("np.zeros((2, 3), 'f8')"));
    CHECK(is_taken<long double>("np.zeros(2, 'longdouble')"));
    CHECK(is_taken<std::complex<float>>("np.zeros(2, 'c8')"));
    CHECK(is_taken<std::complex<double>>("np.zeros(2, 'c16')"));
    CHECK(is_taken<std::complex<long double>>("np.zeros(2, 'clongdouble')"));
    CHECK(is_taken<const double>("np.float64(1)"));
    CHECK(is_taken<const std::byte>("np.zeros(2, 'i4, f8')"));
    CHECK(!is_taken<double>("np.zeros(2, 'f4')"));
    CHECK(!is_taken<const std::int32_t>("np.zeros(2, 'f4')"));
    CHECK(!is_taken<const double>("np.zeros(2, 'i4, f8')"));
    CHECK(!is_taken<const double>("np.zeros(2, 'O')"));
    CHECK(!is_taken<const double>("np.zeros(2, 'U2')"));
    CHECK(refusal<const std::int64_t>("np.zeros(2, 'M8[s]')").starts_with("ValueError"));  // numpy gives no buffer of times
}

TEST_CASE("numpy's arrays in another byte order, not aligned, read-only or masked are refused with the reason")
{
    support::need_numpy();
    const py::gil_guard gil;
    CHECK(
        refusal<const double>("np.zeros(2, '>f8')") ==
        "TypeError: expected py::buffer_view<const double>: items of format 'd', got numpy.ndarray of format '>d', shape (2,) (in another "
        "byte order; pass its byteswap() of the native type)");
    CHECK(refusal<const double>("np.frombuffer(bytes(17), 'f8', offset=1)")
              .starts_with("BufferError: expected py::buffer_view<const double>: memory aligned to 8 bytes, got numpy.ndarray"));
    CHECK(refusal<double>("np.broadcast_to(np.float64(1), 3)")
              .starts_with("BufferError: expected py::buffer_view<double>: memory that can be"));
    CHECK(refusal<double>("np.ma.array([1.0])") ==
          "TypeError: expected py::buffer_view<double>, got a MaskedArray (pass its filled(value), or its data and its mask)");
    CHECK(refusal<double>("np.zeros((2, 2))[:, 0]").starts_with("BufferError: expected py::buffer_view<double>: contiguous memory"));
}
