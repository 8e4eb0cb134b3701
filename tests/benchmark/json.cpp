// SPDX-License-Identifier: MIT
// Reading and writing JSON, beside orjson in the same process: its functions are called from C++ as pyhost's are.
//
// Usage: json                      prints the table
//        json ROW PEER COUNT       runs one of "read message", "write message", ... by orjson or pyhost, for callgrind
#include "pairs.hpp"
#include "rows.hpp"

#include <pyhost/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace py = pyhost;

namespace {

constexpr const char* source = R"(
import random
r = random.Random(1)
words = 'a quick brown fox jumps over the lazy dog and says "hello", na\xefve as it is\n'.split(' ')
def text(most): return ' '.join(r.choice(words) for _ in range(r.randrange(1, most)))
def user(i): return {'id': i, 'name': text(3), 'followers': r.randrange(10 ** r.randrange(1, 7)), 'verified': r.random() < 0.2, 'place': None}
def post(i): return {'id': 10 ** 12 + i, 'user': user(i), 'text': text(30), 'tags': [r.choice(words) for _ in range(r.randrange(5))],
                     'links': [{'url': 'https://example.org/%d' % i, 'at': [r.randrange(99), r.randrange(99)]}], 'score': round(r.random(), 3),
                     'place': {'at': [r.uniform(-180, 180), r.uniform(-90, 90)], 'kind': 'point'}, 'made': '2026-01-02T03:04:05Z'}
message = {'id': 17, 'cmd': 'analyze', 'args': {'path': '/data/images/000017.png', 'region': [10, 20, 640, 480], 'threshold': 0.75,
           'labels': ['cat', 'dog'], 'options': {'gpu': True, 'batch': 8}}, 'reply_to': 'worker-3', 'deadline': None, 'trace': '5f0b1cb2'}
document = {'posts': [post(i) for i in range(1590)], 'next': None}
floats = [r.random() for _ in range(100000)]
records = [{'id': i, 'name': 'name %d' % i, 'score': r.random() * 100, 'tags': ['red', 'green'], 'active': i % 3 == 0,
            'email': 'name.%d@example.org' % i, 'age': r.randrange(100)} for i in range(10000)]
)";

/// A value, its text, and how often each is taken at a time.
struct row {
    const char* name;
    int count;
    py::object value;
    py::object bytes;
    std::string text{PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
};

class peers {
public:
    peers() PYHOST_NEEDS_GIL : loads_{py::import_module("orjson").attr("loads")}, dumps_{py::import_module("orjson").attr("dumps")}
    {
        py::exec(source, names_);
    }

    row made(const char* name, int count) PYHOST_NEEDS_GIL
    {
        const py::object value{names_[name]};
        return {name, count, value, dumps_(value)};
    }

    void orjson_read(const row& one, long count) PYHOST_NEEDS_GIL { call(loads_, one.bytes, count); }
    void orjson_write(const row& one, long count) PYHOST_NEEDS_GIL { call(dumps_, one.value, count); }
    static void pyhost_read(const row& one, long count) PYHOST_NEEDS_GIL
    {
        while (count-- > 0) benchmark::keep(py::json::parse(one.text));
    }
    static void pyhost_write(const row& one, long count) PYHOST_NEEDS_GIL
    {
        while (count-- > 0) benchmark::keep(py::json::dump(one.value));
    }

private:
    static void call(const py::object& f, const py::object& argument, long count) PYHOST_NEEDS_GIL
    {
        PyObject* arguments[] = {nullptr, argument.ptr()};
        while (count-- > 0) benchmark::drop(PyObject_Vectorcall(f.ptr(), arguments + 1, 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, nullptr));
    }

    py::object loads_, dumps_;
    py::dict names_;
};

void run(peers& both, const row& one, std::string_view what, std::string_view peer, long count) PYHOST_NEEDS_GIL
{
    if (what == std::string{"read "} + one.name) peer == "orjson" ? both.orjson_read(one, count) : peers::pyhost_read(one, count);
    if (what == std::string{"write "} + one.name) peer == "orjson" ? both.orjson_write(one, count) : peers::pyhost_write(one, count);
}

void print(peers& both, const row& one) PYHOST_NEEDS_GIL
{
    const auto said = [&](const char* how) { return how + std::string{one.name} + ", " + std::to_string(one.text.size()) + " bytes"; };
    benchmark::require(py::json::parse(py::json::dump(one.value)) == one.value);
    benchmark::print_times(
        said("read ").c_str(), one.count, [&]() PYHOST_NEEDS_GIL { both.orjson_read(one, one.count); },
        [&]() PYHOST_NEEDS_GIL { peers::pyhost_read(one, one.count); });
    benchmark::print_times(
        said("write ").c_str(), one.count, [&]() PYHOST_NEEDS_GIL { both.orjson_write(one, one.count); },
        [&]() PYHOST_NEEDS_GIL { peers::pyhost_write(one, one.count); });
}

}  // namespace

void benchmark::fail()
{
    PyErr_Print();
    std::_Exit(1);
}

int main(int size, char** arguments)
{
    const py::interpreter python{py::config{}.site(false)};
    const py::gil_guard gil;
    py::import_module("site").attr("addsitedir")(BENCHMARK_PACKAGES);
    peers both;
    const row rows[] = {both.made("message", 20000), both.made("document", 10), both.made("floats", 5), both.made("records", 5)};
    if (size != 4) std::printf("| microseconds of JSON | orjson | pyhost | ratio | middle half |\n|---|--:|--:|--:|--:|\n");
    for (const row& one : rows)
        if (size == 4) run(both, one, arguments[1], arguments[2], std::strtol(arguments[3], nullptr, 10));
        else print(both, one);
}
