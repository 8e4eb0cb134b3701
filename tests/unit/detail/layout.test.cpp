// SPDX-License-Identifier: MIT
// Each distributor's layout, fabricated by the files that tell it from the others.
#include <support/python_tree.hpp>

#include <pyhost/detail/layout.hpp>
#include <pyhost/environment.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace py = pyhost;

namespace {

std::string description(const std::string& home) { return py::find_environment(py::config{}.home(home)).description(); }

}  // namespace

TEST_CASE("an installation that nothing tells from others has no description")
{
    const support::python_tree files;
    const std::string home = files.home("base");
    CHECK(description(home).empty());
    CHECK(py::find_environment(py::config{}.home(home)).trace().back() == "config::home '" + home + "': taken");
}

TEST_CASE("a conda environment is told by conda-meta, and the base one by what conda keeps there")
{
    const support::python_tree files;
    const std::string named = files.home("conda/envs/x");
    files.write("conda/envs/x/conda-meta/history");
    CHECK(description(named) == "conda environment 'x'");
    CHECK(py::find_environment(py::config{}.home(named)).trace().back() == "config::home '" + named + "': taken (conda environment 'x')");
    const std::string base = files.home("conda");
    files.write("conda/conda-meta/history");
    CHECK(description(base) == "conda base environment");
    const std::string bare = files.home("mini");
    files.write("mini/conda-meta/history");
    files.write("mini/condabin/conda");
    CHECK(description(bare) == "conda base environment");
}

TEST_CASE("a version of pyenv is told by the shims beside its versions")
{
    const support::python_tree files;
    const std::string home = files.home("pyenv/versions/3.9.1-debug");
    CHECK(description(home).empty());
    files.write("pyenv/shims/python");
    CHECK(description(home) == "pyenv version '3.9.1-debug'");
}

TEST_CASE("a standalone Python is told by the prefix that it was built for, and uv's by its name")
{
    const support::python_tree files;
    CHECK(description(files.home("python", py::detail::wanted_version(), "/install")) == "standalone Python");
    const std::string newer = files.home("newer");
    CHECK(description(newer).empty());
    files.write("newer/lib/python" + py::detail::version_tag() + "/_sysconfigdata__linux_.py",
                "build_time_vars = {'PYTHON_BUILD_STANDALONE': 1,\n 'prefix': '/opt/x'}");
    CHECK(description(newer) == "standalone Python");
    CHECK(description(files.home("cpython-3.9.1-linux-x86_64-gnu")) == "standalone Python 'cpython-3.9.1-linux-x86_64-gnu'");
}

TEST_CASE("the system's Python is the one in /usr")
{
    CHECK(py::detail::layout_of({.home = "/usr", .platlibdir = "lib", .stdlib = {}, .settings = {}, .refusal = {}, .where = {}}) ==
          "the system's Python");
}

TEST_CASE("a virtual environment says who made it and from which installation")
{
    const support::python_tree files;
    const std::string base = files.home("pyenv/versions/x");
    const std::string venv = files.venv("venv", base, py::detail::wanted_version());
    const auto made = [&] { return py::find_environment(py::config{}.venv(venv)).description(); };
    CHECK(made() == "venv");
    files.write("pyenv/shims/python");
    CHECK(made() == "venv from pyenv version 'x'");
    const std::string text = "home = " + base + "/bin\nversion_info = " + py::detail::wanted_version() + ".1\n";
    files.write("venv/pyvenv.cfg", text + "uv = 0.5.1\n");
    CHECK(made() == "venv made by uv 0.5.1 from pyenv version 'x'");
    files.write("venv/pyvenv.cfg", text + "virtualenv = 20.28.0\n");
    CHECK(made() == "venv made by virtualenv 20.28.0 from pyenv version 'x'");
}
