// SPDX-License-Identifier: MIT
// Repeats an operation while one allocation of CPython, or all from one on, are refused.
#pragma once

#include <support/lifecycle.hpp>

#include <pyhost/call.hpp>
#include <pyhost/convert/arithmetic.hpp>
#include <pyhost/module.hpp>

#include <new>

namespace support {

/// CPython's own hook for it, where this CPython has its test modules.
class memory_limit {
public:
    memory_limit() PYHOST_NEEDS_GIL
    {
        const pyhost::object module = pyhost::import_module("_testcapi");
        set_ = module.attr("set_nomemory");
        remove_ = module.attr("remove_mem_hooks");
    }

    /// Runs `f` while the allocations from `first` to before `last` fail, all after `first` when that is 0; whether `f` came to its end.
    template <class F>
    bool run(int first, int last, F f) const PYHOST_NEEDS_GIL
    {
        const pyhost::object from = pyhost::to_python(first), to = pyhost::to_python(last);
        PyObject* const arguments[] = {from.ptr(), to.ptr()};
        bool is_done = false;
        Py_DECREF(PyObject_Vectorcall(set_.ptr(), arguments, 2, nullptr));
        try {
            f();
            is_done = true;
        } catch (const std::bad_alloc&) {
        } catch (const pyhost::error&) {  // MemoryError, or what Python code makes of it
        }
        Py_DECREF(PyObject_CallNoArgs(remove_.ptr()));
        check(PyErr_Occurred() == nullptr);
        check(pyhost::is_attached());
        return is_done;
    }

private:
    pyhost::object set_;
    pyhost::object remove_;
};

/// Repeats `f` while its first allocation is refused, then its second, and so on.
///
/// Not for what runs Python code: CPython 3.13 drops the code of a nested function twice when the function finds no memory.
template <class F>
void refuse_each(F f) PYHOST_NEEDS_GIL
{
    constexpr int most = 400;
    const memory_limit limit;
    f();  // what is made once is made now
    int refused = 0;
    for (int at = 0; at < most; ++at) refused += limit.run(at, at + 1, f) ? 0 : 1;
    check(refused > 0);
    f();
}

/// Grants `f` no, one, two ... allocations, until it comes to its end.
///
/// Not for what runs Python code: an exception handler of CPython 3.12 and 3.13 tries for ever (ceval.c: exception_unwind).
template <class F>
void refuse_all_from_each(F f) PYHOST_NEEDS_GIL
{
    const memory_limit limit;
    f();
    int granted = 0;
    while (!limit.run(granted, 0, f)) check(++granted < 2000);
    check(granted > 0);
    f();
}

}  // namespace support
