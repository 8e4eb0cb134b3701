// SPDX-License-Identifier: MIT
#include <support/numpy.hpp>
#include <support/values.hpp>

#include <pyhost/buffer/dlpack_view.hpp>
#include <pyhost/buffer/to_buffer.hpp>
#include <pyhost/call.hpp>
#include <pyhost/convert/sequence.hpp>
#include <pyhost/counters.hpp>

#include <catch2/catch_test_macros.hpp>

#include <complex>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

template <class T, std::size_t N>
std::string refusal(const char* expression) PYHOST_NEEDS_GIL
{
    try {
        const py::dlpack_view<T, N> view{py::eval(expression)};
        return "taken";
    } catch (const py::error& e) {
        return e.type_name() + ": " + e.message();
    }
}

std::string seen(const py::object& memory, const std::string& expression) PYHOST_NEEDS_GIL
{
    return py::repr(py::eval("lambda m: " + expression)(memory));
}

/// numpy, and `old`: an object that only knows DLPack before version 1.
void need_dlpack()
{
    support::need_numpy();
    const py::gil_guard gil;
    py::exec("class old:\n"
             "    def __init__(self, array): self.array = array\n"
             "    def __dlpack__(self): return self.array.__dlpack__()\n"
             "    def __dlpack_device__(self): return self.array.__dlpack_device__()\n"
             "def modern(): return np.lib.NumpyVersion(np.__version__) >= '2.1.0'\n");
}

bool is_modern() PYHOST_NEEDS_GIL { return py::eval("modern()").cast<bool>(); }

}  // namespace

TEST_CASE("a tensor of numpy is seen where it is, with its strides")
{
    need_dlpack();
    const py::gil_guard gil;
    py::exec("held = np.arange(6.0).reshape(2, 3)");
    for (const char* array : {"held", "old(held)"}) {
        CAPTURE(array);
        const py::dlpack_view<double, 2> view{py::eval(array)};
        CHECK(reinterpret_cast<std::uintptr_t>(view.data()) == py::eval("held.ctypes.data").cast<std::uintptr_t>());
        CHECK(view.shape() == std::array<std::size_t, 2>{2, 3});
        CHECK(view.strides() == std::array<std::ptrdiff_t, 2>{24, 8});
        view(1, 2) += 10;
        CHECK(view.is_contiguous());
    }
    CHECK(py::repr(py::eval("float(held[1, 2])")) == "25.0");
    const py::dlpack_view<double, 2> turned{py::eval("held.T[::-1]")};
    CHECK(turned(0, 1) == 25);
    CHECK(turned.stride(0) == -8);
}

TEST_CASE("a tensor is held exactly as long as the view, and dropped on any thread")
{
    need_dlpack();
    py::dlpack_view<const float, 1> view;
    {
        const py::gil_guard gil;
        py::exec("import sys, weakref\nheld = np.zeros(3, 'f4')\nalive = weakref.ref(held)");
        view = py::dlpack_view<const float, 1>{py::eval("held")};
        py::exec("del held");
        CHECK(py::eval("alive() is not None").cast<bool>());
        CHECK(py::counters().views == 1);
    }
    std::thread{[moved = std::move(view)] { CHECK(moved.size() == 3); }}.join();
    const py::gil_guard gil;
    CHECK(py::counters().views == 0);
    CHECK(py::eval("alive() is None").cast<bool>());
}

TEST_CASE("types of items are those of the view exactly")
{
    need_dlpack();
    const py::gil_guard gil;
    CHECK(refusal<std::int8_t, 1>("np.zeros(2, 'i1')") == "taken");
    CHECK(refusal<std::uint16_t, 1>("np.zeros(2, 'u2')") == "taken");
    CHECK(refusal<long long, 1>("np.zeros(2, 'i8')") == "taken");
    CHECK(refusal<std::complex<float>, 1>("np.zeros(2, 'c8')") == "taken");
    CHECK(refusal<std::int32_t, 1>("np.zeros(2, 'u4')") ==
          "TypeError: expected py::dlpack_view<int, 1>: items of int, got numpy.ndarray of 32 bit "
          "unsigned integers, shape (2,)");
    CHECK(refusal<float, 2>("np.zeros((2, 3))") ==
          "TypeError: expected py::dlpack_view<float, 2>: items of float, got numpy.ndarray of 64 bit floating numbers, shape (2, 3)");
    CHECK(refusal<double, 1>("np.zeros((2, 3))") ==
          "ValueError: expected py::dlpack_view<double, 1>: 1 dimension, got numpy.ndarray of 64 bit floating numbers, shape (2, 3)");
    if (is_modern()) CHECK(refusal<bool, 1>("np.zeros(2, '?')") == "taken");
}

TEST_CASE("what is no tensor of the CPU is refused")
{
    need_dlpack();
    const py::gil_guard gil;
    py::exec("class card:\n"
             "    def __dlpack__(self, **_): raise KeyError('boom')\n"
             "    def __dlpack_device__(self): return (2, 1)\n"
             "class raises(card):\n    def __dlpack_device__(self): return (1, 0)\n"
             "class no_capsule(raises):\n    def __dlpack__(self, **_): return 3\n"
             "class no_device(card):\n    def __dlpack_device__(self): return 'cpu'\n"
             "class typed(raises):\n    def __dlpack__(self, **_): raise TypeError('mine')\n"
             "class hides:\n    def __getattr__(self, name): raise OSError('hidden')\n"
             "class half:\n    def __dlpack__(self, **_): pass\n");
    CHECK(refusal<double, 1>("card()") ==
          "BufferError: expected py::dlpack_view<double, 1>: memory of the CPU, got card on device (2, 1) (copy it to the CPU first)");
    CHECK(refusal<double, 1>("raises()") == "KeyError: 'boom'");
    CHECK(refusal<double, 1>("typed()") == "TypeError: mine");
    CHECK(refusal<double, 1>("no_capsule()").starts_with("ValueError: PyCapsule_GetPointer called with"));
    CHECK(refusal<double, 1>("no_device()").starts_with("TypeError"));
    CHECK(refusal<double, 1>("hides()") == "OSError: hidden");
    CHECK(refusal<double, 1>("half()") == "TypeError: expected py::dlpack_view<double, 1>, got half");
    CHECK(refusal<double, 1>("[1.0]") == "TypeError: expected py::dlpack_view<double, 1>, got list");
    CHECK(refusal<double, 1>("np.zeros(2, 'U1')").starts_with("BufferError"));  // numpy's own
    CHECK(PyErr_Occurred() == nullptr);
    CHECK(py::counters().views == 0);
}

TEST_CASE("a read-only tensor gives views of const items alone")
{
    need_dlpack();
    const py::gil_guard gil;
    const char* const fixed = "np.broadcast_to(np.float64(1), 3)";
    CHECK(refusal<double, 1>(fixed).starts_with("BufferError"));
    if (!is_modern()) return;  // older ones give no tensor of it at all
    CHECK(refusal<double, 1>(fixed) ==
          "BufferError: expected py::dlpack_view<double, 1>: memory that can be written, got numpy.ndarray of 64 bit "
          "floating numbers, shape (3,), read-only (take a view of const items, or pass a copy)");
    CHECK(py::dlpack_view<const double, 1>{py::eval(fixed)}(2) == 1);
}

TEST_CASE("memory of C++ goes to numpy by DLPack, and comes back")
{
    need_dlpack();
    const py::gil_guard gil;
    std::vector<float> values{1, 2, 3, 4, 5, 6};
    const float* const place = values.data();
    py::object memory = py::to_buffer(std::move(values), {2, 3});
    CHECK(py::dlpack_view<float, 2>{memory}.data() == place);
    py::object array = py::eval("np.from_dlpack")(memory);
    CHECK(seen(array, "(m.shape, str(m.dtype), m.ctypes.data)") ==
          "((2, 3), 'float32', " + std::to_string(reinterpret_cast<std::uintptr_t>(place)) + ")");
    memory = {};
    CHECK(seen(array, "m.tolist()") == "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]");
    CHECK(py::counters().exports == 1);
    array = {};
    CHECK(py::counters().exports == 0);
}

TEST_CASE("__dlpack__ answers as the standard of arrays says")
{
    need_dlpack();
    const py::gil_guard gil;
    const py::object memory = py::to_buffer(std::vector<int>{1, 2});
    const py::object fixed = py::to_buffer(std::make_shared<const std::vector<int>>(2));
    CHECK(seen(memory, "m.__dlpack_device__()") == "(1, 0)");
    CHECK(seen(memory, "'\"dltensor\"' in repr(m.__dlpack__())") == "True");
    CHECK(seen(memory, "'\"dltensor_versioned\"' in repr(m.__dlpack__(max_version=(1, 1), dl_device=(1, 0), copy=False))") == "True");
    CHECK_THROWS_AS(seen(memory, "m.__dlpack__(stream=1)"), py::buffer_error);
    CHECK_THROWS_AS(seen(memory, "m.__dlpack__(dl_device=(2, 0))"), py::buffer_error);
    CHECK_THROWS_AS(seen(memory, "m.__dlpack__(dl_device='cpu')"), py::type_error);
    CHECK_THROWS_AS(seen(memory, "m.__dlpack__(max_version=1)"), py::type_error);
    CHECK_THROWS_AS(seen(memory, "m.__dlpack__(other=1)"), py::type_error);
    CHECK_THROWS_AS(seen(fixed, "m.__dlpack__()"), py::buffer_error);
    CHECK_THROWS_AS(seen(py::to_buffer(std::vector<std::complex<long double>>(1)), "m.__dlpack__()"), py::buffer_error);
    CHECK_THROWS_AS(seen(py::to_buffer(std::vector<long double>(1)), "m.__dlpack__()"), py::buffer_error);
    CHECK(seen(py::to_buffer(std::string{"\xff"}), "(int(np.asarray(m)[0]), int(np.from_dlpack(m)[0]))") == "(255, 255)");
    const py::object dropped = py::eval("lambda m: m.__dlpack__(copy=True)")(memory);  // nobody takes this capsule
    CHECK(py::counters().exports == 3);
    if (!is_modern()) return;
    CHECK(seen(fixed, "np.from_dlpack(m).flags.writeable") == "False");
    CHECK(seen(memory, "np.from_dlpack(m, copy=True).ctypes.data != np.from_dlpack(m).ctypes.data") == "True");
    CHECK(seen(fixed, "np.from_dlpack(m, copy=True).flags.writeable") == "True");
}
