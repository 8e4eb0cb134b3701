// SPDX-License-Identifier: MIT
// The search over directories that are made here; nothing is started.
#include <support/python_tree.hpp>

#include <pyhost/detail/environment_sources.hpp>
#include <pyhost/environment.hpp>

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace py = pyhost;
namespace fs = std::filesystem;
using support::variable;
using tree = support::python_tree;

namespace {

const std::string version = py::detail::wanted_version();
const std::string tag = py::detail::version_tag();

std::string refusal(const py::config& c)
{
    try {
        return "taken: " + py::find_environment(c).prefix();
    } catch (const py::startup_error& e) {
        return e.what();
    }
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

bool has_line(const py::environment& found, const std::string& line)
{
    for (const std::string& one : found.trace())
        if (contains(one, line)) return true;
    return false;
}

}  // namespace

TEST_CASE("a home is taken with its python program")
{
    const tree files;
    const std::string home = files.home("base");
    const py::environment found = py::find_environment(py::config{}.home(home));
    CHECK(found.kind() == py::environment_kind::home);
    CHECK(found.home() == home);
    CHECK(found.prefix() == home);
    CHECK(found.executable() == home + "/bin/python" + tag);
    CHECK(contains(found.version(), version + "."));
    CHECK(found.trace() == std::vector<std::string>{"config::home '" + home + "': taken"});
}

TEST_CASE("a bundled home needs no python program, and takes the one that is named")
{
    const tree files;
    const std::string home = files.home("base");
    fs::remove_all(home + "/bin");
    CHECK(py::find_environment(py::config{}.home(home)).executable().empty());
    files.program("elsewhere/python");
    const py::environment found = py::find_environment(py::config{}.home(home).executable(files / "elsewhere/python"));
    CHECK(found.executable() == files / "elsewhere/python");
    CHECK(found.home() == home);
}

TEST_CASE("a home that does not fit is refused with what it is, where, and what to do")
{
    const tree files;
    const std::string advice = "; name the prefix of a Python " + version + ", the directory that holds lib/python" + tag;
    const auto refused = [&](const std::string& path, const std::string& why, const std::string& where) {
        CHECK(refusal(py::config{}.home(path)) ==
              "start: config::home '" + path + "' cannot be used: " + why + " (" + where + ")" + advice);
    };
    refused(files / "none", "there is no such directory", files / "none");
    files.write("file");
    refused(files / "file", "it is not a directory", files / "file");
    files.write("empty/x");
    refused(files / "empty", "it has no lib/python" + tag + "/os.py", files / "empty");
    files.write("other/lib/python3.2/os.py");
    refused(files / "other", "it is Python 3.2, and this program runs Python " + tag, files / "other");
    const std::string swapped = files.home("swapped", "3.2");
    refused(swapped, "its standard library is that of Python 3.2, and this program runs Python " + version, swapped + "/lib/python" + tag);
    const std::string broken = files.home("broken");
    fs::remove_all(broken + "/lib/python" + tag + "/encodings");
    refused(broken, "its standard library has no encodings package, without which CPython cannot start",
            broken + "/lib/python" + tag + "/encodings/__init__.py");
}

TEST_CASE("a standard library of bytecode alone, or under lib64, is one")
{
    const tree files;
    files.stdlib("stripped/lib/python" + tag, "c");
    CHECK(py::find_environment(py::config{}.home(files / "stripped")).home() == files / "stripped");
    files.stdlib("wide/lib64/python" + tag);
    CHECK(py::find_environment(py::config{}.home(files / "wide")).home() == files / "wide");
}

TEST_CASE("a zip file that is none, or is cut short, is refused and never read past its end")
{
    const tree files;
    std::string name = "python" + tag + ".zip";
    name.erase(name.find('.'), 1);
    const std::string end{"PK\5\6\0\0\0\0\1\0\1\0", 12};
    for (const std::string& bytes :
         {std::string{}, std::string{"PK\5\6"}, std::string{"no zip at all"}, end + std::string("\xff\xff\xff\xff\0\0\0\0\0\0", 10),
          end + std::string("\0\0\0\0\0\0\0\0\0\0", 10), std::string(60, '\xff') + end + std::string("\x3c\0\0\0\0\0\0\0\0\0", 10)}) {
        files.write("home/lib/" + name, bytes);
        CHECK(contains(refusal(py::config{}.home(files / "home")), "its standard library has no encodings/__init__.py"));
    }
}

TEST_CASE("a virtual environment is taken with the home that it was made from")
{
    const tree files;
    const std::string base = files.home("base");
    const std::string venv = files.venv("venv", base, version + ".0");
    const auto fits = [&](const py::environment& found, py::environment_kind kind) {
        CHECK(found.kind() == kind);
        CHECK(found.prefix() == venv);
        CHECK(found.home() == base);
        CHECK(found.executable() == venv + "/bin/python");
    };
    fits(py::find_environment(py::config{}.venv(venv)), py::environment_kind::venv);
    fits(py::find_environment(py::config{}.venv(fs::path{venv} / "bin" / "..")), py::environment_kind::venv);
    fits(py::find_environment(py::config{}.executable(venv + "/bin/python")), py::environment_kind::executable);
    const variable set{"VIRTUAL_ENV", venv};
    fits(py::find_environment(), py::environment_kind::venv);
}

TEST_CASE("pyvenv.cfg is read as virtualenv and uv write it, and as Windows editors save it")
{
    const tree files;
    const std::string base = files.home("base");
    const std::string venv = files.venv("venv", base, version);
    files.write("venv/pyvenv.cfg", "Home=" + base + "/bin\r\nimplementation = CPython\r\nversion_info = " + version + ".7.final.0\r\n");
    CHECK(py::find_environment(py::config{}.venv(venv)).home() == base);
    files.write("venv/pyvenv.cfg", "home = " + base + "/bin\nversion_info = 3.2.1");
    CHECK(contains(refusal(py::config{}.venv(venv)), "it was made with Python 3.2 of " + base + "/bin"));
    files.write("venv/pyvenv.cfg", "home = " + base + "/bin\n");
    CHECK(py::find_environment(py::config{}.venv(venv)).home() == base);
}

TEST_CASE("a virtual environment of another version is an error that names both versions and places")
{
    const tree files;
    const std::string base = files.home("base");
    const std::string venv = files.venv("venv", base, "3.2.6");
    CHECK(refusal(py::config{}.venv(venv)) == "start: config::venv '" + venv + "' cannot be used: it was made with Python 3.2 of " + base +
                                                  "/bin, and this program runs Python " + py::detail::loaded_version() + " of " +
                                                  py::detail::library_file() + " (" + venv + "/pyvenv.cfg); make it again with Python " +
                                                  version + ", or name another one");
}

TEST_CASE("a virtual environment that is not there is not called a broken one")
{
    const tree files;
    const auto refused = [&](const std::string& path, const std::string& why) {
        CHECK(refusal(py::config{}.venv(path)) == "start: config::venv '" + path + "' cannot be used: " + why + " (" + path +
                                                      "); name a virtual environment made with Python " + version);
    };
    refused(files / "none", "there is no such directory");
    files.write("file");
    refused(files / "file", "it is not a directory");
}

TEST_CASE("a virtual environment that is broken says how")
{
    const tree files;
    const std::string base = files.home("base");
    CHECK(contains(refusal(py::config{}.venv(base)), "there is no pyvenv.cfg, so it is no virtual environment"));
    CHECK(contains(refusal(py::config{}.venv(files.venv("gone", files / "gone-base", version))),
                   "is gone from " + (files / "gone-base/bin")));
    files.write("nameless/pyvenv.cfg", "version = " + version + "\n");
    CHECK(contains(refusal(py::config{}.venv(files / "nameless")), "names no home"));
    const std::string bare = files.venv("bare", base, version);
    fs::remove_all(bare + "/bin");
    CHECK(contains(refusal(py::config{}.venv(bare)), "no python program that can be run"));
    CHECK(contains(refusal(py::config{}.home(files.venv("swapped", base, version))), "give it to config::venv instead"));
}

TEST_CASE("a virtual environment of free-threaded Python is none for the other build, nor the other way round")
{
    const tree files;
    const std::string venv = files.venv("venv", files.home("base"), version);
    const std::string other = tag == version ? version + "t" : version;
    files.write("venv/lib/python" + other + "/site-packages/x.py");
    const std::string why = "its packages are those of Python " + other + ", and this program runs Python " + tag;
    CHECK(contains(refusal(py::config{}.venv(venv)), "cannot be used: " + why + " (" + venv + "/pyvenv.cfg); make it again with Python"));
    files.write("venv/lib/python" + tag + "/site-packages/x.py");
    CHECK(refusal(py::config{}.venv(venv)) == "taken: " + venv);
}

TEST_CASE("a shim of pyenv or asdf is refused, and told apart from the python that it runs")
{
    const tree files;
    files.home("usr");
    const std::string shim = files / "usr/pyenv/shims/python3";
    files.program("usr/pyenv/shims/python3");
    files.link("bin/python3", shim);
    const auto refused = [](const std::string& path) {
        CHECK(refusal(py::config{}.executable(path)) ==
              "start: config::executable '" + path + "' cannot be used: it is a shim, a script that chooses a Python whenever it runs (" +
                  path + "); name the python that it runs, as `pyenv which python" + version + "` prints it");
    };
    refused(shim);
    refused(files / "bin/python3");
}

TEST_CASE("the nearest .venv is the one in the directory or the closest above it")
{
    const tree files;
    files.write("a/b/c/program");
    files.write("a/.venv/pyvenv.cfg");
    CHECK(py::detail::venvs_above(files / "a/b/c") == std::vector<std::string>{files / "a/.venv"});
    files.write("a/b/c/.venv");
    CHECK(py::detail::venvs_above(files / "a/b/c") == std::vector<std::string>{files / "a/b/c/.venv", files / "a/.venv"});
    CHECK(py::detail::venvs_above("").empty());
}

TEST_CASE("a .venv is looked for only when the config asks, whether or not variables count")
{
    const tree files;
    CHECK_FALSE(has_line(py::find_environment(), "nearest_venv"));
    CHECK(has_line(py::find_environment(py::config{}.nearest_venv(true)), "config::nearest_venv"));
    CHECK(has_line(py::find_environment(py::config::isolated().nearest_venv(true)), "config::nearest_venv"));
}

TEST_CASE("files that CPython cannot start without are looked for one by one")
{
    const tree files;
    const std::string home = files.home("base");
    const std::string stdlib = home + "/lib/python" + tag;
    for (const std::string_view file : py::detail::vital_files) {
        const std::string path = (stdlib + "/").append(file);
        fs::rename(path, home + "/kept");
        CHECK(contains(refusal(py::config{}.home(home)), "its standard library has no "));
        CHECK(contains(refusal(py::config{}.home(home)), ", without which CPython cannot start (" + path + ")"));
        fs::rename(home + "/kept", path);
    }
    CHECK(refusal(py::config{}.home(home)) == "taken: " + home);
}

TEST_CASE("a path that leads nowhere says why")
{
    const tree files;
    files.link("loop", files / "loop");
    files.link("dangling", files / "none");
    const std::string endless(5000, 'x');
    for (const auto& [path, why] :
         std::vector<std::pair<std::string, std::string>>{{files / "loop", "it is a link that leads back to itself"},
                                                          {files / "dangling", "there is no such "},
                                                          {files / endless, "its path is too long"}}) {
        CHECK(contains(refusal(py::config{}.home(path)), "cannot be used: " + why));
        CHECK(contains(refusal(py::config{}.venv(path)), "cannot be used: " + why));
        CHECK(contains(refusal(py::config{}.executable(path)), "cannot be used: " + why));
    }
    const std::string venv = files.venv("venv", files.home("base"), version);
    fs::remove(venv + "/pyvenv.cfg");
    files.write("venv/pyvenv.cfg/file");
    CHECK(contains(refusal(py::config{}.venv(venv)), "its pyvenv.cfg may not be read by this user"));
}

TEST_CASE("a variable that does not fit is passed over, with its reason in the trace")
{
    const tree files;
    const std::string base = files.home("base");
    const variable venv{"VIRTUAL_ENV", files.venv("venv", base, "3.2")};
    const variable conda{"CONDA_PREFIX", files.home("conda")};
    const py::environment found = py::find_environment();
    CHECK(found.kind() == py::environment_kind::conda);
    CHECK(found.prefix() == files / "conda");
    CHECK(found.trace().size() == 3);
    CHECK(has_line(found, "PYTHONHOME: not set"));
    CHECK(has_line(found, "VIRTUAL_ENV '" + (files / "venv") + "': it was made with Python 3.2"));
    CHECK(has_line(found, "CONDA_PREFIX '" + (files / "conda") + "': taken"));
}

TEST_CASE("no variable counts without the environment")
{
    const tree files;
    const variable home{"PYTHONHOME", files / "none"};
    const variable venv{"VIRTUAL_ENV", files.venv("venv", files.home("base"), version)};
    for (const py::config& c : {py::config{py::config::isolated()}, py::config{}.environment(false)}) {
        const py::environment found = py::find_environment(c);
        CHECK(found.prefix() != files / "venv");
        CHECK(has_line(found, "VIRTUAL_ENV: not looked at, since environment(false)"));
    }
}

TEST_CASE("PYTHONHOME comes before VIRTUAL_ENV, and a wrong one is an error")
{
    const tree files;
    const std::string base = files.home("base");
    const variable venv{"VIRTUAL_ENV", files.venv("venv", base, version)};
    {
        const variable home{"PYTHONHOME", files / "none"};
        CHECK(contains(refusal({}), "start: PYTHONHOME '" + (files / "none") + "' cannot be used: there is no such directory"));
        CHECK(py::find_environment(py::config{}.venv(files / "venv")).prefix() == files / "venv");
    }
    const variable home{"PYTHONHOME", base + ":" + base};
    CHECK(py::find_environment().prefix() == base);
}

TEST_CASE("an executable is a python program inside an installation, links followed")
{
    const tree files;
    const std::string base = files.home("base");
    files.link("links/py", base + "/bin/python" + tag);
    const py::environment found = py::find_environment(py::config{}.executable(files / "links/py"));
    CHECK(found.home() == base);
    CHECK(found.executable() == files / "links/py");
    CHECK(contains(refusal(py::config{}.executable(files / "none")), "there is no such file"));
    files.write("base/bin/python-plain");
    CHECK(contains(refusal(py::config{}.executable(files / "base/bin/python-plain")), "not a program that this user may run"));
    files.program("base/bin/tool");
    CHECK(contains(refusal(py::config{}.executable(files / "base/bin/tool")), "not named as a python program is"));
    files.program("stray/python3");
    CHECK(contains(refusal(py::config{}.executable(files / "stray/python3")), "neither it nor a directory above it has"));
}

TEST_CASE("what cannot be a path, or contradicts itself, is told so")
{
    CHECK(contains(refusal(py::config{}.home("")), "the path is empty"));
    CHECK(contains(refusal(py::config{}.home(std::string{"/a\0b", 4})), "'/a' cannot be used: the path contains a NUL character"));
    CHECK(contains(refusal(py::config{}.home("/a:b")), "its path contains ':', at which CPython cuts paths"));
    CHECK(contains(refusal(py::config{}.venv("a").home("b")), "give the one to use"));
    CHECK(contains(refusal(py::config{}.venv("a").executable("b")), "give the one to use"));
}

TEST_CASE("a path is made absolute as os.path.abspath does")
{
    namespace files = py::detail::files;
    CHECK(files::absolute("/a/./b//c/../d/") == "/a/b/d");
    CHECK(files::absolute("/..") == "/");
    CHECK(files::absolute("/a/..") == "/");
    CHECK(files::absolute("/a/../../b") == "/b");
    CHECK(files::absolute("x") == files::join(files::current_directory(), "x"));
    CHECK(files::absolute("") == files::current_directory());
    CHECK(files::parent("/a/b") == "/a");
    CHECK(files::parent("/a") == "/");
    CHECK(files::parent("/").empty());
    CHECK(files::parent("a").empty());
}
