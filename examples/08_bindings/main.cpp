// SPDX-License-Identifier: MIT
// scikit-learn and a module of one's own through generated headers: typed from end to end.
#include <pyhost/pyhost.hpp>

#include <digits.hpp>
#include <filesystem>
#include <iostream>
#include <sklearn/ensemble.hpp>
#include <sklearn/metrics.hpp>
#include <thread>
#include <vector>

namespace py = pyhost;
using sklearn::ensemble::GradientBoostingClassifier;

namespace {

GradientBoostingClassifier train(const digits::Samples& samples)
{
    int rounds = 0;
    const auto monitor = [&](std::int64_t round, const GradientBoostingClassifier& model, const py::ref<>&) {
        rounds = static_cast<int>(round) + 1;
        return model.train_score_().view<1>()(static_cast<std::size_t>(round)) < 0.01;  // good enough
    };
    const GradientBoostingClassifier model{{.learning_rate = 0.3,
                                            .n_estimators = 60,
                                            .subsample = 0.5,
                                            .max_features = sklearn::ensemble::MaxFeatures::sqrt,
                                            .random_state = 0}};
    model.fit(samples.images, samples.labels, {.monitor = monitor});
    std::cout << "the training ended early: " << (rounds < 60) << '\n';
    return model;
}

void evaluate(const GradientBoostingClassifier& model, const digits::Samples& test)
{
    const auto confusion = sklearn::metrics::confusion_matrix(test.labels, model.predict(test.images));
    const auto counts = confusion.view<2>();
    std::int64_t right = 0, all = 0;
    for (std::size_t digit = 0; digit < 10; ++digit)
        for (std::size_t answer = 0; answer < 10; ++answer) {
            all += counts(digit, answer);
            if (digit == answer) right += counts(digit, answer);
        }
    std::cout << "more than 19 of 20 are right: " << (20 * right > 19 * all)
              << ", as score() says: " << (model.score(test.images, test.labels) == static_cast<double>(right) / static_cast<double>(all))
              << '\n';
}

void serve(const GradientBoostingClassifier& model, const digits::Samples& test)
{
    const auto pixels = test.images.view<2>();
    std::vector<std::int64_t> answers(4);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < answers.size(); ++i)
        threads.emplace_back([&, i] {
            std::vector<float> image(64);
            for (std::size_t pixel = 0; pixel < image.size(); ++pixel) image[pixel] = pixels(i, pixel);
            answers[i] = model.predict({std::move(image), {1, 64}}).view<1>()(0);
        });
    threads.clear();
    std::cout << "four threads have read:";
    for (const std::int64_t answer : answers) std::cout << ' ' << answer;
    std::cout << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // digits.py lies beside the program
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder)};
    std::cout << std::boolalpha;

    const digits::Digits loaded = digits::load(0.25, {.seed = 0});
    std::cout << loaded.training.labels.shape()[0] << " to learn from, " << loaded.test.labels.shape()[0] << " to test\n";

    const GradientBoostingClassifier model = train(loaded.training);
    evaluate(model, loaded.test);
    serve(model, loaded.test);
    const auto first = loaded.test.images.view<2>();
    for (const std::string& line : digits::drawn({std::vector<float>(&first(0, 0), &first(0, 0) + 64), {64}})) std::cout << line << '\n';
}
