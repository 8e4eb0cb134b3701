// SPDX-License-Identifier: MIT
// The text of a diagnosis; tests/doctor compares it with Python's in many situations.
#include <support/python_tree.hpp>

#include <pyhost/diagnosis.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;
using support::variable;

namespace {

const std::string first_line = "Python " + py::detail::loaded_version() + " of " + py::detail::library_file() + "\n";

bool ends_with_line(const std::string& text, const std::string& line) { return text.ends_with("\n" + line + "\n"); }

}  // namespace

TEST_CASE("a diagnosis says what was looked at and what a start would set")
{
    const support::python_tree files;
    const std::string home = files.home("base");
    const std::string python = home + "/bin/python" + py::detail::version_tag();
    CHECK(py::diagnose(py::config::isolated().home(home)) ==
          first_line + "search:\n  config::home '" + home + "': taken\nfound:\n  sys.executable: " + python + "\n  sys.prefix: " + home +
              "\n  sys.base_prefix: " + home + "\n  standard library: " + home + "/lib/python" + py::detail::version_tag() +
              "\na start would succeed, as far as files tell\n");
}

TEST_CASE("a diagnosis of what cannot start has the search and the text of the error, and throws nothing")
{
    const support::python_tree files;
    CHECK(py::diagnose(py::config::isolated().home(files / "none")) ==
          first_line + "search:\n  config::home '" + (files / "none") +
              "': there is no such directory\na start would fail: config::home '" + (files / "none") +
              "' cannot be used: there is no such directory (" + (files / "none") + "); name the prefix of a Python " +
              py::detail::wanted_version() + ", the directory that holds lib/python" + py::detail::version_tag() + "\n");
}

TEST_CASE("a diagnosis counts what stands against a start that found its Python")
{
    const support::python_tree files;
    const std::string home = files.home("base");
    CHECK(ends_with_line(py::diagnose(py::config::isolated().home(home).module_path(files / "none")),
                         "a start would fail: config::module_path '" + (files / "none") + "' does not exist (" + (files / "none") +
                             "); name a directory or a zip file with modules"));
    files.write("bad/encodings/__init__.py");
    const variable path{"PYTHONPATH", files / "bad"};
    const std::string text = py::diagnose(py::config{}.home(home));
    CHECK(text.find("\n  PYTHONPATH=" + (files / "bad") + "\n") != std::string::npos);
    CHECK(text.find("\na start would fail: PYTHONPATH hides the standard library of " + home) != std::string::npos);
    CHECK(ends_with_line(py::diagnose(py::config::isolated().home(home)), "a start would succeed, as far as files tell"));
}
