// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>
#include <support/values.hpp>

#include <pyhost/buffer/array_view.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/expose.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <array>
#include <complex>
#include <cstdint>

namespace py = pyhost;

namespace {

template <class T, std::size_t N>
std::string refusal(const char* expression) PYHOST_NEEDS_GIL
{
    try {
        const py::array_view<T, N> view{py::eval(expression)};
        return "taken";
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

/// The items in the order of their indices, as numpy's ravel() gives them.
template <class T>
std::vector<double> items_of(const py::array_view<T, 2>& view)
{
    std::vector<double> items;
    for (std::size_t i = 0; i < view.shape(0); ++i)
        for (std::size_t j = 0; j < view.shape(1); ++j) items.push_back(view(i, j));
    return items;
}

}  // namespace

static_assert(!std::is_copy_constructible_v<py::array_view<int, 2>>);
static_assert(std::is_nothrow_move_constructible_v<py::array_view<int, 2>>);

TEST_CASE("strides of every kind lead to the items that Python sees")
{
    support::need_numpy();
    const py::gil_guard gil;
    py::exec("held = np.arange(24.0).reshape(4, 6)");
    for (const char* part : {"held", "held.T", "held[::2]", "held[:, ::3]", "held[::-1, ::-2]", "held[1:3, 2:5].T", "held[:1]", "held[:0]",
                             "np.broadcast_to(held[0], (3, 6))", "np.asfortranarray(held)"}) {
        CAPTURE(part);
        const py::array_view<const double, 2> view{py::eval(part)};
        CHECK(items_of(view) == py::eval(std::string{part} + ".ravel()").cast<std::vector<double>>());
        CHECK(view.shape() == py::eval(std::string{part} + ".shape").cast<std::array<std::size_t, 2>>());
        CHECK(view.strides() == py::eval(std::string{part} + ".strides").cast<std::array<std::ptrdiff_t, 2>>());
        CHECK(view.is_contiguous() == py::eval(std::string{part} + ".flags.c_contiguous").cast<bool>());
        CHECK(view.size() == py::eval(std::string{part} + ".size").cast<std::size_t>());
        CHECK(view.empty() == (view.size() == 0));
    }
}

TEST_CASE("what is written through a view stands in the array")
{
    support::need_numpy();
    const py::gil_guard gil;
    py::exec("held = np.zeros((2, 3), 'i4')");
    {
        const py::array_view<std::int32_t, 2> view{py::eval("held.T")};
        view(2, 1) = 7;
        view.at(0, 0) = 1;
    }
    CHECK(py::repr(py::eval("held.tolist()")) == "[[1, 0, 0], [0, 0, 7]]");
    py::exec("cube = np.zeros((2, 2, 2), 'c8')");
    py::array_view<std::complex<float>, 3>{py::eval("cube")}(1, 0, 1) = {1, 2};
    CHECK(py::repr(py::eval("complex(cube[1, 0, 1])")) == "(1+2j)");
    const py::array_view<const std::uint16_t, 1> line{py::eval("np.arange(9, dtype='u2')[::4]")};
    CHECK(line(2) == 8);
    CHECK(line.stride(0) == 8);
    CHECK(line.data()[0] == 0);
}

TEST_CASE("an index outside is told by at(), and memory with gaps by span()")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::array_view<const double, 2> view{py::eval("np.zeros((2, 3)).T")};
    CHECK_THROWS_WITH(view.at(0, 2), "index 2 of dimension 1: the view has 2 there");
    CHECK_THROWS_AS(view.at(3, 0), std::out_of_range);
    CHECK(view.at(2, 1) == 0);
    CHECK_THROWS_WITH(view.span(), "span: the items of this view of double do not stand one after another; ask is_contiguous() first, or "
                                   "index the view");
    const py::array_view<const double, 2> whole{py::eval("np.ones((2, 3))")};
    CHECK(whole.span().size() == 6);
    CHECK(whole.span()[5] == 1);
}

TEST_CASE("the number of dimensions, the type, the alignment and const are checked")
{
    support::need_numpy();
    const py::gil_guard gil;
    CHECK(refusal<const double, 1>("np.zeros((2, 3))") ==
          "ValueError: expected py::array_view<const double, 1>: 1 dimension, got numpy.ndarray of format 'd', shape (2, 3)");
    CHECK(refusal<const double, 2>("np.zeros(3)") ==
          "ValueError: expected py::array_view<const double, 2>: 2 dimensions, got numpy.ndarray of format 'd', shape (3,)");
    CHECK(refusal<const float, 1>("np.zeros(3)") ==
          "TypeError: expected py::array_view<const float, 1>: items of format 'f', got numpy.ndarray of format 'd', shape (3,)");
    CHECK(refusal<double, 1>("np.frombuffer(bytes(8))").starts_with("BufferError: expected py::array_view<double, 1>: memory that can be"));
    CHECK(refusal<const double, 1>("np.zeros(3, 'f4, f8')['f1']")
              .starts_with("BufferError: expected py::array_view<const double, 1>: memory aligned"));
    CHECK(refusal<const double, 1>("np.zeros(3, np.dtype('f4, f8', align=True))['f1']") == "taken");
    CHECK(refusal<const std::byte, 1>("np.zeros(3)").starts_with("TypeError"));
    CHECK(refusal<const std::byte, 1>("bytes(3)") == "taken");
    CHECK(refusal<const double, 1>("[1.0]") == "TypeError: expected py::array_view<const double, 1>, got list");
    CHECK(refusal<const double, 1>("np.ma.array([1.0])")
              .starts_with("TypeError: expected py::array_view<const double, 1>, got a MaskedArray"));
    CHECK(refusal<double, 1>("np.zeros(3, '>f8')").starts_with("TypeError"));
}

TEST_CASE("a view of no items is contiguous, whatever its strides")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::array_view<const double, 3> view{py::eval("np.zeros((2, 0, 3)).transpose(2, 1, 0)")};
    CHECK(view.empty());
    CHECK(view.span().empty());
}

TEST_CASE("a moved view is empty, and the memory is held by the other")
{
    const py::gil_guard gil;
    py::exec("grown = bytearray(b'abc')");
    py::array_view<unsigned char, 1> first{py::eval("grown")};
    py::array_view<unsigned char, 1> second = std::move(first);
    CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK(first.data() == nullptr);
    CHECK_THROWS_AS(py::exec("grown.append(1)"), py::buffer_error);
    first = std::move(second);
    CHECK(first.size() == 3);
    first = {};
    py::exec("grown.append(1)");
    CHECK(py::counters().views == 0);
}

TEST_CASE("an array view is an argument of a C++ function")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::object trace = py::expose(
        [](const py::array_view<const double, 2>& m) {
            double sum = 0;
            for (std::size_t i = 0; i < m.shape(0); ++i) sum += m.at(i, i);
            return sum;
        },
        "trace");
    CHECK(trace(py::eval("np.arange(9.0).reshape(3, 3)")).cast<double>() == 12);
    CHECK_THROWS_AS(trace(py::eval("np.zeros((3, 2))")), py::index_error);
}

#if defined(__cpp_lib_mdspan)
TEST_CASE("a view is a std::mdspan where its strides are those of one")
{
    support::need_numpy();
    const py::gil_guard gil;
    const py::array_view<const double, 2> view{py::eval("np.arange(6.0).reshape(2, 3).T")};
    const auto span = view.mdspan();
    CHECK(span.extent(0) == 3);
    CHECK(span[2, 1] == 5);
    const py::array_view<const double, 2> windows{py::eval("np.lib.stride_tricks.sliding_window_view(np.arange(5.0), 3)")};
    CHECK_THROWS_AS(windows.mdspan(), std::logic_error);
    const py::array_view<const double, 1> backwards{py::eval("np.zeros(3)[::-1]")};
    CHECK_THROWS_WITH(backwards.mdspan(), "mdspan: the stride of dimension 0 is -8 bytes, and std::mdspan has only positive ones, of whole "
                                          "items that do not overlap; index the view");
}
#endif
