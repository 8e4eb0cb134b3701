// SPDX-License-Identifier: MIT
// The layouts of distributors, built in their documented shape out of the real installation, and really started.
#include <support/lifecycle.hpp>
#include <support/python_tree.hpp>
#include <support/start.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace py = pyhost;
namespace fs = std::filesystem;
using support::answer;
using support::check;
using support::contains;
using support::installed;
using support::variable;

namespace {

const std::string tag = py::detail::version_tag();
const std::string python_name = "python" + tag;

/// What the variables and the user's own packages of the machine would change.
struct layout_tree : support::python_tree {
    variable no_user{"PYTHONNOUSERSITE", "1"};
};

std::string text_of(const fs::path& file)
{
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

/// The standard library by links to the real one; its _sysconfigdata files say `prefix` where they said the real one's.
void link_stdlib(const layout_tree& files, const std::string& home, const std::string& prefix)
{
    const std::string stdlib = home + "/lib/" + python_name;
    for (const auto& entry : fs::directory_iterator{installed().home() + "/lib/" + python_name}) {
        const std::string name = entry.path().filename().string();
        if (name == "site-packages" || name == "__pycache__") continue;
        if (!name.starts_with("_sysconfigdata")) {
            files.link((stdlib + "/").append(name), entry.path().string());
            continue;
        }
        std::string text = text_of(entry.path());
        const std::string key = "'prefix': '";
        if (const std::size_t at = text.find(key); at != std::string::npos)
            text.replace(at + key.size(), text.find('\'', at + key.size()) - at - key.size(), prefix);
        files.write((stdlib + "/").append(name), text);
    }
}

const std::string venv_packages = "lib/" + python_name + "/site-packages";

/// Where an installation has its packages, in its prefix: site-packages, and dist-packages where the real one is Debian's.
std::string packages()
{
    static const std::string found =
        answer(py::config::isolated(), "__import__('os').path.relpath(__import__('site').getsitepackages()[-1], "
                                       "__import__('sys').prefix)");
    return found;
}

/// An installation as all distributors make them: bin, lib/pythonX.Y and packages with a module of its own.
std::string make_installation(const layout_tree& files, const std::string& home, const std::string& built_for = {})
{
    link_stdlib(files, home, built_for.empty() ? files / home : built_for);
    files.write(home + "/" + packages() + "/only_here.py", "where = __file__\n");
    const std::string program = files / (home + "/bin/" + python_name);
    fs::create_directories(files / (home + "/bin"));
    fs::copy_file(fs::canonical(installed().executable()), program);  // a link would lead a subprocess to the real home
    files.link(home + "/bin/python3", python_name);
    files.link(home + "/bin/python", python_name);
    return files / home;
}

/// A virtual environment as uv makes it.
std::string make_uv_venv(const layout_tree& files, const std::string& name, const std::string& base)
{
    files.write(name + "/pyvenv.cfg", "home = " + base + "/bin\nimplementation = CPython\nuv = 0.5.1\nversion_info = " +
                                          py::detail::loaded_version() + "\ninclude-system-site-packages = false\nprompt = app\n");
    files.link(name + "/bin/python", base + "/bin/" + python_name);
    files.link(name + "/bin/python3", "python");
    files.link(name + "/bin/" + python_name, "python");
    files.write(name + "/" + venv_packages + "/only_here.py", "where = __file__\n");
    files.link(name + "/lib64", "lib");
    return files / name;
}

std::string last_line(const py::environment& found) { return found.trace().back(); }

/// Started with this config, Python lives in `prefix` of `base`, imports from its packages, and so does a subprocess.
void check_start(const py::config& c, const std::string& prefix, const std::string& base, const std::string& executable)
{
    check(answer(c, "[s.prefix, s.exec_prefix, s.base_prefix, s.executable] if (s := __import__('sys')) else 0") ==
          "['" + prefix + "', '" + prefix + "', '" + base + "', '" + executable + "']");
    const std::string module = prefix + "/" + (prefix == base ? packages() : venv_packages) + "/only_here.py";
    check(answer(c, "__import__('only_here').where") == module);
    check(answer(c, "__import__('sysconfig').get_path('stdlib')") == base + "/lib/" + python_name);
    const std::string child = "import sys, only_here; print(sys.prefix, only_here.where)";
    check(answer(c, "__import__('subprocess').check_output([__import__('sys').executable, '-c', '" + child + "'], text=True)") ==
          prefix + " " + module + "\n");
}

void check_conda(const std::string& prefix, const std::string& what)
{
    const variable active{"CONDA_PREFIX", prefix};
    check(py::find_environment().kind() == py::environment_kind::conda);
    check(last_line(py::find_environment()) == "CONDA_PREFIX '" + prefix + "': taken (" + what + ")");
    check_start({}, prefix, prefix, prefix + "/bin/" + python_name);
}

}  // namespace

LIFECYCLE_CASE(layout_of_conda_environments)
{
    const layout_tree files;
    const std::string base = make_installation(files, "miniconda3");
    for (const char* name : {"miniconda3/conda-meta/history", "miniconda3/condabin/conda", "miniconda3/envs/.conda_envs_dir_test"})
        files.write(name);
    const std::string named = make_installation(files, "miniconda3/envs/data");
    files.write("miniconda3/envs/data/conda-meta/history");
    check_conda(base, "conda base environment");
    check_conda(named, "conda environment 'data'");
}

LIFECYCLE_CASE(layout_of_a_uv_venv_of_a_standalone_python)
{
    const layout_tree files;
    const std::string folder = ".local/share/uv/python/";
    make_installation(files, folder + "cpython-" + py::detail::loaded_version() + "-linux-x86_64-gnu");
    const std::string minor = "cpython-" + tag + "-linux-x86_64-gnu";
    files.link(folder + minor, "cpython-" + py::detail::loaded_version() + "-linux-x86_64-gnu");
    const std::string base = files / (folder + minor);
    const std::string venv = make_uv_venv(files, "app/.venv", base);
    check(last_line(py::find_environment(py::config{}.venv(venv))) ==
          "config::venv '" + venv + "': taken (venv made by uv 0.5.1 from standalone Python '" + minor + "')");
    check_start(py::config{}.venv(venv), venv, base, venv + "/bin/" + python_name);
    check_start(py::config{}.executable(venv + "/bin/python"), venv, base, venv + "/bin/python");
}

LIFECYCLE_CASE(layout_of_a_standalone_python_that_was_moved)
{
    const layout_tree files;
    const std::string home = make_installation(files, "app/python", "/install");
    check(last_line(py::find_environment(py::config{}.home(home))) == "config::home '" + home + "': taken (standalone Python)");
    check_start(py::config{}.home(home), home, home, home + "/bin/" + python_name);
    check_start(py::config{}.executable(home + "/bin/python3"), home, home, home + "/bin/python3");
}

LIFECYCLE_CASE(layout_of_pyenv)
{
    const layout_tree files;
    const std::string home = make_installation(files, "pyenv/versions/" + py::detail::loaded_version());
    files.program("pyenv/shims/python3");
    const std::string what = "taken (pyenv version '" + py::detail::loaded_version() + "')";
    const py::config c = py::config{}.executable(home + "/bin/python");
    check(last_line(py::find_environment(c)) == "config::executable '" + home + "/bin/python': " + what);
    check_start(c, home, home, home + "/bin/python");
    check(contains(answer(py::config{}.executable(files / "pyenv/shims/python3"), "1"), "it is a shim, a script that chooses a Python"));
}

LIFECYCLE_CASE(layout_of_a_venv_that_the_venv_module_made, .limit_seconds = 120)
{
    const layout_tree files;
    const std::string venv = files / "venv";
    check(std::system((installed().executable() + " -m venv --without-pip " + venv).c_str()) == 0);
    files.write("venv/" + venv_packages + "/only_here.py", "where = __file__\n");
    const variable active{"VIRTUAL_ENV", venv};
    check(py::find_environment().description().starts_with("venv"));
    check_start({}, venv, installed().home(), venv + "/bin/" + py::detail::files::name_of(py::find_environment().executable()));
}

LIFECYCLE_CASE(layout_of_a_program_beside_its_venv, .limit_seconds = 60)
{
    const std::string program = py::detail::program_file();
    if (program.ends_with("/bin/moved")) {  // started below
        const std::string app = py::detail::files::parent(py::detail::files::parent(program));
        check(answer(py::config{}.nearest_venv(true), support::sys("prefix")) == app + "/.venv");
        check(answer(py::config::isolated().nearest_venv(true), support::sys("prefix")) == app + "/.venv");
        check(answer({}, support::sys("prefix")) == installed().home());
        const std::string other_venv = py::detail::files::variable("PYHOST_OTHER_VENV").value_or("");
        const variable other{"VIRTUAL_ENV", other_venv};
        check(answer(py::config{}.nearest_venv(true), support::sys("prefix")) == other_venv);
        return;
    }
    const layout_tree files;
    make_uv_venv(files, "app/.venv", installed().home());
    files.write("app/bin/.venv/pyvenv.cfg", "home = /nonexistent\nversion_info = 3.2.1\n");  // nearer, and passed over
    fs::copy_file(program, files / "app/bin/moved");
    const variable other{"PYHOST_OTHER_VENV", make_uv_venv(files, "other", installed().home())};
    check(std::system(((files / "app/bin/moved") + " layout_of_a_program_beside_its_venv").c_str()) == 0);
}
