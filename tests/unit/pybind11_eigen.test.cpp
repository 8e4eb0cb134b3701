// SPDX-License-Identifier: MIT
// Eigen's matrices, vectors, views, sparse matrices and tensors by pybind11's casters; skipped where numpy or scipy is not installed.
#include <pyhost/all.hpp>
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <optional>
#include <pybind11/eigen.h>
#include <pybind11/eigen/tensor.h>
#include <pybind11/numpy.h>
#include <string>
#include <vector>

namespace py = pyhost;

namespace {

using row_major = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

bool is_installed(const char* module) PYHOST_NEEDS_GIL { return py::try_call<py::object>(py::eval("__import__"), module).has_value(); }

void need_numpy() PYHOST_NEEDS_GIL
{
    if (!is_installed("numpy")) SKIP("numpy is not installed");
    py::exec("import numpy as np\n");
}

/// [[1, 2, 3], [4, 5, 6]]
template <class Matrix>
Matrix two_rows()
{
    Matrix made(2, 3);
    made << 1, 2, 3, 4, 5, 6;
    return made;
}

}  // namespace

TEST_CASE("dense matrices and vectors convert both ways, whatever their order and size")
{
    const py::gil_guard gil;
    need_numpy();
    const auto is_same = [](const py::object& o, const char* expected)
                             PYHOST_NEEDS_GIL { return py::eval("np.array_equal")(o, py::eval(expected)).cast<bool>(); };
    CHECK(is_same(py::to_python(two_rows<Eigen::MatrixXd>()), "[[1, 2, 3], [4, 5, 6]]"));
    CHECK(is_same(py::to_python(two_rows<row_major>()), "[[1, 2, 3], [4, 5, 6]]"));
    CHECK(is_same(py::to_python(Eigen::Vector3d{1, 2, 3}), "[1, 2, 3]"));
    CHECK(is_same(py::to_python(Eigen::RowVectorXi::LinSpaced(3, 1, 3)), "[1, 2, 3]"));
    CHECK(is_same(py::to_python(Eigen::Matrix2cd::Identity().eval()), "[[1, 0], [0, 1]]"));
    CHECK(is_same(py::to_python(Eigen::DiagonalMatrix<double, 2>{1.0, 2.0}), "[[1, 0], [0, 2]]"));

    const py::object rows = py::eval("np.array([[1, 2, 3], [4, 5, 6]], dtype='int8')");
    CHECK(rows.cast<Eigen::MatrixXd>() == two_rows<Eigen::MatrixXd>());
    CHECK(rows.cast<row_major>() == two_rows<row_major>());
    CHECK(py::eval("[[1, 2, 3], [4, 5, 6]]").cast<Eigen::Matrix<float, 2, 3>>() == two_rows<Eigen::Matrix<float, 2, 3>>());
    CHECK(py::eval("np.arange(1, 7)[::2]").cast<Eigen::VectorXd>() == Eigen::Vector3d{1, 3, 5});
}

TEST_CASE("a matrix of another size, or what is none, says what was expected and what came")
{
    const py::gil_guard gil;
    need_numpy();
    const auto wrong = py::try_cast<Eigen::Matrix2d>(py::eval("np.zeros((2, 3))"));
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().message().starts_with("expected Eigen::Matrix<double, 2, 2"));
    CHECK(wrong.error().message().ends_with(", got numpy.ndarray"));
    CHECK_FALSE(py::try_cast<Eigen::VectorXd>(py::to_python("abc")).has_value());
    CHECK_FALSE(py::try_cast<Eigen::VectorXd>(py::none{}).has_value());
    const auto nested = py::try_cast<std::vector<Eigen::Vector2d>>(py::eval("[[1, 2], [1, 2, 3]]"));
    CHECK(nested.error().message().ends_with(", got list at [1]"));
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("matrices are items of containers, and arguments and results of functions both ways")
{
    const py::gil_guard gil;
    need_numpy();
    using named = std::map<std::string, Eigen::VectorXd>;
    const py::object dict = py::to_python(named{{"a", Eigen::Vector2d{1, 2}}});
    CHECK(dict["a"].attr("tolist")().cast<std::vector<double>>() == std::vector<double>{1, 2});
    CHECK(dict.cast<named>().at("a") == Eigen::Vector2d{1, 2});
    CHECK(py::none{}.cast<std::optional<Eigen::MatrixXd>>() == std::nullopt);

    const py::function<Eigen::MatrixXd(Eigen::MatrixXd, Eigen::VectorXd)> dot{"numpy", "outer"};
    CHECK(dot(Eigen::Vector2d{1, 2}, Eigen::Vector2d{3, 4}) == Eigen::Vector2d{1, 2} * Eigen::RowVector2d{3, 4});
    const py::object sum = py::expose([](const Eigen::MatrixXd& m) { return m.rowwise().sum().eval(); });
    CHECK(sum(two_rows<Eigen::MatrixXd>()).attr("tolist")().cast<std::vector<double>>() == std::vector<double>{6, 15});
}

TEST_CASE("a view of Eigen shows the memory of an array, and is copied on its way to Python")
{
    const py::gil_guard gil;
    need_numpy();
    const py::object array = py::eval("np.ones(3)");
    const py::object scale = py::expose([](Eigen::Ref<Eigen::VectorXd> v, double by) { v *= by; });
    scale(array, 2);
    CHECK(array.attr("tolist")().cast<std::vector<double>>() == std::vector<double>{2, 2, 2});
    const py::result<py::object> refused = py::try_call<py::object>(scale, py::list::of(1, 2), 2);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message().ends_with(
        " (a view of a numpy array of its type and layout; take a matrix for all others), got list at argument 1 of callable()"));

    std::vector<double> memory{1, 2, 3};
    const Eigen::Map<const Eigen::VectorXd> map{memory.data(), 3};
    const py::object shown = py::to_python(map);
    memory.assign(3, 0);
    CHECK(shown.attr("tolist")().cast<std::vector<double>>() == std::vector<double>{1, 2, 3});
    const auto rows = two_rows<Eigen::MatrixXd>();
    CHECK(py::to_python(rows.row(1)).attr("tolist")().cast<std::vector<double>>() == std::vector<double>{4, 5, 6});
    static_assert(py::detail::is_view<Eigen::Ref<Eigen::VectorXd>> && !py::detail::is_view<Eigen::VectorXd>);
}

TEST_CASE("expressions of Eigen, and numpy's arrays as objects of pybind11, convert")
{
    const py::gil_guard gil;
    need_numpy();
    const Eigen::Vector2d v{1, 2};
    CHECK(py::to_python(v + v).attr("tolist")().cast<std::vector<double>>() == std::vector<double>{2, 4});
    const auto array = py::list::of(1, 2).cast<pybind11::array_t<double>>();
    CHECK(array.at(1) == 2);
    CHECK(py::to_python(array).ptr() == array.ptr());
    CHECK(py::to_python(3).cast<pybind11::float_>().cast<double>() == 3);
    CHECK_FALSE(py::try_cast<pybind11::array_t<double>>(py::to_python("abc")).has_value());
}

TEST_CASE("a matrix that a function returns is not copied")
{
    const py::gil_guard gil;
    need_numpy();
    const double* was = nullptr;
    const py::object make = py::expose([&was] {
        Eigen::VectorXd made(1000);
        was = made.data();
        return made;
    });
    const py::object array = make();
    CHECK(array.cast<py::object>().attr("ctypes").attr("data").cast<std::size_t>() == reinterpret_cast<std::size_t>(was));
}

TEST_CASE("sparse matrices convert both ways")
{
    const py::gil_guard gil;
    need_numpy();
    if (!is_installed("scipy.sparse")) SKIP("scipy is not installed");
    Eigen::SparseMatrix<double> made(2, 3);
    made.insert(1, 2) = 5;
    const py::object sparse = py::to_python(made);
    CHECK(sparse.attr("toarray")().attr("tolist")().cast<std::vector<std::vector<double>>>() ==
          std::vector<std::vector<double>>{{0, 0, 0}, {0, 0, 5}});
    CHECK(sparse.cast<Eigen::SparseMatrix<double>>().coeff(1, 2) == 5);
    CHECK(sparse.cast<Eigen::SparseMatrix<double, Eigen::RowMajor>>().nonZeros() == 1);
}

TEST_CASE("tensors convert both ways")
{
    const py::gil_guard gil;
    need_numpy();
    Eigen::Tensor<double, 3> made(1, 2, 3);
    made.setConstant(2);
    made(0, 1, 2) = 7;
    const py::object array = py::to_python(made);
    CHECK(py::repr(array.attr("shape")) == "(1, 2, 3)");
    CHECK(array.cast<Eigen::Tensor<double, 3>>()(0, 1, 2) == 7);
    CHECK_FALSE(py::try_cast<Eigen::Tensor<double, 2>>(array).has_value());
}

TEST_CASE("a view of a tensor shows the memory of an array, and is copied on its way to Python")
{
    const py::gil_guard gil;
    need_numpy();
    using view = Eigen::TensorMap<Eigen::Tensor<double, 2>>;
    static_assert(py::detail::is_view<view> && !py::detail::is_view<Eigen::Tensor<double, 2>>);
    const py::object array = py::eval("np.ones((2, 3), order='F')");
    py::expose([](view shown) { shown(1, 2) = 9; })(array);
    CHECK(array[py::tuple::of(1, 2)].cast<double>() == 9);

    Eigen::Tensor<double, 2> made(1, 2);
    made.setConstant(4);
    const py::object copied = py::to_python(view{made.data(), 1, 2});
    made.setConstant(0);
    CHECK(py::repr(copied.attr("tolist")()) == "[[4.0, 4.0]]");
}
