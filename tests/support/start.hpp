// SPDX-License-Identifier: MIT
// Starts an interpreter of its own for one question: what lifecycle cases of the start ask.
#pragma once

#include <pyhost/environment.hpp>
#include <pyhost/gil.hpp>
#include <pyhost/interpreter.hpp>

#include <string>

namespace support {

/// str(expression) in an interpreter of its own, or the text of the startup_error.
inline std::string answer(const pyhost::config& c, const std::string& expression)
{
    try {
        const pyhost::interpreter python{c};
        const pyhost::gil_guard gil;
        PyObject* globals = PyModule_GetDict(PyImport_AddModule("__main__"));
        PyObject* value = PyRun_String(("__import__('builtins').str(" + expression + ")").c_str(), Py_eval_input, globals, globals);
        if (value == nullptr) {
            PyErr_Print();
            return "the expression raised";
        }
        std::string text = PyUnicode_AsUTF8(value);
        Py_DECREF(value);
        return text;
    } catch (const pyhost::startup_error& e) {
        return e.what();
    }
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Starts and runs extension modules and pure Python.
inline bool works(const pyhost::config& c = {})
{
    return answer(c, "__import__('json').loads('[1]')[0] + __import__('math').floor(1.5)") == "2";
}

inline std::string sys(const char* name) { return std::string{"__import__('sys')."} + name; }

/// The installation of the program, whatever the variables say.
inline pyhost::environment installed() { return pyhost::find_environment(pyhost::config::isolated()); }

}  // namespace support
