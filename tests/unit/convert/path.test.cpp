// SPDX-License-Identifier: MIT
// Tests of pyhost/convert/path.hpp.
#include <support/values.hpp>

#include <pyhost/convert/path.hpp>
#include <pyhost/pyhost.hpp>

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <vector>

namespace py = pyhost;
using std::filesystem::path;
using support::through;

TEST_CASE("a path takes str, bytes and what has __fspath__, and becomes a pathlib.Path")
{
    const py::gil_guard gil;
    support::define_hostile_objects();
    py::exec("import os, pathlib\n"
             "class Fs:\n"
             "    def __init__(self, path): self.path = path\n"
             "    def __fspath__(self): return self.path\n");
    CHECK(py::repr(py::to_python(path{"a/b.txt"})) == "PosixPath('a/b.txt')");
    CHECK(py::eval("'a/b'").cast<path>() == path{"a/b"});
    CHECK(py::eval("b'a/b'").cast<path>() == path{"a/b"});
    CHECK(py::eval("pathlib.Path('a') / 'b'").cast<path>() == path{"a/b"});
    CHECK(py::eval("pathlib.PurePosixPath('/x')").cast<path>() == path{"/x"});
    CHECK(py::eval("Fs('a/b')").cast<path>() == path{"a/b"});
    CHECK(py::eval("Fs(b'a/b')").cast<path>() == path{"a/b"});
    CHECK(py::eval("Text('a/b')").cast<path>() == path{"a/b"});
    CHECK(py::eval("''").cast<path>().empty());
    for (const char* other : {"None", "1", "['a']", "bytearray(b'a')", "Raises()", "Fs(1)"}) CHECK(through<path>(other) == "TypeError");
}

TEST_CASE("a path keeps every byte of a name, text or not, both ways")
{
    const py::gil_guard gil;
    py::exec("import os\n");
    std::string all;
    for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
    for (const std::string& name : {std::string{"\xff\xfe"}, std::string{"caf\xc3\xa9"}, std::string{"\xe9"}, all}) {
        const py::object made = py::to_python(path{name});
        CHECK(py::eval("os.fsencode").operator()(made).cast<std::vector<std::byte>>().size() == name.size());
        CHECK(made.cast<path>().native() == name);
        CHECK(py::eval("os.fsencode").operator()(made).cast<path>().native() == name);
    }
    CHECK(py::eval("'a\\x00b'").cast<path>().native().size() == 3);
    CHECK(through<path>("'\\ud800'") == "UnicodeEncodeError");
}

TEST_CASE("a path becomes what pathlib makes of it, and an empty one nothing else")
{
    const py::gil_guard gil;
    CHECK(support::to_python(path{"./a//b/"}) == "PosixPath('a/b')");
    CHECK(support::to_python(path{}) == "ValueError");
    CHECK(py::to_python(path{"./a//b/"}.native()).cast<path>() == path{"./a//b/"});
}

TEST_CASE("the failure of a path says what one is, and an error of __fspath__ passes through")
{
    const py::gil_guard gil;
    py::exec("class RaisesPath:\n"
             "    def __fspath__(self): raise KeyError('boom')\n");
    CHECK(support::error_of<path>("3") == "TypeError: expected std::filesystem::path (a str, bytes or os.PathLike), got int 3");
    CHECK(support::error_of<path>("RaisesPath()") == "KeyError: 'boom'");
    CHECK(support::error_of<std::vector<path>>("['a', None]") ==
          "TypeError: expected std::filesystem::path (a str, bytes or os.PathLike), got None at [1]");
    CHECK(support::error_of<std::vector<path>>("None") == "TypeError: expected std::vector<std::filesystem::path>, got None");
    CHECK(py::repr(py::to_python(std::vector<path>{"a", "b"})) == "[PosixPath('a'), PosixPath('b')]");
}
