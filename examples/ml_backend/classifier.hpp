// SPDX-License-Identifier: MIT
// The model: a scikit-learn classifier behind C++ functions; who calls them needs to know nothing of Python.
#pragma once

#include "digits.hpp"

#include <functional>
#include <vector>

namespace ml {

/// What the training reports after each round. A round adds a tree for each digit; it is what an epoch is to a network.
struct progress {
    int round;  ///< 1 for the first
    double loss;
};

enum class decision { go_on, stop };

/// How good the model is on images that it has not learnt from.
struct evaluation {
    double accuracy;                          ///< the share that it got right
    std::vector<std::vector<int>> confusion;  ///< [digit][answer]: how often
    std::vector<int> answers;                 ///< one for each image
};

/// A trained classifier. It may be used by any number of threads at once.
class classifier {
public:
    /// Trains for at most `rounds`. Python calls `on_round` after each one, on this thread.
    classifier(const samples& training, int rounds, const std::function<decision(progress)>& on_round);

    evaluation evaluate(const samples& test) const;

    /// The digit on the image, whose memory becomes Python's. Throws: pyhost::value_error when it does not have 64 pixels.
    int predict(image pixels) const;

private:
    pyhost::ref<> model_;
    pyhost::function<pyhost::object(pyhost::object)> as_array_{"numpy", "asarray"};
    pyhost::function<std::vector<int>(pyhost::object)> predict_;
};

}  // namespace ml
