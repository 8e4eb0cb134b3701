// SPDX-License-Identifier: MIT
#include <support/values.hpp>

#include <pyhost/buffer/arrow_array.hpp>
#include <pyhost/buffer/to_arrow.hpp>
#include <pyhost/call.hpp>
#include <pyhost/counters.hpp>
#include <pyhost/expose.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/types/none.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <cstdint>
#include <cstdlib>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;

namespace {

void need_pyarrow()
{
    if (std::getenv("PYHOST_TEST_LAUNCHER") != nullptr) SKIP("importing pyarrow takes minutes under valgrind");
    const py::gil_guard gil;
    try {
        py::exec("import pyarrow as pa");
    } catch (const py::module_not_found_error&) {
        SKIP("pyarrow is not installed");
    }
}

/// What pyarrow makes of an object, by an expression of `a`, after it has checked all of it.
std::string seen(const py::object& made, const std::string& expression, const std::string& kind = "array") PYHOST_NEEDS_GIL
{
    return py::repr(py::eval("lambda o: [(" + expression + ", a.validate(full=True))[0] for a in [pa." + kind + "(o)]][0]")(made));
}

/// Why there is no array in the value.
std::string refusal(const char* expression) PYHOST_NEEDS_GIL
{
    const py::result<py::arrow_array> made = py::try_cast<py::arrow_array>(py::eval(expression));
    return made.has_value() ? "taken" : made.error().type_name() + ": " + made.error().message();
}

py::arrow_array array(const std::string& expression) PYHOST_NEEDS_GIL { return py::arrow_array{py::eval(expression)}; }

}  // namespace

TEST_CASE("numbers go to pyarrow where they are, and come back")
{
    need_pyarrow();
    const py::gil_guard gil;
    std::vector<double> values{1, 2, 3};
    const double* const place = values.data();
    const py::object made = py::to_arrow(std::move(values));
    CHECK(seen(made, "a.buffers()[1].address") == std::to_string(reinterpret_cast<std::uintptr_t>(place)));
    CHECK(seen(made, "(a.to_pylist(), str(a.type), a.null_count)") == "([1.0, 2.0, 3.0], 'double', 0)");
    const py::arrow_array back{made};
    CHECK(back.column().values<double>().data() == place);
    CHECK(seen(py::to_arrow(std::vector<std::int8_t>{-1}), "(a.to_pylist(), str(a.type))") == "([-1], 'int8')");
    CHECK(seen(py::to_arrow(std::vector<std::uint16_t>{9}), "(a.to_pylist(), str(a.type))") == "([9], 'uint16')");
    CHECK(seen(py::to_arrow(std::vector<int>{-7}), "(a.to_pylist(), str(a.type))") == "([-7], 'int32')");
    CHECK(seen(py::to_arrow(std::vector<std::uint64_t>{~0ULL}), "(a.to_pylist(), str(a.type))") == "([18446744073709551615], 'uint64')");
    CHECK(seen(py::to_arrow(std::deque<float>{0.5F}), "(a.to_pylist(), str(a.type))") == "([0.5], 'float')");
    CHECK(seen(py::to_arrow(std::vector<int>{}), "a.to_pylist()") == "[]");
    const auto of_span = []() PYHOST_NEEDS_GIL {
        const std::vector<int> gone{1, 2};
        return py::to_arrow(std::span<const int>{gone});  // looks at what is gone, so it is copied
    };
    CHECK(seen(of_span(), "a.to_pylist()") == "[1, 2]");
}

TEST_CASE("text, booleans and optional items are written as Arrow has them")
{
    need_pyarrow();
    const py::gil_guard gil;
    CHECK(seen(py::to_arrow(std::vector<std::string>{"a", "", "\xc3\xa9"}), "(a.to_pylist(), str(a.type))") ==
          "(['a', '', '\xc3\xa9'], 'large_string')");
    CHECK(seen(py::to_arrow(std::vector<std::string_view>{"x"}), "a.to_pylist()") == "['x']");
    std::vector<bool> bits(20);
    bits[0] = bits[8] = bits[19] = true;
    CHECK(seen(py::to_arrow(bits), "[i for i, b in enumerate(a.to_pylist()) if b]") == "[0, 8, 19]");
    CHECK(seen(py::to_arrow(std::vector<std::optional<int>>{1, {}, 3}), "(a.to_pylist(), a.null_count)") == "([1, None, 3], 1)");
    CHECK(seen(py::to_arrow(std::vector<std::optional<std::string>>{{}, "b"}), "a.to_pylist()") == "[None, 'b']");
    CHECK(seen(py::to_arrow(std::vector<std::optional<bool>>{true, {}, false}), "a.to_pylist()") == "[True, None, False]");
}

TEST_CASE("a record batch has its columns by name")
{
    need_pyarrow();
    const py::gil_guard gil;
    py::arrow_batch batch;
    batch.add("x", std::vector<double>{1, 2}).add("name", std::vector<std::string>{"a", "b"});
    const py::object first = batch.to_python();
    CHECK(seen(first, "a.to_pydict()", "record_batch") == "{'x': [1.0, 2.0], 'name': ['a', 'b']}");
    CHECK_THROWS_WITH(batch.add("y", std::vector<int>(3)), "arrow_batch::add: column 'y' has 3 items, those before have 2");
    batch.add("y", std::vector<int>(2));
    CHECK(seen(first, "a.num_columns", "record_batch") == "2");
    CHECK(seen(batch.to_python(), "a.schema.names", "record_batch") == "['x', 'name', 'y']");
    CHECK(seen(py::arrow_batch{}.to_python(), "(a.num_rows, a.num_columns)", "record_batch") == "(0, 0)");
    CHECK(py::repr(py::eval("lambda o: pa.schema(o).names")(first)) == "['x', 'name']");
}

TEST_CASE("an array of pyarrow is read without a copy")
{
    need_pyarrow();
    const py::gil_guard gil;
    py::exec("held = pa.array([1.5, None, 3.5])");
    const py::arrow_array made = array("held");
    const py::arrow_column column = made.column();
    CHECK(column.format() == "g");
    CHECK(column.size() == 3);
    CHECK(column.null_count() == 1);
    CHECK(!column.is_null(0));
    CHECK(column.is_null(1));
    CHECK(column.values<double>()[2] == 3.5);
    CHECK(reinterpret_cast<std::uintptr_t>(column.values<double>().data()) == py::eval("held.buffers()[1].address").cast<std::uintptr_t>());
    CHECK_THROWS_WITH(column.values<float>(), "arrow_column '': the items are of Arrow's format 'g', not float");
    CHECK_THROWS_WITH(column.is_null(3), "arrow_column '': there is no item 3 of 3");
    CHECK_THROWS_AS(column.text(0), std::invalid_argument);
    CHECK_THROWS_AS(column.boolean(0), std::invalid_argument);
    CHECK_THROWS_AS(column.items(0), std::invalid_argument);
    CHECK_THROWS_AS(column.dictionary(), std::out_of_range);
    CHECK(array("pa.array([1, 2], pa.uint8())").column().values<std::uint8_t>()[1] == 2);
    CHECK(array("pa.array([7], pa.timestamp('us', 'UTC'))").column().values<std::int64_t>()[0] == 7);
    CHECK(array("pa.array([7], pa.date32())").column().values<std::int32_t>()[0] == 7);
    CHECK(array("pa.array([], pa.int64())").column().values<std::int64_t>().empty());
    CHECK(array("pa.nulls(3)").column().is_null(2));
    CHECK(array("pa.nulls(3)").column().null_count() == 3);
}

TEST_CASE("parts of arrays and of structs are read where they begin")
{
    need_pyarrow();
    const py::gil_guard gil;
    CHECK(array("pa.array([1, 2, None, 4]).slice(1)").column().values<std::int64_t>()[2] == 4);
    CHECK(array("pa.array([1, 2, None, 4]).slice(2)").column().is_null(0));
    CHECK(array("pa.array([1, 2, None, 4]).slice(2)").column().null_count() == 1);
    CHECK(array("pa.array(['a', 'bb', None]).slice(1)").column().text(0) == "bb");
    CHECK(array("pa.array([True] * 9 + [False]).slice(8)").column().boolean(1) == false);
    const py::arrow_array parts = array("pa.array([{'x': 1}, {'x': None}, {'x': 3}, {'x': 4}]).slice(1, 2)");
    const py::arrow_column x = parts.column("x");
    CHECK(x.size() == 2);
    CHECK(x.is_null(0));
    CHECK(x.null_count() == 1);
    CHECK(x.values<std::int64_t>()[1] == 3);
    const py::arrow_array rows = array("pa.record_batch({'x': [1, 2, 3], 's': ['a', 'b', 'c']}).slice(1)");
    CHECK(rows.column().size() == 2);
    CHECK(rows.column("s").text(1) == "c");
    CHECK(rows.column("x").values<std::int64_t>().front() == 2);
}

TEST_CASE("text, lists, dictionaries and children of a record batch are found")
{
    need_pyarrow();
    const py::gil_guard gil;
    const py::arrow_array rows = array("pa.record_batch({'s': ['a', None], 'b': pa.array([b'x\\0', b''], pa.large_binary()),"
                                       " 'd': pa.array(['u', 'v']).dictionary_encode(), 'l': [[1, 2], [3]]})");
    CHECK(rows.column().child_count() == 4);
    CHECK(rows.column().child(0).name() == "s");
    CHECK(rows.column("s").text(0) == "a");
    CHECK(rows.column("s").text(1).empty());
    CHECK(rows.column("b").text(0) == std::string_view{"x\0", 2});
    CHECK(rows.column("d").has_dictionary());
    CHECK(rows.column("d").dictionary().text(static_cast<std::size_t>(rows.column("d").values<std::int32_t>()[1])) == "v");
    CHECK(rows.column("l").items(0).size() == 2);
    CHECK(rows.column("l").items(1).values<std::int64_t>()[0] == 3);
    CHECK_THROWS_WITH(rows.column("none"), "arrow_column: there is no child 'none'; the 4 children of this array are 's', 'b', 'd', 'l'");
    CHECK_THROWS_AS(rows.column().child(4), std::out_of_range);
}

TEST_CASE("an array is held as long as it is read, and dropped on any thread")
{
    need_pyarrow();
    py::arrow_array made;
    long long before = 0;
    {
        const py::gil_guard gil;
        py::exec("import gc\ngc.collect()");
        before = py::eval("pa.total_allocated_bytes()").cast<long long>();
        made = array("pa.array(range(1000))");
        CHECK(py::eval("pa.total_allocated_bytes()").cast<long long>() > before);
        CHECK(py::counters().views == 1);
    }
    std::thread{[moved = std::move(made)] { CHECK(moved.column().values<std::int64_t>()[999] == 999); }}.join();
    CHECK(!made.has_value());  // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK_THROWS_AS(made.column(), std::logic_error);
    const py::gil_guard gil;
    CHECK(py::counters().views == 0);
    CHECK(py::eval("pa.total_allocated_bytes()").cast<long long>() == before);
}

TEST_CASE("what gives no array is refused, and its own errors pass through")
{
    const py::gil_guard gil;
    py::exec("class gives:\n    def __init__(self, what): self.what = what\n    def __arrow_c_array__(self): return self.what\n"
             "class raises:\n    def __arrow_c_array__(self): raise KeyError('boom')\n"
             "class hides:\n    def __getattr__(self, name): raise OSError('hidden')\n");
    CHECK(refusal("3") == "TypeError: expected py::arrow_array, got int 3");
    CHECK(refusal("raises()") == "KeyError: 'boom'");
    CHECK(refusal("hides()") == "OSError: hidden");
    CHECK(refusal("gives(3)") == "TypeError: expected py::arrow_array: a tuple of two capsules from __arrow_c_array__, got int 3");
    CHECK(refusal("gives((1, 2))").starts_with("ValueError: PyCapsule_GetPointer called with"));
    const py::object made = py::to_arrow(std::vector<int>{1});
    const py::object twice =
        py::eval("lambda m: (lambda pair: type('again', (), {'__arrow_c_array__': lambda self: pair})())(m.__arrow_c_array__())")(made);
    CHECK(py::arrow_array{twice}.column().size() == 1);
    CHECK_THROWS_AS(py::arrow_array{twice}, py::value_error);
    CHECK(py::counters().views == 0);
    CHECK(PyErr_Occurred() == nullptr);
}

TEST_CASE("structures of another library go through Python and back")
{
    need_pyarrow();
    const py::gil_guard gil;
    py::arrow_array rows = array("pa.record_batch([pa.array(['u', 'v', 'u']).dictionary_encode(), pa.array([1, None, 3])],"
                                 " schema=pa.schema([pa.field('d', pa.dictionary(pa.int32(), pa.string())), pa.field('x', pa.int64())],"
                                 " metadata={'k': 'v', 'long': 'w' * 300})).slice(1)");
    py::detail::arrow_schema_data schema{};
    py::detail::arrow_array_data data{};
    std::move(rows).move_to(&schema, &data);
    CHECK(!rows.has_value());  // NOLINT(bugprone-use-after-move): that is what is tested
    const py::object made = py::to_arrow(&schema, &data);
    CHECK(schema.release == nullptr);
    CHECK(seen(made, "a.to_pydict()", "record_batch") == "{'d': ['v', 'u'], 'x': [None, 3]}");
    CHECK(seen(made, "(a.schema.metadata[b'k'], len(a.schema.metadata[b'long']))", "record_batch") == "(b'v', 300)");
    CHECK_THROWS_AS(py::to_arrow(&schema, &data), std::invalid_argument);
}

TEST_CASE("memory that is not aligned, and offsets that lie, are told and not read")
{
    need_pyarrow();
    const py::gil_guard gil;
    const py::arrow_array odd = array("pa.Array.from_buffers(pa.int64(), 1, [None, pa.py_buffer(bytes(17)).slice(1, 8)])");
    CHECK_THROWS_WITH(odd.column().values<std::int64_t>(),
                      "arrow_column '': the memory is not aligned for its items; copy the array in Python first");
    py::exec("import struct\nends = pa.py_buffer(struct.pack('3i', 0, 4, 2))");
    const py::arrow_array text = array("pa.Array.from_buffers(pa.string(), 2, [None, ends, pa.py_buffer(b'abcd')])");
    CHECK(text.column().text(0) == "abcd");
    CHECK_THROWS_WITH(text.column().text(1), "arrow_column '': item 1 ends before it begins, or outside the array");
}

TEST_CASE("a batch that was moved from says so")
{
    const py::gil_guard gil;
    py::arrow_batch first;
    const py::arrow_batch second = std::move(first);
    CHECK_THROWS_AS(first.to_python(), std::logic_error);  // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK_THROWS_AS(first.add("x", std::vector<int>{1}), std::logic_error);
    static_cast<void>(second.to_python());
}

TEST_CASE("an array is an argument of a C++ function")
{
    need_pyarrow();
    const py::gil_guard gil;
    const py::object sum = py::expose(
        [](const py::arrow_array& a) {
            std::int64_t total = 0;
            for (const std::int64_t value : a.column("x").values<std::int64_t>()) total += value;
            return total;
        },
        "sum");
    CHECK(sum(py::eval("pa.record_batch({'x': [1, 2, 3]})")).cast<int>() == 6);
    CHECK_THROWS_AS(sum(py::eval("pa.record_batch({'y': [1]})")), py::index_error);
    CHECK_THROWS_AS(sum(1), py::type_error);
}

TEST_CASE("an object that Python makes of the type itself has no array, and does no harm")
{
    const py::gil_guard gil;
    const py::object made = py::to_arrow(std::vector<int>{1});
    CHECK(py::repr(made) == "<pyhost.arrow of format 'i', length 1>");
    const py::object empty = py::eval("lambda m: object.__new__(type(m))")(made);
    CHECK(py::repr(empty) == "<pyhost.arrow without an array>");
    CHECK_THROWS_AS(empty.attr("__arrow_c_array__")(), py::value_error);
    CHECK_THROWS_AS(empty.attr("__arrow_c_schema__")(), py::value_error);
    const py::object kept = made.attr("__arrow_c_array__")(py::none{});  // capsules that nobody takes
    CHECK(kept.attr("__len__")().cast<int>() == 2);
}
