// SPDX-License-Identifier: MIT
// A C++ application with a scikit-learn model in it: train, evaluate, serve many threads, survive a bad request, end.
#include "classifier.hpp"
#include "digits.hpp"
#include "traffic.hpp"

#include <fstream>
#include <iomanip>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace py = pyhost;
using namespace py::literals;

namespace {

constexpr int most_rounds = 60;
constexpr double good_loss = 0.01;
constexpr int threads = 8;

struct options {
    std::string venv;  ///< empty: VIRTUAL_ENV and the other places where py::interpreter looks
    std::string json;  ///< where to write the results; empty: nowhere
};

options read_options(int argc, char** argv)
{
    options read;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        if ((name != "--venv" && name != "--json") || i + 1 == argc)
            throw std::invalid_argument("usage: ml_backend [--venv DIR] [--json FILE]");
        (name == "--venv" ? read.venv : read.json) = argv[i + 1];
    }
    return read;
}

py::config config_of(const options& given)
{
    py::config config;
    if (!given.venv.empty()) config.venv(given.venv);
    return config;
}

ml::decision report(ml::progress now)
{
    const bool good = now.loss < good_loss;
    if (good || now.round % 5 == 0) std::cout << "  round " << std::setw(2) << now.round << ": loss " << now.loss << std::endl;
    return good ? ml::decision::stop : ml::decision::go_on;
}

void print(const ml::evaluation& result)
{
    std::cout << "accuracy " << result.accuracy << "\nconfusion, a row for each digit and a column for each answer\n";
    for (const std::vector<int>& row : result.confusion) {
        for (int count : row) std::cout << std::setw(4) << count;
        std::cout << '\n';
    }
}

void print(const ml::traffic& result)
{
    std::cout << "  " << result.answers.size() << " answers, " << result.throughput() << " a second; latency in ms:";
    for (std::size_t percent : {50u, 95u, 99u}) std::cout << " p" << percent << ' ' << result.percentile(percent).count();
    std::cout << '\n';
}

void send_bad_request(const ml::classifier& model)
{
    std::cout << "a request with 3 pixels" << std::endl;
    try {
        model.predict({1, 2, 3});
    } catch (const py::value_error& e) {
        std::cout << "refused: " << e.message()
                  << "\nits traceback, shown on purpose, goes to stderr:" << std::endl;  // flushed: it comes first
        std::cerr << e.what() << std::endl;  // as Python prints it
    }
}

void write_json(const std::string& file, const ml::evaluation& tested, const ml::traffic& served)
{
    const py::gil_guard gil;
    const py::dict results = py::dict::of("accuracy"_a = tested.accuracy, "confusion"_a = tested.confusion, "tested"_a = tested.answers,
                                          "served"_a = served.answers);
    std::ofstream out{file};
    out << py::import_module("json").attr("dumps")(results).cast<std::string>() << '\n';
    if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

void run(const options& given)
{
    py::interpreter python{config_of(given)};
    std::cout << std::fixed << std::setprecision(4) << "importing scikit-learn and loading its digits" << std::endl;
    const ml::digits data = ml::load_digits();

    std::cout << "training until the loss is below " << good_loss << std::endl;
    const ml::classifier model{data.training, most_rounds, report};

    const ml::evaluation tested = model.evaluate(data.test);
    print(tested);

    std::cout << threads << " threads, a request for each test image" << std::endl;
    const std::vector<ml::image> requests = ml::images_of(data.test);
    const ml::traffic served = ml::send_requests(model, requests, threads);
    print(served);

    send_bad_request(model);
    std::cout << "the next one is answered: " << model.predict(requests.front()) << std::endl;

    if (!given.json.empty()) write_json(given.json, tested, served);
}

}  // namespace

int main(int argc, char** argv)
{
    try {
        run(read_options(argc, argv));
        std::cout << "ended\n";
    } catch (const py::module_not_found_error& e) {
        std::cerr << "ml_backend: " << e.message() << "; name an environment that has numpy and scikit-learn: --venv DIR\n";
        return 1;
    } catch (const std::exception& e) {
        std::cerr << "ml_backend: " << e.what() << '\n';
        return 1;
    }
}
