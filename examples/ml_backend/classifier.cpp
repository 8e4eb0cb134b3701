// SPDX-License-Identifier: MIT
// Training and evaluation by scikit-learn's own methods.
#include "classifier.hpp"

#include <pyhost/buffer/to_buffer.hpp>

namespace ml {

namespace py = pyhost;
using namespace py::literals;

classifier::classifier(const samples& training, int rounds, const std::function<decision(progress)>& on_round)
{
    const py::gil_guard gil;
    const py::object make = py::import_module("sklearn.ensemble").attr("GradientBoostingClassifier");
    const py::object model =
        make("n_estimators"_a = rounds, "learning_rate"_a = 0.3, "subsample"_a = 0.5, "max_features"_a = "sqrt", "random_state"_a = 0);

    // fit() calls its monitor after each round, and ends the training when the monitor returns True.
    const auto monitor = [&](int index, const py::object& fitted, const py::object&) PYHOST_NEEDS_GIL {
        const auto loss = fitted.attr("train_score_")[index].cast<double>();
        return on_round({.round = index + 1, .loss = loss}) == decision::stop;
    };
    model.attr("fit")(training.images, training.labels, "monitor"_a = monitor);

    model_ = py::ref{model};
    predict_ = py::function<std::vector<int>(py::object)>{model.attr("predict")};
}

int classifier::predict(image pixels) const
{
    const std::size_t columns = pixels.size();
    const py::gil_guard gil;
    return predict_(as_array_(py::to_buffer(std::move(pixels), {1, columns}))).front();  // numpy takes the memory as it is
}

evaluation classifier::evaluate(const samples& test) const
{
    const py::gil_guard gil;
    const py::object model = model_.get();
    const py::object answers = model.attr("predict")(test.images);
    const py::object confusion = py::import_module("sklearn.metrics").attr("confusion_matrix")(test.labels, answers);
    return {.accuracy = model.attr("score")(test.images, test.labels).cast<double>(),
            .confusion = confusion.attr("tolist")().cast<std::vector<std::vector<int>>>(),
            .answers = answers.cast<std::vector<int>>()};
}

}  // namespace ml
