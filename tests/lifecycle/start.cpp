// SPDX-License-Identifier: MIT
// The start: all or nothing, with nothing on stderr, whatever the environment holds; and again after it failed.
#include <support/lifecycle.hpp>
#include <support/python_tree.hpp>
#include <support/start.hpp>

#include <clocale>
#include <csignal>
#include <pthread.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace py = pyhost;
using support::answer;
using support::check;
using support::contains;
using support::installed;
using support::scratch;
using support::sys;
using support::variable;
using support::works;

namespace {

/// A virtual environment as the venv module makes it, by the files that count.
std::string make_venv(const scratch& files, const std::string& name, const std::string& version)
{
    files.write(name + "/pyvenv.cfg", "home = " + installed().home() + "/bin\nversion = " + version + "\n");
    files.link(name + "/bin/python", installed().executable());
    files.write(name + "/lib/python" + py::detail::version_tag() + "/site-packages/only_here.py");
    return files / name;
}

/// A copy of the installation under another path, by links.
std::string make_home(const scratch& files, const std::string& name)
{
    const std::string stdlib = "/lib/python" + py::detail::version_tag();
    files.link(name + stdlib, installed().home() + stdlib);
    files.link(name + "/bin/python3", installed().executable());
    return files / name;
}

}  // namespace

LIFECYCLE_CASE(start_after_a_wrong_home)
{
    for (int i = 0; i < 3; ++i) {
        check(contains(answer(py::config{}.home("/nonexistent"), "1"), "there is no such directory"));
        check(works());
    }
}

LIFECYCLE_CASE(start_after_a_home_without_encodings)
{
    const scratch files;
    files.write("home/lib/python" + py::detail::version_tag() + "/os.py");
    check(contains(answer(py::config{}.home(files / "home"), "1"), "has no encodings package"));
    check(works());
}

LIFECYCLE_CASE(start_after_the_standard_library_of_another_version)
{
    const std::string stdlib = "home/lib/python" + py::detail::version_tag();
    for (const char* name : {"_sysconfigdata_x.py", py::detail::usual_build_settings}) {
        const support::python_tree files;
        files.stdlib(stdlib);
        files.write(std::string{stdlib}.append("/").append(name), "build_time_vars = {'VERSION': '3.2'}");
        check(contains(answer(py::config{}.home(files / "home"), "1"), "is that of Python 3.2"));
    }
    check(works());
}

LIFECYCLE_CASE(start_without_a_free_thread_key)
{
    std::vector<pthread_key_t> taken;
    for (pthread_key_t key{}; pthread_key_create(&key, nullptr) == 0;) taken.push_back(key);
    std::string text;
    try {
        const py::interpreter python;
    } catch (const std::runtime_error& e) {
        text = e.what();
    }
    for (const pthread_key_t key : taken) pthread_key_delete(key);
    check(contains(text, "no thread-specific key left"));
    check(works());
}

LIFECYCLE_CASE(start_after_a_venv_of_another_version)
{
    const scratch files;
    const std::string venv = make_venv(files, "venv", "3.2.1");
    check(contains(answer(py::config{}.venv(venv), "1"), "it was made with Python 3.2 of "));
    const variable active{"VIRTUAL_ENV", venv};
    check(works());
    check(answer({}, sys("prefix")) != venv);
}

LIFECYCLE_CASE(start_after_a_wrong_pythonhome)
{
    const variable home{"PYTHONHOME", "/nonexistent"};
    check(contains(answer({}, "1"), "PYTHONHOME '/nonexistent' cannot be used: there is no such directory"));
    check(works(py::config::isolated()));
    check(works(py::config{}.home(installed().home())));
}

LIFECYCLE_CASE(start_after_sitecustomize_exits)
{
    const scratch files;
    files.write("sitecustomize.py", "import sys\nprint('not seen', file=sys.stderr)\nsys.exit(3)\n");
    const std::string file = files / "sitecustomize.py";
    for (int i = 0; i < 2; ++i) {
        const variable path{"PYTHONPATH", files / ""};
        const std::string text = answer({}, "1");
        check(contains(text, "start: the environment's site module failed: SystemExit: 3 (" + file + ":3); correct"));
        check(contains(text, "Traceback (most recent call last):"));
    }
    check(works());
}

LIFECYCLE_CASE(start_after_sitecustomize_raises)
{
    const scratch files;
    files.write("sitecustomize.py", "raise ValueError('boom')\n");
    const variable path{"PYTHONPATH", files / ""};
    check(contains(answer({}, "1"), "site module failed: ValueError: boom (sitecustomize); correct"));
    check(works(py::config{}.site(false)));
    check(works(py::config{}.environment(false)));
}

LIFECYCLE_CASE(start_passes_on_what_sitecustomize_logs, .stderr_pattern = "INFO:root:early\nINFO:root:late\n")
{
    const scratch files;
    files.write("sitecustomize.py", "import logging\nlogging.basicConfig(level='INFO')\nlogging.info('early')\n");
    const variable path{"PYTHONPATH", files / ""};
    check(answer({}, "__import__('logging').info('late')") == "None");
}

LIFECYCLE_CASE(start_after_an_unknown_stream_codec)
{
    {
        const variable codec{"PYTHONIOENCODING", "nosuch"};
        check(contains(answer({}, "1"), "PYTHONIOENCODING 'nosuch' cannot be used: LookupError: unknown encoding: nosuch; name"));
        check(works(py::config::isolated()));
    }
    const variable codec{"PYTHONIOENCODING", "latin-1:replace"};
    check(answer({}, sys("stdout.encoding")) == "latin-1");
    check(answer({}, sys("stdout.errors")) == "replace");
    check(answer({}, sys("stderr.errors")) == "backslashreplace");
}

LIFECYCLE_CASE(start_after_a_pythonpath_that_hides_the_standard_library)
{
    const scratch files;
    files.write("encodings/__init__.py");
    const variable path{"PYTHONPATH", files / ""};
    check(contains(answer({}, "1"), "PYTHONPATH hides the standard library"));
    check(works(py::config{}.environment(false)));
}

LIFECYCLE_CASE(start_after_variables_that_cpython_refuses)
{
    for (const char* name : {"PYTHONHASHSEED", "PYTHONTRACEMALLOC"}) {
        {
            const variable bad{name, "bad"};
            check(contains(answer({}, "1"), std::string{"CPython refused: "} + name));
        }
        check(works());
    }
    for (int i = 0; i < 2; ++i) {  // CPython itself reads it in the first start alone
        const variable allocator{"PYTHONMALLOC", "bad"};
        const std::string refused = answer({}, "1");
        check(contains(refused, "start: PYTHONMALLOC is 'bad', this Python knows default, debug, malloc"));
        check(contains(refused, "; correct the variable, or start with environment(false)"));
        check(answer(py::config{}.environment(false), "1") == "1");
    }
    check(works());
    const variable directory{"PYTHONPLATLIBDIR", "bad"};
    const variable mode{"PYTHONUTF8", "bad"};
    const variable executable{"PYTHONEXECUTABLE", "/nonexistent/bin/python"};
    check(works());
}

LIFECYCLE_CASE(start_after_settings_that_cannot_be)
{
    check(contains(answer(py::config{}.module_path("/nonexistent"), "1"), "module_path '/nonexistent' does not exist"));
    const scratch files;
    files.write("only.py", "");
    check(contains(answer(py::config{}.module_path(files / "only.py"), "1"), "only.py' is one module"));
    check(contains(answer(py::config{}.x_option("tracemalloc=bad"), "1"), "CPython refused"));
    check(contains(answer(py::config{}.argv({std::string{"a\0b", 3}}), "1"), "NUL character"));
    check(works());
}

LIFECYCLE_CASE(start_in_one_environment_after_another)
{
    const scratch files;
    const std::string paths = "(" + sys("prefix") + ", " + sys("base_prefix") + ", " + sys("executable") + ", " + sys("path") + ")";
    const std::string first = answer({}, paths);
    const std::string home = make_home(files, "home");
    const std::string second = answer(py::config{}.home(home), paths);
    check(contains(second, "'" + home + "', '" + home + "', '" + home + "/bin/python3', ['" + home + "/lib/"));
    check(!contains(second, "'" + installed().home() + "/lib/"));
    const std::string venv = make_venv(files, "venv", py::detail::loaded_version());
    const std::string third = answer(py::config{}.venv(venv), paths);
    check(contains(third, "'" + venv + "', '" + installed().home() + "', '" + venv + "/bin/python', ["));
    check(!contains(third, home));
    check(answer({}, paths) == first);
}

LIFECYCLE_CASE(start_in_a_venv_sees_its_packages_alone)
{
    const scratch files;
    const std::string venv = make_venv(files, "vénv ü", py::detail::loaded_version());
    const std::string packages = "[p for p in " + sys("path") + " if p.endswith('site-packages')]";
    const variable no_user{"PYTHONNOUSERSITE", "1"};
    check(answer(py::config{}.venv(venv), packages) == "['" + venv + "/lib/python" + py::detail::version_tag() + "/site-packages']");
    check(answer(py::config{}.executable(venv + "/bin/python"), "__import__('only_here').__name__") == "only_here");
    check(answer(py::config{}.venv(venv), sys("flags.no_site")) == "0");
}

LIFECYCLE_CASE(start_gives_multiprocessing_a_python_to_spawn)
{
    const scratch files;
    files.write("spawner.py",
                "import multiprocessing\n\ndef square(x):\n    return x * x\n\ndef run():\n"
                "    with multiprocessing.get_context('spawn').Pool(2) as pool:\n        return pool.map(square, [1, 2, 3])\n");
    check(answer(py::config{}.module_path(files / ""), "__import__('spawner').run()") == "[1, 4, 9]");
}

LIFECYCLE_CASE(start_from_a_zipped_standard_library)
{
    const scratch files;
    const std::string stdlib = "/lib/python" + py::detail::version_tag();
    files.link("home" + stdlib + "/lib-dynload", installed().home() + stdlib + "/lib-dynload");
    files.write("pack.py", "import os, sys, zipfile\nwith zipfile.ZipFile(sys.argv[2], 'w') as archive:\n"
                           "    for folder, folders, names in os.walk(sys.argv[1]):\n"
                           "        folders[:] = [f for f in folders if f not in ('test', 'site-packages', '__pycache__')]\n"
                           "        for name in names:\n            path = os.path.join(folder, name)\n"
                           "            if name.endswith('.py'): archive.write(path, os.path.relpath(path, sys.argv[1]))\n");
    std::string zip = files / ("home/lib/python" + py::detail::version_tag() + ".zip");
    zip.erase(zip.rfind('.', zip.size() - 5), 1);
    const std::string command = installed().executable() + " " + (files / "pack.py") + " " + installed().home() + stdlib + " " + zip;
    check(std::system(command.c_str()) == 0);
    check(contains(answer(py::config{}.home(files / "home"), "__import__('json').__file__"), ".zip/json/__init__.py"));
    check(answer(py::config{}.home(files / "home"), "repr(" + sys("executable") + ")") == "''");
    check(works());
}

LIFECYCLE_CASE(start_puts_module_paths_first_in_their_order)
{
    const scratch files;
    files.write("é/m.py", "x = 1");
    files.write("b/m.py", "x = 2");
    const py::config c = py::config{}.module_path(files / "é").module_path(files / "b");
    check(answer(c, sys("path[:2]")) == "['" + (files / "é") + "', '" + (files / "b") + "']");
    check(answer(c, "__import__('m').x") == "1");
}

LIFECYCLE_CASE(start_always_sets_argv)
{
    check(answer({}, sys("argv")) == "['']");
    check(answer(py::config{}.program_name("/opt/app"), sys("argv")) == "['/opt/app']");
    check(answer(py::config{}.argv({"prög", "-c", "x"}), sys("argv")) == "['prög', '-c', 'x']");
    check(answer(py::config{}.argv({}), sys("argv")) == "['']");
}

LIFECYCLE_CASE(start_leaves_the_locale_to_the_host)
{
    const std::string before = std::setlocale(LC_ALL, nullptr);
    check(answer({}, sys("getfilesystemencoding()")) == "utf-8");
    check(before == std::setlocale(LC_ALL, nullptr));
    check(answer(py::config{}.utf8(false), sys("flags.utf8_mode")) == "0");
    check(answer({}, sys("flags.utf8_mode")) == "1");
}

LIFECYCLE_CASE(start_leaves_sigint_to_the_host_when_python_imports_signal)
{
    const auto action = [] {
        struct sigaction now{};
        sigaction(SIGINT, nullptr, &now);
        return now.sa_handler;
    };
    check(answer({}, "__import__('signal').getsignal(2) == __import__('signal').SIG_DFL") == "True");
    check(action() == SIG_DFL);
    std::signal(SIGINT, [](int) {});
    const auto own = action();
    check(answer({}, "__import__('signal').getsignal(2)") == "None");
    check(action() == own);
    std::signal(SIGINT, SIG_DFL);
    check(contains(answer(py::config{}.signal_handlers(true), "__import__('signal').getsignal(2)"), "default_int_handler"));
}

LIFECYCLE_CASE(start_with_another_allocator_than_before)
{
    check(works());
    check(answer(py::config{}.dev_mode(true), sys("flags.dev_mode")) == "True");
    const variable allocator{"PYTHONMALLOC", "malloc_debug"};
    check(works());
}

LIFECYCLE_CASE(start_without_standard_streams)
{
    std::fclose(stdin);
    const int kept = dup(2);
    close(2);
    check(works());
    const scratch files;
    files.write("sitecustomize.py", "import sys\nprint('lost', file=sys.stderr)\n");
    const variable path{"PYTHONPATH", files / ""};
    check(works());
    dup2(kept, 2);
}
