// SPDX-License-Identifier: MIT
// The data: scikit-learn's scans of handwritten digits, split into what is learnt from and what is tested on.
#pragma once

#include <pyhost/pyhost.hpp>

#include <vector>

namespace ml {

/// The brightness of 8 x 8 pixels, row by row, from 0 to 16. The model computes with float, so no other type goes to it without a copy.
using image = std::vector<float>;

/// Images and the digits that they show: the arrays that scikit-learn works on, which stay in Python.
struct samples {
    pyhost::ref<> images;
    pyhost::ref<> labels;
};

/// All images as C++ values, as a request carries them.
std::vector<image> images_of(const samples& from);

struct digits {
    samples training;
    samples test;
};

/// Three quarters to learn from, one to test on; the same in every run.
digits load_digits();

}  // namespace ml
