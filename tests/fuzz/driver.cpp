// SPDX-License-Identifier: MIT
// Drives a target as libFuzzer does, for compilers that have none: the corpus first, then mutations of it, which no coverage guides.
//
// Usage: TARGET [-max_total_time=SECONDS] [-runs=NUMBER] [-seed=NUMBER] [-artifact_prefix=PREFIX] [FILE or FOLDER]...
// With neither a time nor a number of runs, the files alone are run. Each input is first written to PREFIXinput, where the one that ends
// the process stays.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);  // NOLINT(readability-identifier-naming)

namespace {

using input = std::vector<std::uint8_t>;

constexpr std::size_t most_bytes = 1024;

struct settings {
    double seconds = 0;
    unsigned long long runs = 0;
    unsigned long long seed = 1;
    std::filesystem::path kept = "input";
    std::vector<std::filesystem::path> paths = {};
};

/// The file of the input that runs: it stays when that ends the process. It is opened once, which costs more than all the rest.
class kept_input {
public:
    explicit kept_input(std::filesystem::path path) : path_{std::move(path)}, file_{path_, std::ios::binary} {}
    ~kept_input() { std::filesystem::remove(path_); }
    kept_input(const kept_input&) = delete;
    kept_input& operator=(const kept_input&) = delete;

    void write(const input& bytes)
    {
        file_.seekp(0).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())).flush();
        std::filesystem::resize_file(path_, bytes.size());
    }

private:
    std::filesystem::path path_;
    std::ofstream file_;
};

settings read_arguments(int argc, char** argv)
{
    settings read;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i], value = argument.substr(argument.find('=') + 1);
        if (argument.starts_with("-max_total_time=")) read.seconds = std::stod(value);
        else if (argument.starts_with("-runs=")) read.runs = std::stoull(value);
        else if (argument.starts_with("-seed=")) read.seed = std::stoull(value);
        else if (argument.starts_with("-artifact_prefix=")) read.kept = value + "input";
        else if (!argument.starts_with("-")) read.paths.emplace_back(argument);  // other options are libFuzzer's alone
    }
    return read;
}

std::vector<input> read_corpus(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& path : paths) {
        if (!std::filesystem::is_directory(path)) files.push_back(path);
        else
            for (const auto& entry : std::filesystem::directory_iterator{path}) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<input> corpus;
    for (const std::filesystem::path& file : files) {
        std::ifstream stream{file, std::ios::binary};
        if (!stream) {
            std::fprintf(stderr, "%s cannot be read\n", file.c_str());
            std::exit(2);
        }
        corpus.emplace_back(std::istreambuf_iterator<char>{stream}, std::istreambuf_iterator<char>{});
    }
    return corpus;
}

/// Makes inputs of those that there are.
class mutator {
public:
    mutator(const std::vector<input>& corpus, unsigned long long seed) : corpus_{corpus}, random_{seed} {}

    input next()
    {
        input made = corpus_.empty() || below(8) == 0 ? random_bytes(1 + below(64)) : corpus_[below(corpus_.size())];
        for (std::size_t changes = 1 + below(6); changes > 0; --changes) change(made);
        made.resize(std::min(made.size(), most_bytes));
        return made;
    }

private:
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random_); }
    std::uint8_t byte() { return static_cast<std::uint8_t>(below(256)); }

    input random_bytes(std::size_t size)
    {
        input made(size);
        for (std::uint8_t& one : made) one = byte();
        return made;
    }

    static input::iterator at(input& of, std::size_t place) { return of.begin() + static_cast<std::ptrdiff_t>(place); }

    void change(input& of)
    {
        const std::size_t place = below(of.size() + 1), length = std::min(1 + below(8), of.size() - place);
        switch (below(6)) {
            case 0:
                of.insert(at(of, place), byte());
                break;
            case 1:
                of.erase(at(of, place), at(of, place + length));
                break;
            case 2:
                splice(of, place, input(at(of, place), at(of, place + length)));
                break;
            case 3:
                splice(of, place, corpus_.empty() ? random_bytes(4) : corpus_[below(corpus_.size())]);
                break;
            case 4:
                if (length != 0) of[place] = static_cast<std::uint8_t>(of[place] + 1 + below(4));
                break;
            default:
                if (length != 0) of[place] = byte();
        }
    }

    void splice(input& into, std::size_t place, const input& part) { into.insert(at(into, place), part.begin(), part.end()); }

    const std::vector<input>& corpus_;
    std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv)
{
    const settings asked = read_arguments(argc, argv);
    const std::vector<input> corpus = read_corpus(asked.paths);
    kept_input kept{asked.kept};
    const auto run = [&](const input& one) {
        kept.write(one);
        LLVMFuzzerTestOneInput(one.data(), one.size());
    };
    for (const input& one : corpus) run(one);

    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>{asked.seconds};
    mutator mutations{corpus, asked.seed};
    unsigned long long runs = 0;
    while (runs < asked.runs || std::chrono::steady_clock::now() < end) {
        run(mutations.next());
        ++runs;
    }
    std::printf("%zu inputs of the corpus and %llu mutations of them\n", corpus.size(), runs);
    return 0;
}
