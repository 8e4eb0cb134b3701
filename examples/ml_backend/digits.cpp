// SPDX-License-Identifier: MIT
// scikit-learn's own functions load and split the data.
#include "digits.hpp"

#include <pyhost/buffer/array_view.hpp>

#include <array>

namespace ml {

namespace py = pyhost;
using namespace py::literals;

digits load_digits()
{
    const py::gil_guard gil;
    const py::object data = py::import_module("sklearn.datasets").attr("load_digits")("return_X_y"_a = true);
    const py::object images = data[0];
    const py::object labels = data[1];

    const auto [training_images, test_images, training_labels, test_labels] =
        py::import_module("sklearn.model_selection")
            .attr("train_test_split")(images, labels, "test_size"_a = 0.25, "random_state"_a = 1, "stratify"_a = labels)
            .cast<std::array<py::object, 4>>();
    return {.training = {py::ref{training_images}, py::ref{training_labels}}, .test = {py::ref{test_images}, py::ref{test_labels}}};
}

std::vector<image> images_of(const samples& from)
{
    const py::gil_guard gil;
    const py::array_view<const double, 2> pixels{from.images.get()};  // the array's own memory
    std::vector<image> images(pixels.shape(0), image(pixels.shape(1)));
    for (std::size_t i = 0; i < images.size(); ++i)
        for (std::size_t j = 0; j < images[i].size(); ++j) images[i][j] = static_cast<float>(pixels(i, j));
    return images;
}

}  // namespace ml
