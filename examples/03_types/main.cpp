// SPDX-License-Identifier: MIT
// Values that cross: numbers, text, containers, times, records, enums, and types of one's own. README.md is the page of this program.
#include <pyhost/all.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace py = pyhost;

struct address {
    std::string street, town;
};
PYHOST_FIELDS(address, street, town)
PYHOST_CLASS(address, "depot.Address")

struct parcel {
    std::string code;
    int grams = 0;
    address to;
    bool fragile = false;
    std::optional<std::string> note;
};
PYHOST_FIELDS(parcel, code, grams, to, fragile, note)
PYHOST_DEFAULTS(parcel, fragile)
PYHOST_CLASS(parcel, "depot.Parcel")

struct van {
    std::vector<parcel> parcels;
    double limit = 0;
};
PYHOST_FIELDS(van, parcels, limit)

enum class state { waiting, sent };
PYHOST_ENUM(state, waiting = "WAITING", sent = "SENT")
PYHOST_CLASS(state, "depot.State")

enum class floor_of : signed char { cellar = -1, ground = 0 };
PYHOST_ENUM(floor_of, cellar = "CELLAR", ground = "GROUND")
PYHOST_CLASS(floor_of, "depot.Floor")

enum class size { small, large };
PYHOST_ENUM(size, small = "SMALL", large = "LARGE")
PYHOST_CLASS(size, "depot.Size")

enum class marks : unsigned { none = 0, fragile = 1, heavy = 2 };
PYHOST_ENUM(marks, fragile = "FRAGILE", heavy = "HEAVY")
PYHOST_CLASS(marks, "depot.Marks")

struct price {
    long cents;
};

template <>
struct py::converter<price> {
    static price from_python(py::handle o) PYHOST_NEEDS_GIL { return {std::lround(o.cast<double>() * 100)}; }
    static py::object to_python(const price& p) PYHOST_NEEDS_GIL { return py::to_python(static_cast<double>(p.cents) / 100); }
};

template <class T>
struct grid {
    std::size_t columns;
    std::vector<T> values;
};

template <class T>
struct py::converter<grid<T>> {
    static grid<T> from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        const auto rows = o.cast<std::vector<std::vector<T>>>();
        grid<T> made{rows.empty() ? 0 : rows.front().size(), {}};
        for (const std::vector<T>& row : rows) {
            if (row.size() != made.columns) throw py::value_error{"expected a grid, got rows of different lengths"};
            made.values.insert(made.values.end(), row.begin(), row.end());
        }
        return made;
    }
    static py::object to_python(const grid<T>& g) PYHOST_NEEDS_GIL
    {
        std::vector<std::span<const T>> rows;
        for (std::size_t at = 0; at < g.values.size(); at += g.columns) rows.push_back(std::span{g.values}.subspan(at, g.columns));
        return py::to_python(rows);
    }
};

/// ipaddress.IPv4Address
struct ipv4 {
    std::array<std::byte, 4> bytes;
    friend auto operator<=>(const ipv4&, const ipv4&) = default;
};

template <>
struct py::converter<ipv4> {
    static py::object type() PYHOST_NEEDS_GIL { return py::import_module("ipaddress").attr("IPv4Address"); }

    static ipv4 from_python(py::handle o) PYHOST_NEEDS_GIL
    {
        if (!py::isinstance(o, type())) throw py::type_error{"expected an ipaddress.IPv4Address, got " + py::described(o)};
        return {o.attr("packed").cast<std::array<std::byte, 4>>()};
    }
    static py::object to_python(const ipv4& address) PYHOST_NEEDS_GIL { return type()(address.bytes); }
};

struct offer {
    std::string what;
    price costs;
};
PYHOST_FIELDS(offer, what, costs)

struct shelf {
    std::string name;
    grid<int> counts;
};
PYHOST_FIELDS(shelf, name, counts)

struct scanner {
    std::string name;
    ipv4 address;
};
PYHOST_FIELDS(scanner, name, address)

namespace {

/// The repr of what the Python expression is as `T` and back in Python, or why it does not convert.
template <class T>
std::string as(std::string_view expression) PYHOST_NEEDS_GIL
{
    const py::result<T> value = py::eval(expression).try_cast<T>();
    if (!value.has_value()) return value.error().type_name() + ": " + value.error().message();
    return py::repr(py::to_python(value.value()));
}

void numbers() PYHOST_NEEDS_GIL
{
    std::cout << "long long: " << as<long long>("2 ** 40") << '\n';
    std::cout << "int: " << as<int>("2 ** 40") << '\n';
    std::cout << "unsigned: " << as<unsigned>("-1") << '\n';
    std::cout << "int of a float: " << as<int>("1.0") << '\n';
    std::cout << "double of an int: " << as<double>("3") << '\n';
    std::cout << "double of a str: " << as<double>("'3'") << '\n';
    std::cout << "float: " << as<float>("1e300") << '\n';
    std::cout << "bool: " << as<bool>("1") << '\n';
}

void text_and_bytes() PYHOST_NEEDS_GIL
{
    std::cout << "string: " << as<std::string>("'caf\\u00e9'") << '\n';
    std::cout << "string of bytes: " << as<std::string>("b'abc'") << '\n';
    std::cout << "char: " << as<char>("'ab'") << '\n';
    std::cout << "bytes: " << as<std::vector<std::byte>>("bytearray(b'abc')") << '\n';

    const py::object kept = py::eval("b'abc'");
    const auto view = kept.cast<std::span<const std::byte>>();  // the memory of `kept`, not copied
    std::cout << "a view of " << view.size() << " bytes\n";
}

void containers() PYHOST_NEEDS_GIL
{
    const auto stock = py::eval("{'tea': [3, 5], 'cups': (8, 13)}").cast<std::map<std::string, std::vector<int>>>();
    std::cout << "stock: " << stock.at("cups")[1] << " cups, " << py::repr(py::to_python(stock)) << '\n';
    std::cout << "array: " << as<std::array<int, 3>>("[1, 2]") << '\n';
    std::cout << "vector of a set: " << as<std::vector<int>>("{1, 2}") << '\n';
    std::cout << "set: " << as<std::set<int>>("frozenset({1, 2})") << '\n';
    std::cout << "tuple: " << as<std::tuple<std::string, int>>("('tea', 3)") << '\n';
    std::cout << "tuple of a list: " << as<std::tuple<std::string, int>>("['tea', 3]") << '\n';

    std::cout << "view: " << py::repr(py::to_python(stock.at("cups") | std::views::reverse)) << '\n';
    for (const py::result<int>& one : py::eval("[3, 'many']").cast<std::vector<py::result<int>>>())
        std::cout << "one by one: " << (one ? std::to_string(one.value()) : one.error().message()) << '\n';
}

void choices() PYHOST_NEEDS_GIL
{
    using choice = std::variant<std::monostate, int, std::string>;
    std::cout << "optional: " << as<std::optional<int>>("None") << ", " << as<std::optional<int>>("3") << '\n';
    std::cout << "variant: " << as<choice>("None") << ", " << as<choice>("3") << ", " << as<choice>("'3'") << '\n';
    std::cout << "no alternative: " << as<choice>("3.5") << '\n';
}

void times() PYHOST_NEEDS_GIL
{
    using namespace std::chrono;
    using moment = sys_time<microseconds>;
    using wall_time = local_time<microseconds>;
    py::exec("from datetime import date, datetime, time, timedelta, timezone\n"
             "noon = datetime(2024, 2, 29, 12, 0, tzinfo=timezone(timedelta(hours=2)))");

    std::cout << "duration: " << py::repr(py::to_python(milliseconds{1500})) << '\n';
    std::cout << "seconds: " << as<seconds>("timedelta(seconds=1.5)") << '\n';
    std::cout << "moment: " << as<moment>("noon") << '\n';
    std::cout << "moment of no zone: " << as<moment>("noon.replace(tzinfo=None)") << '\n';
    std::cout << "wall time: " << as<wall_time>("noon.replace(tzinfo=None)") << '\n';
    std::cout << "wall time of a zone: " << as<wall_time>("noon") << '\n';
    std::cout << "date: " << as<year_month_day>("noon.date()") << '\n';
    std::cout << "date of a datetime: " << as<year_month_day>("datetime(2024, 2, 29)") << '\n';
}

void paths() PYHOST_NEEDS_GIL
{
    const auto file = py::import_module("pathlib").attr("PurePath")("depot", "list.txt").cast<std::filesystem::path>();
    std::cout << "path: " << file.filename().string() << ", " << as<std::filesystem::path>("3") << '\n';
    std::cout << "to Python: " << py::to_python(file).attr("stem").cast<std::string>() << '\n';
}

void values() PYHOST_NEEDS_GIL
{
    py::exec("import decimal, fractions, uuid");
    const auto million = py::eval("10 ** 24").cast<py::big_int>();
    const auto half = py::eval("decimal.Decimal('1.50')").cast<py::decimal>();
    const auto third = py::eval("fractions.Fraction(2, 6)").cast<py::fraction>();
    std::cout << "big_int: " << million.to_string() << ", " << (million > 7) << '\n';
    std::cout << "decimal: " << half.to_string() << ", " << (half == py::decimal{"1.5"}) << ", " << as<py::decimal>("1.5") << '\n';
    std::cout << "fraction: " << third.to_string() << '\n';
    std::cout << "uuid: " << as<py::uuid>("uuid.UUID(int=7)") << '\n';
    std::cout << "timedelta: " << py::eval("timedelta.max").cast<py::timedelta>().to_string() << '\n';
}

void records() PYHOST_NEEDS_GIL
{
    const py::module depot = py::import_module("depot");
    const auto ada = depot.attr("ada").cast<parcel>();  // of a dataclass, in which there is a NamedTuple
    std::cout << "dataclass: " << ada.code << " to " << ada.to.town << '\n';
    const auto slip = depot.attr("slip")("B-2").cast<parcel>();  // of a TypedDict, which is a dict, without what has a default
    std::cout << "dict: " << slip.code << " to " << slip.to.town << ", note: " << slip.note.has_value() << '\n';

    std::cout << "to the class: " << py::repr(py::to_python(slip)) << '\n';
    std::cout << "to a dict: " << py::repr(py::to_python(van{{}, 2.5})) << '\n';

    py::function<double(parcel)> weigh{"depot", "weigh"};
    std::cout << "as an argument: " << weigh(ada) << '\n';
}

void refused_records() PYHOST_NEEDS_GIL
{
    py::exec("import depot");
    std::cout << as<address>("{'street': 'Main Street 1'}") << '\n';
    std::cout << as<address>("{'street': 'Main Street 1', 'town': 'Ulm', 'zip': 89073}") << '\n';
    std::cout << as<van>("{'limit': 2.5, 'parcels': [depot.ada, depot.Parcel('C-3', '1 kg', depot.ada.to)]}") << '\n';
}

void enums() PYHOST_NEEDS_GIL
{
    py::function<std::string(py::object)> told{"depot", "told"};
    std::cout << "Enum: " << told(py::to_python(state::sent)) << ", " << (py::eval("depot.State.SENT").cast<state>() == state::sent)
              << '\n';
    std::cout << "IntEnum: " << told(py::to_python(floor_of::cellar)) << ", " << as<floor_of>("-1") << '\n';
    std::cout << "StrEnum: " << told(py::to_python(size::large)) << ", " << as<size>("'L'") << '\n';

    const auto both = static_cast<marks>(3);
    std::cout << "Flag: " << told(py::to_python(both)) << ", " << (py::eval("depot.Marks(3)").cast<marks>() == both) << '\n';
}

void json_texts() PYHOST_NEEDS_GIL
{
    const py::object order = py::json::parse(R"({"code": "A-1", "grams": 250, "limits": [0.5, null]})");
    std::cout << "read: " << py::repr(order) << '\n';
    py::exec("import depot");
    const py::object sent = py::eval("{'on': datetime(2024, 2, 29), 'what': depot.Parcel('A-1', 250, ('Main Street 1', 'Ulm'))}");
    std::cout << "written: " << py::json::dump(sent) << '\n';

    try {
        std::cout << py::json::dump(py::eval("{'rows': [1, 2 ** 60]}")) << '\n';
    } catch (const py::value_error& e) {
        std::cout << e.message() << '\n';
    }
    std::cout << py::json::dump(py::eval("[2 ** 60, float('nan')]"),
                                {.not_finite = py::json::not_finite::null, .wide_integers = py::json::wide_integers::text})
              << '\n';
    try {
        static_cast<void>(py::json::parse("{\"code\": \"A-1\",\n}"));
    } catch (const py::value_error& e) {
        std::cout << e.message() << '\n';
    }
}

void errors() PYHOST_NEEDS_GIL
{
    py::function<std::vector<int>(std::string)> split{"builtins", "list"};
    std::cout << split.try_call("1x").error().message() << '\n';

    const py::object callback = py::expose([](const std::string&, const std::vector<int>&) {}, "count");
    py::function<std::string(py::object, std::string, std::vector<double>)> try_with{"depot", "try_with"};
    std::cout << try_with(callback, "tea", {1.5}) << '\n';
}

void types_of_its_own() PYHOST_NEEDS_GIL
{
    std::cout << "in a container: " << py::eval("[3.5, 4.75]").cast<std::vector<price>>()[1].cents << " cents\n";
    std::cout << "in a record: " << as<offer>("{'what': 'tea', 'costs': 3.5}") << '\n';
    std::cout << "not in it: " << as<std::vector<offer>>("[{'what': 'tea', 'costs': 'free'}]") << '\n';

    py::function<price(price, price)> add{"operator", "add"};
    std::cout << "argument and result: " << add({350}, {475}).cents << " cents\n";
}

void templates_of_its_own() PYHOST_NEEDS_GIL
{
    std::cout << "grid: " << py::eval("[[1, 2], [3, 4]]").cast<grid<int>>().values.size() << " values, " << as<grid<price>>("[[3.5]]")
              << '\n';
    std::cout << "in a container: " << as<std::map<std::string, grid<int>>>("{'a': [[1], [2, 3]]}") << '\n';
    std::cout << "in a record: " << as<shelf>("{'name': 'a', 'counts': [[1], [2]]}") << '\n';
    std::cout << "not in it: " << as<shelf>("{'name': 'a', 'counts': [[1], ['two']]}") << '\n';

    py::function<grid<price>(grid<price>)> turned{"depot", "turned"};
    std::cout << "argument and result: " << py::repr(py::to_python(turned(grid<price>{2, {{100}, {250}}}))) << '\n';
}

void types_of_python() PYHOST_NEEDS_GIL
{
    py::exec("home = depot.scanner");
    std::cout << "in a container: " << as<std::vector<std::set<ipv4>>>("[{home}]") << '\n';
    std::cout << "in a record: " << as<scanner>("{'name': 's1', 'address': home}") << '\n';
    std::cout << "not in it: " << as<std::vector<scanner>>("[{'name': 's1', 'address': '10.0.0.7'}]") << '\n';
    std::cout << "in a variant: " << as<std::variant<ipv4, price>>("home") << ", " << as<std::variant<ipv4, price>>("3.5") << '\n';

    py::function<ipv4(ipv4)> neighbour{"depot", "neighbour"};
    std::cout << "argument and result: " << py::repr(py::to_python(neighbour(py::eval("home").cast<ipv4>()))) << '\n';
    py::function<ipv4(ipv4)> text{"builtins", "str"};
    std::cout << "another result: " << text.try_call(ipv4{}).error().message() << '\n';

    const py::object callback = py::expose([](ipv4) {}, "ping");
    py::function<std::string(py::object, std::string)> try_with{"depot", "try_with"};
    std::cout << "another argument: " << try_with(callback, "10.0.0.7") << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = std::filesystem::absolute(argv[0]).parent_path();  // depot.py lies beside the program
    py::interpreter python{py::config{}.argv(argc, argv).module_path(folder)};
    std::cout << std::boolalpha;
    const py::gil_guard gil;
    numbers();
    text_and_bytes();
    containers();
    choices();
    times();
    paths();
    values();
    records();
    refused_records();
    enums();
    json_texts();
    errors();
    types_of_its_own();
    templates_of_its_own();
    types_of_python();
}
