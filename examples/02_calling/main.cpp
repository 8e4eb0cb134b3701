// SPDX-License-Identifier: MIT
// The ways to call Python from C++, one function each; README.md explains them.
#include <pyhost/expose.hpp>
#include <pyhost/pyhost.hpp>

#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <thread>

namespace py = pyhost;
using namespace py::literals;

namespace {

void typed_functions()
{
    py::function<double(double, double)> total{"shop", "total"};
    std::cout << "typed: " << total(10, 5) << '\n';

    std::jthread worker{[&] { std::cout << "on another thread: " << total(1, 2) << '\n'; }};
    worker.join();  // no guard lives here

    const std::vector<double> prices{10, 20, 30}, postage{1, 2, 3};
    for (const double one : py::map(total, prices, postage)) std::cout << "of a map: " << one << '\n';
}

void waiting_under_a_guard() PYHOST_NEEDS_GIL
{
    py::function<double(double, double)> total{"shop", "total"};
    std::future<double> answer = std::async(std::launch::async, [&] { return total(3, 4); });

    const py::gil_release nogil;  // the other thread needs Python
    std::cout << "waited for: " << answer.get() << '\n';
}

void attributes() PYHOST_NEEDS_GIL
{
    py::object shop = py::import_module("shop");
    const auto sum = shop.attr("total")(10, 5, 2.5).cast<double>();
    std::cout << "by attribute: " << sum << '\n';

    py::object total = shop.attr("total");  // read once, called often
    std::cout << "again: " << total(1, 2).cast<double>() << '\n';
}

void keywords() PYHOST_NEEDS_GIL
{
    py::object total = py::import_module("shop").attr("total");
    std::cout << "keywords: " << total(100, "discount"_a = 0.1, "tax"_a = 0.25).cast<double>() << '\n';
}

void unpacking() PYHOST_NEEDS_GIL
{
    py::object total = py::import_module("shop").attr("total");
    const py::list prices = py::list::of(10, 20, 30);
    const py::dict options = py::dict::of("tax"_a = 0.25);
    std::cout << "unpacked: " << total(5, *prices, **options, "discount"_a = 0.2).cast<double>() << '\n';
}

void typed_keywords()
{
    using prices = py::unpack<std::vector<double>>;
    using discount = py::named<"discount", py::or_default<double>>;
    const py::function<double(prices, discount, py::named<"tax", double>)> total{"shop", "total", "(*prices, discount=..., tax=0.0)"};
    std::cout << "typed keywords: " << total({{60, 40}}, {0.1}, {0.25}) << ", " << total({{60, 40}}, {}, {0.25}) << '\n';

    const py::function<py::ref<>(std::string)> cart{"shop", "Cart"};
    const py::method<int(std::string, double, py::or_default<int>)> add{"shop", "Cart.add", "(product, price, count=1)"};
    const py::ref<> mine = cart("Ada");
    std::cout << "a typed method: " << add(mine, "tea", 3.5, {}) << ", " << add(mine, "cup", 6, 4) << '\n';
}

void methods() PYHOST_NEEDS_GIL
{
    py::object cart = py::import_module("shop").attr("Cart")("Ada");
    cart.attr("add")("tea", 3.5);
    const int lines = cart.attr("add")("cup", 6, "count"_a = 4).cast<int>();
    cart.attr("owner") = "Grace";
    std::cout << cart.attr("owner").cast<std::string>() << " has " << lines << " lines, " << cart.attr("total")().cast<double>() << '\n';

    py::function<double(py::object)> total{"shop", "Cart.total"};  // unbound: the object is the first argument
    std::cout << "the same: " << total(cart) << '\n';
}

void errors_as_values()
{
    py::function<int(std::string)> parse{"builtins", "int"};
    for (const char* text : {"42", "forty-two"}) {
        const py::result<int> number = parse.try_call(text);
        if (number) std::cout << "parsed: " << number.value() << '\n';
        else std::cout << number.error().type_name() << ": " << number.error().message() << '\n';
    }
}

void callables_both_ways() PYHOST_NEEDS_GIL
{
    py::object shop = py::import_module("shop");

    const double limit = 5;
    py::object cheap = shop.attr("pick")(py::list::of(3.5, 24, 4), [&](double price) { return price < limit; });
    std::cout << "picked by C++: " << py::repr(cheap) << '\n';

    auto twice = shop.attr("scaled_by")(2).cast<std::function<double(double)>>();
    std::cout << "made by Python: " << twice(1.5) << '\n';
}

py::module_def host_module()
{
    py::module_def host{"host", "What the program offers to Python."};
    host.def("scale", [](double x, double by) { return x * by; }, "x"_a, "by"_a = 2.0, "Multiplies.");
    host.def(
        "join",
        [](const std::vector<std::string>& parts, const std::string& by) {
            std::string all;
            for (const std::string& part : parts) all += (all.empty() ? "" : by) + part;
            return all;
        },
        "parts"_a, "by"_a = ", ", py::releases_gil);
    host.value("version", "1.0");
    return host;
}

void module_of_cpp(const py::module_def& host) PYHOST_NEEDS_GIL
{
    py::exec("import host, inspect");
    std::cout << "module of C++: " << py::repr(py::eval("host.scale(3, by=4), host.join(['a', 'b']), host.version")) << '\n';
    std::cout << "its signature: " << py::str(py::eval("inspect.signature(host.scale)")).cast<std::string>() << '\n';
    if (const auto r = py::try_call<double>(py::eval("host.scale")); !r.has_value())
        std::cout << "and errors: " << r.error().message() << '\n';
    std::cout << "a stub:\n" << host.stub();
}

void source_text() PYHOST_NEEDS_GIL
{
    std::cout << "eval: " << py::eval("sum(range(5))").cast<int>() << '\n';

    py::dict scope;
    scope["price"] = 8;
    py::exec("double = price * 2", scope);
    std::cout << "exec: " << scope["double"].cast<int>() << '\n';

    py::module rules = py::module_from_source("rules", "def allowed(age):\n    return age >= 18\n");
    std::cout << "module_from_source: " << rules.attr("allowed")(20).cast<bool>() << '\n';
}

void script(const std::filesystem::path& folder) PYHOST_NEEDS_GIL
{
    py::dict results = py::run_file(folder / "closing.py");
    std::cout << "run_file: takings " << results["takings"].cast<double>() << ", closed " << results["closed"].cast<bool>() << '\n';
}

void iteration() PYHOST_NEEDS_GIL
{
    py::object shop = py::import_module("shop");
    py::object cart = shop.attr("Cart")("Ada");
    cart.attr("add")("tea", 3.5);
    cart.attr("add")("cup", 24);

    for (const std::string& line : py::iterate<std::string>(shop.attr("receipt")(cart))) std::cout << "receipt: " << line << '\n';
    for (py::handle product : cart.attr("lines")) std::cout << "product: " << py::repr(product) << '\n';
    for (auto [product, amount] : py::items<std::string, double>(cart.attr("lines")))
        std::cout << "amount: " << product << ' ' << amount << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // shop.py lies beside the program
    const py::module_def host = host_module();
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder).modules({host})};
    std::cout << std::boolalpha;

    typed_functions();
    typed_keywords();
    errors_as_values();

    const py::gil_guard gil;  // what follows works with objects
    waiting_under_a_guard();
    attributes();
    keywords();
    unpacking();
    methods();
    callables_both_ways();
    module_of_cpp(host);
    source_text();
    script(folder);
    iteration();
}
