// SPDX-License-Identifier: MIT
// Memory that C++ and Python share: views of what Python has, and memory of C++ given away, by each of the field's protocols.
#include <pyhost/buffer.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <iostream>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

std::string text_of(const py::object& o) PYHOST_NEEDS_GIL { return py::str{o}.cast<std::string>(); }

void buffers() PYHOST_NEEDS_GIL
{
    const py::object samples = py::eval("np.array([1.0, 2.0, 4.0])");
    const py::buffer_view<double> view{samples};  // holds the array's memory until it is dropped
    std::cout << "sum " << std::accumulate(view.begin(), view.end(), 0.0) << '\n';
    view[0] = 10;
    std::cout << "numpy sees " << text_of(samples) << '\n';
}

void refusals() PYHOST_NEEDS_GIL
{
    for (const char* wrong : {"np.zeros(3, 'f4')", "np.zeros((2, 3)).T", "np.frombuffer(b'12345678')", "np.zeros(3, '>f8')"}) {
        try {
            const py::buffer_view<double> view{py::eval(wrong)};
        } catch (const py::error& e) {
            std::cout << e.type_name() << ": " << e.message() << '\n';
        }
    }
}

void arrays() PYHOST_NEEDS_GIL
{
    const py::array_view<const double, 2> m{py::eval("np.arange(6.0).reshape(2, 3).T")};  // transposed: strides, no copy
    std::cout << m.shape(0) << " rows of " << m.shape(1) << ", strides " << m.stride(0) << " and " << m.stride(1) << " bytes, m(2, 1) is "
              << m(2, 1) << '\n';
}

/// A view is an argument like any other; its memory is read with no GIL.
double mean(const py::buffer_view<const double>& values)
{
    const std::span<const double> items = values.span();
    double sum = 0;
    std::thread{[&] { sum = std::accumulate(items.begin(), items.end(), 0.0); }}.join();
    return sum / static_cast<double>(items.size());
}

void arguments() PYHOST_NEEDS_GIL
{
    const py::object f = py::expose(mean, "mean");
    std::cout << "mean " << f(py::eval("np.arange(5.0)")).cast<double>() << '\n';
}

void memory_for_python() PYHOST_NEEDS_GIL
{
    std::vector<float> pixels(6);
    std::iota(pixels.begin(), pixels.end(), 0.0F);
    const py::object image = py::to_buffer(std::move(pixels), {2, 3});  // moved, not copied
    std::cout << py::repr(image) << '\n' << text_of(py::eval("np.asarray")(image)) << '\n';

    const auto table = std::make_shared<const std::vector<int>>(std::vector<int>{1, 2, 3});  // C++ keeps it too: read-only in Python
    std::cout << py::repr(py::to_buffer(table))
              << ", writeable: " << py::eval("lambda m: np.asarray(m).flags.writeable")(py::to_buffer(table)).cast<bool>() << '\n';
}

void dlpack() PYHOST_NEEDS_GIL
{
    const py::object tensor = py::eval("np.array([1, 2, 3], dtype='float32')");
    const py::dlpack_view<const float, 1> view{tensor};  // from numpy, or whatever else has __dlpack__
    std::cout << "tensor of " << view.size() << ", the last is " << view(2) << '\n';
}

void arrow() PYHOST_NEEDS_GIL
{
    const py::arrow_array batch{py::eval("pa.record_batch({'city': ['Oslo', 'Rome'], 'degrees': [4.5, None]})")};
    const std::span<const double> degrees = batch.column("degrees").values<double>();
    for (std::size_t i = 0; i < degrees.size(); ++i) {
        std::cout << batch.column("city").text(i) << ": ";
        if (batch.column("degrees").is_null(i)) std::cout << "unknown\n";
        else std::cout << degrees[i] << '\n';
    }

    py::arrow_batch made;
    made.add("n", std::vector<long>{1, 2});  // moved, not copied
    made.add("name", std::vector<std::optional<std::string>>{"one", std::nullopt});
    std::cout << text_of(py::eval("lambda b: pa.record_batch(b).to_pylist()")(made.to_python())) << '\n';
}

}  // namespace

int main()
{
    const py::interpreter python;
    const py::gil_guard gil;
    py::exec("import numpy as np, pyarrow as pa");
    std::cout << std::boolalpha;
    buffers();
    refusals();
    arrays();
    arguments();
    memory_for_python();
    dlpack();
    arrow();
}
