// SPDX-License-Identifier: MIT
// A test: the memory of a request reaches the code of the model that predicts, at the same address.
#include "classifier.hpp"

#include <cstdint>
#include <iostream>
#include <utility>

namespace py = pyhost;

namespace {

/// Has the step that follows scikit-learn's checks and conversions note the address that it works on.
void note_addresses()
{
    const py::gil_guard gil;
    py::exec(R"(
from sklearn.ensemble import GradientBoostingClassifier
predict = GradientBoostingClassifier._raw_predict
addresses = []
def noting(self, X):
    addresses.append(X.ctypes.data)
    return predict(self, X)
GradientBoostingClassifier._raw_predict = noting
)");
}

std::uintptr_t noted_address()
{
    const py::gil_guard gil;
    return py::eval("addresses[-1]").cast<std::uintptr_t>();
}

}  // namespace

int main()
try {
    const py::interpreter python;
    const ml::digits data = ml::load_digits();
    const ml::classifier model{data.training, 1, [](ml::progress) { return ml::decision::go_on; }};
    note_addresses();
    ml::image pixels = ml::images_of(data.test).front();
    const auto place = reinterpret_cast<std::uintptr_t>(pixels.data());
    model.predict(std::move(pixels));
    const bool is_same = noted_address() == place;
    std::cout << (is_same ? "the model works on the memory of the request\n" : "the request was copied\n");
    return is_same ? 0 : 1;
} catch (const py::module_not_found_error& e) {
    std::cout << "skipped: " << e.message() << '\n';
    return 77;
} catch (const std::exception& e) {
    std::cout << e.what() << '\n';
    return 1;
}
