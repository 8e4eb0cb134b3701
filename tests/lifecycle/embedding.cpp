// SPDX-License-Identifier: MIT
// What CPython's own tests of embedding try, through pyhost: what the host does before the start, hooks, fresh runs, the main script.
#include <support/lifecycle.hpp>
#include <support/scratch.hpp>
#include <support/start.hpp>

#include <pyhost/detail/library.hpp>
#include <pyhost/pyhost.hpp>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace py = pyhost;
using namespace py::literals;
using support::check;
using support::scratch;
using support::variable;

namespace {

constexpr int runs = 4;

/// A module that a host registers by the C API.
PyObject* make_registered_module()
{
    static PyModuleDef definition{PyModuleDef_HEAD_INIT, "registered_by_host", nullptr, -1, nullptr, nullptr, nullptr, nullptr, nullptr};
    PyObject* made = PyModule_Create(&definition);
#if defined(Py_GIL_DISABLED)
    PyUnstable_Module_SetGIL(made, Py_MOD_GIL_NOT_USED);
#endif
    return made;
}

/// Counts the events that an audit hook hears.
struct heard_events {
    int compiled = 0;
    int executed = 0;
    int imported = 0;
};

int hear(const char* event, PyObject*, void* to) noexcept
{
    auto& heard = *static_cast<heard_events*>(to);
    heard.compiled += std::strcmp(event, "compile") == 0 ? 1 : 0;
    heard.executed += std::strcmp(event, "exec") == 0 ? 1 : 0;
    heard.imported += std::strcmp(event, "import") == 0 ? 1 : 0;
    return 0;
}

/// repr(expression) in an interpreter of its own.
std::string answer(const py::config& c, const std::string& expression) { return support::answer(c, "repr(" + expression + ")"); }

/// Counts what the host's own allocator gives.
void* counted_malloc(void* count, std::size_t size)
{
    ++*static_cast<std::atomic<long>*>(count);
    return std::malloc(size != 0 ? size : 1);
}
void* counted_calloc(void* count, std::size_t items, std::size_t size)
{
    ++*static_cast<std::atomic<long>*>(count);
    return std::calloc(items != 0 ? items : 1, size != 0 ? size : 1);
}
void* counted_realloc(void* count, void* old, std::size_t size)
{
    ++*static_cast<std::atomic<long>*>(count);
    return std::realloc(old, size != 0 ? size : 1);
}
void counted_free(void*, void* memory) { std::free(memory); }

/// What one run may leave behind for the next in CPython's static data: types, interned names, parsers, specialised code.
constexpr const char* uses_static_data = R"(
import sys, json, _queue, collections, importlib._bootstrap

for name in ('flags', 'float_info', 'hash_info', 'int_info', 'thread_info', 'version_info'):
    kind = type(getattr(sys, name))
    assert kind.__mro__ == (kind, tuple, object), name
    assert kind.__subclasses__() == [], name
    assert repr(getattr(sys, name)).startswith('sys.'), name
assert type(sys.get_asyncgen_hooks()).__bases__ == (tuple,)

assert '\N{DIGIT NINE}' == '9'
if sys.version_info[:2] != (3, 12): _queue.SimpleQueue().put_nowait(item=None)
for _ in range(200): importlib._bootstrap._handle_fromlist(importlib._bootstrap, ['x'], lambda *a: None)

slots = {}
for kind in (int, str, dict, list, tuple, type, BaseException, collections.deque):
    slots[kind.__name__] = sorted(n + repr(v)[:30] for n, v in vars(kind).items() if 'slot wrapper' in repr(v))
slots = json.dumps(slots)
)";

/// CPython before 3.13 loses slots of static types (gh-117482) and datetime's strptime in a second run, in plain C too; 3.12.1
/// also crashes on a keyword argument of _queue (gh-122334).
constexpr bool keeps_static_data_fresh = PY_VERSION_HEX >= 0x030D0000;

constexpr const char* parses_a_date = "__import__('datetime').datetime.strptime('2026-01-02', '%Y-%m-%d').strftime('%Y%m%d')";

}  // namespace

LIFECYCLE_CASE(a_module_that_the_host_registers_is_imported_in_every_run)
{
    check(PyImport_AppendInittab("registered_by_host", make_registered_module) == 0);
    for (int i = 0; i < runs; ++i) check(answer({}, "__import__('registered_by_host').__name__") == "'registered_by_host'");
}

LIFECYCLE_CASE(each_run_finds_static_data_as_new)
{
    std::string first;
    for (int i = 0; i < runs; ++i) {
        const py::interpreter python{py::config::isolated()};
        const py::gil_guard gil;
        const py::dict globals;
        py::exec(uses_static_data, globals);
        const auto slots = globals["slots"].cast<std::string>();
        check(slots.size() > 1000);
        if (first.empty()) first = slots;
        if (!keeps_static_data_fresh) continue;
        check(slots == first);
        check(py::eval(parses_a_date).cast<std::string>() == "20260102");
    }
}

LIFECYCLE_CASE(what_the_c_api_allows_before_the_start_does_not_change_it)
{
    const std::string before = answer({}, "__import__('sys').executable");
    wchar_t* text = Py_DecodeLocale("/nonexistent/ü", nullptr);
    check(text != nullptr);
    void* memory = PyMem_RawMalloc(100);
    check(memory != nullptr && Py_IsInitialized() == 0);
    PyMem_RawFree(memory);
#if PY_VERSION_HEX < 0x030D0000
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    Py_SetPythonHome(text);
    Py_SetProgramName(text);
    Py_UTF8Mode = 0;
    Py_NoSiteFlag = 1;
    Py_IgnoreEnvironmentFlag = 1;
#pragma GCC diagnostic pop
#endif
    check(answer({}, "__import__('sys').executable") == before);
    check(answer({}, "__import__('sys').flags.utf8_mode") == "1");
    check(answer({}, "'site' in __import__('sys').modules") == "True");
    check(answer({}, "__import__('sys').flags.ignore_environment") == "0");
    PyMem_RawFree(text);
}

LIFECYCLE_CASE(x_options_and_warning_options_reach_python)
{
    const variable warnings{"PYTHONWARNINGS", "once,error::UserWarning"};
    check(answer(py::config{}.x_option("a").x_option("b=2"), "[__import__('sys')._xoptions[k] for k in 'ab']") == "[True, '2']");
    check(answer({}, "__import__('sys').warnoptions") == "['once', 'error::UserWarning']");
    check(answer({}, "__import__('warnings').filters[0][0]") == "'error'");
    check(answer(py::config::isolated(), "__import__('sys').warnoptions") == "[]");
#if PY_VERSION_HEX >= 0x030B0000
    check(answer(py::config{}.x_option("frozen_modules=on"), "__import__('os').__spec__.origin") == "'frozen'");
    check(answer(py::config{}.x_option("frozen_modules=off"), "__import__('os').__spec__.origin") != "'frozen'");
#endif
}

LIFECYCLE_CASE(pythons_variables_count_unless_the_config_is_isolated)
{
    const scratch files;
    const variable optimise{"PYTHONOPTIMIZE", "2"};
    const variable no_bytecode{"PYTHONDONTWRITEBYTECODE", "1"};
    const variable hash{"PYTHONHASHSEED", "7"};
    const variable path{"PYTHONPATH", files / ""};
    const std::string flags =
        "[getattr(__import__('sys').flags, n) for n in ('optimize', 'dont_write_bytecode', 'isolated', 'no_user_site')]";
    check(answer({}, flags) == "[2, 1, 0, 0]");
    check(answer({}, "hash('pyhost')") == answer({}, "hash('pyhost')"));
    check(answer({}, "'" + (files / "") + "'.rstrip('/') in [p.rstrip('/') for p in __import__('sys').path]") == "True");
    check(answer(py::config::isolated(), flags) == "[0, 0, 1, 1]");
    check(answer(py::config::isolated(), "'" + (files / "") + "'.rstrip('/') in [p.rstrip('/') for p in __import__('sys').path]") ==
          "False");
}

LIFECYCLE_CASE(initialising_python_again_does_nothing)
{
    py::interpreter python;
    const py::gil_guard gil;
    py::exec("kept = 5");
    Py_Initialize();
    Py_InitializeEx(0);
    check(py::eval("kept").cast<int>() == 5);
}

LIFECYCLE_CASE(a_start_beside_a_python_that_other_code_started_is_refused)
{
    Py_InitializeEx(0);
    std::string refusal;
    try {
        py::interpreter python;
    } catch (const py::startup_error& e) {
        refusal = e.what();
    }
    check(refusal == "start: Python runs already (other code called Py_Initialize, or this is a Python process); "
                     "let pyhost::interpreter start it instead");
    check(PyRun_SimpleString("assert 1 + 1 == 2") == 0);
    check(Py_FinalizeEx() == 0);
    check(answer({}, "1 + 1") == "2");
}

LIFECYCLE_CASE(a_script_runs_as_main_with_its_arguments_in_every_run)
{
    const scratch files;
    files.write("script.py", "import sys\nassert __name__ == '__main__'\nresult = sys.argv\nif len(sys.argv) > 2: sys.exit(5)\n");
    const std::string path = files / "script.py";
    for (int i = 0; i < runs; ++i) {
        const py::interpreter python{py::config{}.argv({path, "arg2"})};
        const py::gil_guard gil;
        check(py::run_file(path)["result"].cast<std::vector<std::string>>() == std::vector{path, std::string{"arg2"}});
    }
    const py::interpreter python{py::config{}.argv({path, "a", "b"})};
    const py::gil_guard gil;
    try {
        py::run_file(path);
        check(false);
    } catch (const py::system_exit& e) {
        check(e.value().attr("code").cast<int>() == 5);
    }
}

LIFECYCLE_CASE(an_interpreter_started_on_a_thread_that_ended_works_on)
{
    for (int i = 0; i < runs; ++i) {
        std::optional<py::interpreter> python;
        std::thread{[&] {
            python.emplace(py::config::isolated());
            const py::gil_guard gil;
            py::exec("import threading\nkept = threading.main_thread().name");
        }}.join();
        {
            const py::gil_guard gil;
            check(py::eval("kept").cast<std::string>() == "MainThread");
        }
        check(python->stop().finalised);
    }
}

LIFECYCLE_CASE(audit_hooks_hear_what_pyhost_runs)
{
    static heard_events heard;
    check(PySys_AddAuditHook(hear, &heard) == 0);
    py::interpreter python{py::config::isolated()};
    const py::gil_guard gil;
    const heard_events before = heard;
    py::exec("x = 1");
    check(heard.compiled == before.compiled + 1);
    check(heard.executed == before.executed + 1);
    check(py::eval("x + 1").cast<int>() == 2);
    check(heard.compiled == before.compiled + 2);
    check(heard.executed == before.executed + 2);
    static_cast<void>(py::module_from_source("made_here", "y = 1"));
    check(heard.executed == before.executed + 3);
    static_cast<void>(py::import_module("colorsys"));
    check(heard.imported > before.imported);
}

LIFECYCLE_CASE(a_hook_that_opens_code_is_used_for_scripts_and_modules)
{
    static int opened = 0;
    check(PyFile_SetOpenCodeHook(
              [](PyObject* path, void*) {
                  ++opened;
                  PyObject* io = PyImport_ImportModule("_io");
                  PyObject* file = io != nullptr ? PyObject_CallMethod(io, "open", "Os", path, "rb") : nullptr;
                  Py_XDECREF(io);
                  return file;
              },
              nullptr) == 0);
    const scratch files;
    files.write("script.py", "result = 1\n");
    files.write("module_of_a_file.py", "value = 2\n");
    py::interpreter python{py::config{}.module_path(files / "")};
    const py::gil_guard gil;
    const int before = opened;
    check(py::run_file(files / "script.py")["result"].cast<int>() == 1);
    check(opened > before);
    check(py::import_module("module_of_a_file").attr("value").cast<int>() == 2);
    check(opened > before + 1);
}

LIFECYCLE_CASE(an_allocator_that_the_host_sets_before_the_start_serves_python)
{
    static std::atomic<long> count{0};
    PyMemAllocatorEx mine{&count, counted_malloc, counted_calloc, counted_realloc, counted_free};
    PyMem_SetAllocator(PYMEM_DOMAIN_RAW, &mine);
    check(answer({}, "1 + 1") == "2");
    check(count > 1000);
    check(answer({}, "1 + 1") == "2");  // from 3.12 on with CPython's own: a second run resets it
}

LIFECYCLE_CASE(nothing_interactive_runs)
{
    const scratch files;
    files.write("startup.py", "raise SystemExit(9)\n");
    const variable startup{"PYTHONSTARTUP", files / "startup.py"};
    const variable inspect{"PYTHONINSPECT", "1"};
    {
        const py::interpreter python;
        const py::gil_guard gil;
        py::exec("import sys\n"
                 "def hook(): raise SystemExit(9)\n"
                 "sys.__interactivehook__ = hook\n");
        try {
            py::exec("sys.exit(4)");
            check(false);
        } catch (const py::system_exit& e) {
            check(e.value().attr("code").cast<int>() == 4);
        }
    }
    check(answer({}, "1 + 1") == "2");
}

LIFECYCLE_CASE(the_mark_of_a_build_tree_beside_the_python_program_does_not_mislead_the_start)
{
    const scratch files;
    const std::string stdlib = "/lib/python" + py::detail::version_tag();
    files.link("home" + stdlib, support::installed().home() + stdlib);
    files.link("home/bin/python3", support::installed().executable());
    files.write("home/bin/pybuilddir.txt", "build/lib.linux-x86_64");
    files.write("home/pybuilddir.txt", "build/lib.linux-x86_64");
    const py::config c = py::config{}.home(files / "home");
    check(answer(c, "__import__('sys').prefix") == "'" + (files / "home") + "'");
    check(answer(c, "[p for p in __import__('sys').path if 'build' in p]") == "[]");
    check(answer(c, "__import__('json').__file__.startswith('" + (files / "home") + "')") == "True");
}

LIFECYCLE_CASE(a_state_of_another_layout_is_told_and_ends_nothing)
{
    static struct {
        char name[16] = "_pyhost_state";
        std::uint32_t layout = 99;
        std::uint32_t size = 24;
    } other;
    static std::vector<struct _frozen> table;
    for (const struct _frozen* one = PyImport_FrozenModules; one != nullptr && one->name != nullptr; ++one) table.push_back(*one);
    table.resize(table.size() + 2);
    table[table.size() - 2].name = other.name;
    PyImport_FrozenModules = table.data();
    Py_InitializeEx(0);
    check(py::is_attached());
    {
        const py::gil_guard nested;
    }
    check(Py_FinalizeEx() == 0);
    check(!py::is_attached());
    std::string refusal;
    try {
        const py::interpreter python;
    } catch (const std::runtime_error& e) {
        refusal = e.what();
    }
    check(refusal.find("state layout 99 was found") != std::string::npos);
    std::_Exit(0);  // the counters are in no state that this binary can read
}
