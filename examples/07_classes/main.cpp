// SPDX-License-Identifier: MIT
// A class of C++ in Python, its subclasses in Python, and their objects back in C++; README.md explains them.
#include <pyhost/pybind11.hpp>
#include <pyhost/pyhost.hpp>

#include <filesystem>
#include <future>
#include <iostream>
#include <memory>
#include <pybind11/embed.h>
#include <pybind11/native_enum.h>
#include <pybind11/stl.h>
#include <pybind11/trampoline_self_life_support.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

enum class season { summer, winter };

struct order {
    std::string item;
    double amount = 0;
};
PYHOST_FIELDS(order, item, amount)

class rule {
public:
    explicit rule(std::string name) : name_{std::move(name)} {}
    virtual ~rule() = default;
    virtual double price(double amount) const { return amount; }
    const std::string& name() const { return name_; }

private:
    std::string name_;
};

/// What Python's subclasses of `rule` are in C++.
class python_rule : public rule, public pybind11::trampoline_self_life_support {
    using rule::rule;
    double price(double amount) const override { PYBIND11_OVERRIDE(double, rule, price, amount); }
};

}  // namespace

PYBIND11_EMBEDDED_MODULE(shop, m, pybind11::mod_gil_not_used())
{
    pybind11::class_<rule, pybind11::smart_holder, python_rule>(m, "Rule")
        .def(pybind11::init<std::string>(), "name"_a)
        .def("price", &rule::price, "amount"_a)
        .def_property_readonly("name", &rule::name);
    pybind11::native_enum<season>(m, "Season", "enum.Enum").value("SUMMER", season::summer).value("WINTER", season::winter).finalize();
    m.def("total", [](const std::vector<order>& orders, const rule& by) {
        double total = 0;
        for (const order& one : orders) total += by.price(one.amount);
        return total;
    });
}

namespace {

void both_languages() PYHOST_NEEDS_GIL
{
    const py::object half = py::import_module("rules").attr("Discount")("half", 50);
    std::cout << half.attr("name").cast<std::string>() << ": " << half.attr("price")(80).cast<double>() << '\n';
    const auto seen = half.cast<const rule*>();  // as long as `half`
    std::cout << seen->name() << ": " << seen->price(80) << '\n';
    std::cout << "in Python: " << py::import_module("rules").attr("checkout")(half).cast<double>() << '\n';
}

std::shared_ptr<rule> kept() PYHOST_NEEDS_GIL
{
    return py::import_module("rules").attr("Discount")("tenth", 10).cast<std::shared_ptr<rule>>();
}

double on_threads(const std::shared_ptr<rule>& by)
{
    std::vector<std::future<double>> prices;
    for (int i = 1; i <= 4; ++i) prices.push_back(std::async(std::launch::async, [by, i] { return by->price(100 * i); }));
    double sum = 0;
    for (std::future<double>& price : prices) sum += price.get();
    return sum;
}

void owners() PYHOST_NEEDS_GIL
{
    const py::object shelf = py::import_module("rules").attr("Shelf")();
    shelf.attr("put")(py::to_python(std::make_unique<rule>("plain")));  // Python owns it now
    const auto back = shelf.attr("take")().cast<std::unique_ptr<rule>>();
    std::cout << "back: " << back->name() << '\n';

    const auto shared = std::make_shared<rule>("shared");
    std::cout << "one object: " << py::to_python(shared).is(py::to_python(shared)) << '\n';
}

void enums_and_errors() PYHOST_NEEDS_GIL
{
    const py::function<season(int)> season_of{"rules", "season_of"};
    std::cout << "winter: " << (season_of(1) == season::winter) << '\n';
    try {
        kept()->price(-1);
    } catch (const pybind11::error_already_set& e) {  // what a virtual function of Python throws
        std::cout << py::from_pybind11(e).message() << '\n';
    }
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // rules.py lies beside the program
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder)};
    const std::shared_ptr<rule> tenth = py::with_gil([]() PYHOST_NEEDS_GIL {
        both_languages();
        return kept();
    });
    std::cout << "threads: " << on_threads(tenth) << '\n';  // no guard here: an override attaches
    const py::gil_guard gil;
    owners();
    enums_and_errors();
}
