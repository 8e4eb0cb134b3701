// SPDX-License-Identifier: MIT
// A matrix that is called with two indices is no function, and its items in one row would no longer be a matrix.
// error: pyhost: no conversion to Python from this type
#include <pyhost/all.hpp>

#include <vector>

struct matrix {
    std::vector<double> items;
    double operator()(int row, int column) const { return items[static_cast<std::size_t>(2 * row + column)]; }
    [[nodiscard]] auto begin() const { return items.begin(); }
    [[nodiscard]] auto end() const { return items.end(); }
};

pyhost::object use(const matrix& m) PYHOST_NEEDS_GIL
{
#ifdef PYHOST_TEST_FIXED
    return pyhost::to_python([m](int row, int column) { return m(row, column); });
#else
    return pyhost::to_python(m);
#endif
}
