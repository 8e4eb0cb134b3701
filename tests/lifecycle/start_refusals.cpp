// SPDX-License-Identifier: MIT
// Starts that cannot be, for what this user may not read and for what the environment's own code does at the start.
#include <support/closed_files.hpp>
#include <support/lifecycle.hpp>
#include <support/python_tree.hpp>
#include <support/start.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace py = pyhost;
namespace fs = std::filesystem;
using support::answer;
using support::check;
using support::closed;
using support::contains;
using support::installed;
using support::python_tree;
using support::variable;
using support::works;

namespace {

const std::string stdlib = "/lib/python" + py::detail::version_tag();

/// A virtual environment of the real installation, with site-packages to write into.
std::string make_venv(const python_tree& files)
{
    files.write("venv/pyvenv.cfg", "home = " + installed().home() + "/bin\n");
    files.link("venv/bin/python", installed().executable());
    files.write("venv" + stdlib + "/site-packages/module.py");
    return files / "venv";
}

/// The end of a refusal: "why (where);".
std::string because(const char* why, const std::string& where) { return std::string{why}.append(" (").append(where).append(");"); }

/// The refusal of a start while this path is closed; a start without it follows.
void check_closed(const std::string& path, const py::config& c, const std::string& text)
{
    {
        const closed scope{path};
        check(contains(answer(c, "1"), text));
    }
    check(works());
}

/// The failure of a start in the venv, twice, and that a start without it follows.
void check_site_failure(const std::string& venv, const std::string& text)
{
    for (int i = 0; i < 2; ++i)
        check(contains(answer(py::config{}.venv(venv), "1"), "start: the environment's site module failed: " + text));
    check(works());
    check(works(py::config{}.venv(venv).site(false)));
}

}  // namespace

LIFECYCLE_CASE(start_after_a_home_that_may_not_be_read)
{
    support::obey_file_permissions();
    const python_tree files;
    const std::string home = files.home("outer/home");
    const py::config c = py::config{}.home(home);
    const std::string refusal = "config::home '" + home + "' cannot be used: ";
    const std::string at_home = refusal + because("it may not be read by this user", home);
    check_closed(files / "outer", c, at_home);
    check_closed(home, c, at_home);
    for (const std::string& part : {home + "/lib", home + stdlib})
        check_closed(part, c, refusal + because("it may not be read by this user", part));
    for (const char* name : {"/encodings", "/encodings/__init__.py", "/encodings/utf_8.py"}) {
        const std::string part = (home + stdlib).append(name);
        check_closed(part, c, refusal + because("its standard library may not be read by this user", part));
    }
}

LIFECYCLE_CASE(start_after_a_venv_that_may_not_be_read)
{
    support::obey_file_permissions();
    const python_tree files;
    const std::string venv = make_venv(files);
    const py::config c = py::config{}.venv(venv);
    const std::string refusal = "config::venv '" + venv + "' cannot be used: ";
    check_closed(venv, c, refusal + "it may not be read by this user (" + venv + "/pyvenv.cfg)");
    check_closed(venv + "/pyvenv.cfg", c, refusal + "its pyvenv.cfg may not be read by this user (" + venv + "/pyvenv.cfg)");
    check_closed(venv + "/bin", c, refusal + "it has no python program that can be run");
    const std::string packages = venv + stdlib + "/site-packages";
    check_closed(packages, c, refusal + "its packages may not be read by this user (" + packages + "); let this user read them");
    check(works(c));
    const variable active{"VIRTUAL_ENV", venv};
    const closed scope{packages};
    check(works());
    check(py::find_environment().kind() == py::environment_kind::built_with);
}

LIFECYCLE_CASE(start_after_a_module_path_that_may_not_be_read)
{
    support::obey_file_permissions();
    const python_tree files;
    files.write("modules/m.py");
    files.write("modules.zip");
    for (const std::string& path : {files / "modules", files / "modules.zip"})
        check_closed(path, py::config{}.module_path(path), because("' may not be read by this user", path));
}

LIFECYCLE_CASE(start_after_a_pth_file_raises)
{
    const python_tree files;
    const std::string venv = make_venv(files);
    const std::string pth = "venv" + stdlib + "/site-packages/broken.pth";
    files.write(pth, "import nosuch_module\n");
    check_site_failure(venv, "ModuleNotFoundError: No module named 'nosuch_module' (");
    check(contains(answer(py::config{}.venv(venv), "1"), (files / pth)));
    files.write(pth, "import sys; raise ValueError('first\\nsecond')\n");
    check(contains(answer(py::config{}.venv(venv), "1"), "second"));
}

LIFECYCLE_CASE(start_after_a_pth_file_exits)
{
    const python_tree files;
    const std::string venv = make_venv(files);
    files.write("venv" + stdlib + "/site-packages/exits.pth", "import sys; print('not seen', file=sys.stderr); sys.exit(4)\n");
    check_site_failure(venv, "SystemExit: 4 (");
}

LIFECYCLE_CASE(start_after_usercustomize_fails)
{
    const variable user{"PYTHONNOUSERSITE", ""};
    const python_tree files;
    const std::string venv = make_venv(files);
    files.write("venv/pyvenv.cfg", "home = " + installed().home() + "/bin\ninclude-system-site-packages = true\n");
    const std::string file = "venv" + stdlib + "/site-packages/usercustomize.py";
    files.write(file, "raise SystemExit('gone')\n");
    check_site_failure(venv, "SystemExit: gone (" + (files / file) + ":1); correct");
    files.write(file, "import nosuch_module\n");
    fs::last_write_time(files / file, fs::file_time_type::clock::now() + std::chrono::hours{1});  // not the cached bytecode
    check_site_failure(venv, "ModuleNotFoundError: No module named 'nosuch_module' (usercustomize); correct");
}

LIFECYCLE_CASE(start_in_a_path_that_is_not_utf8)
{
    const python_tree files;
    const std::string home = "h\xe9";
    files.link(home + stdlib, installed().home() + stdlib);
    files.link(home + "/bin/python3", installed().executable());
    // Python code alone: CPython 3.12 and later import no extension module from such a path (python/cpython#155247).
    check(answer(py::config{}.home(files / home), "ascii(__import__('os').path.basename(__import__('sys').prefix))") == "'h\\udce9'");
    check(answer(py::config{}.home(files / home), "ascii(__import__('string').__file__)").starts_with("'" + (files / "h\\udce9/lib")));
    check(works());
}
