// SPDX-License-Identifier: MIT
// Writes one value as JSON.
#pragma once

#include <pyhost/convert/detail/source.hpp>
#include <pyhost/json/detail/other_values.hpp>
#include <pyhost/json/detail/scalar_writer.hpp>

#include <string>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class json_writer : scalar_writer {
public:
    explicit json_writer(const json::dump_options& options) noexcept : scalar_writer{options} {}

    std::string write(handle value) PYHOST_NEEDS_GIL
    {
        if (!any(value.resolve().ptr(), 0) || !is_short_enough()) problem_.raise();
        return out_.text();
    }

private:
    bool any(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const step done = scalar(o);
        return done == step::other ? container(o, depth) : done == step::written;
    }

    bool container(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(o)};  // what runs for its items may take it out of where it is
        PyTypeObject* type = Py_TYPE(o);
        if (type == &PyDict_Type) return is_inside(depth) && members(o, depth + 1);
        if (type == &PyList_Type) return is_inside(depth) && list(o, depth + 1);
        if (type == &PyTuple_Type) return is_inside(depth) && tuple(o, depth + 1);
        return derived(o, depth);
    }

    /// What is no plain value: first what stands for something else, then what derives from a plain one.
    bool derived(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (!is_inside(depth)) return false;
        const owned_pointer instead{value_instead_of(o)};
        if (PyErr_Occurred() != nullptr) return false;
        if (instead) return any(instead.get(), depth + 1);
        if (PyUnicode_Check(o)) return text(o);
        if (PyLong_Check(o)) return integer(o);
        if (PyFloat_Check(o)) return number(PyFloat_AS_DOUBLE(o));
        if (PyDict_Check(o)) return members(o, depth + 1);
        if (PyList_Check(o)) return list(o, depth + 1);
        if (PyTuple_Check(o)) return tuple(o, depth + 1);
        if (PyBytes_Check(o) || PyByteArray_Check(o) || PyMemoryView_Check(o)) return bytes(o, depth);
        return other(o, depth);
    }

    bool other(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const object made = options_.other ? options_.other(handle{o}) : object{};
        if (!made.has_value())
            return problem_.refuse("a value that JSON has a form for, got " + described(o),
                                   "; give dump_options an `other`, or convert it before", true);
        return any(made.resolve().ptr(), depth + 1);
    }

    bool is_inside(std::size_t depth)
    {
        return depth != options_.max_depth ||
               problem_.refuse("at most " + std::to_string(options_.max_depth) + " arrays and objects in each other",
                               "; raise max_depth for more, or look for a value that holds itself");
    }

    bool bytes(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (options_.bytes == json::bytes_as::other) return other(o, depth);
        if (options_.bytes == json::bytes_as::refused)
            return problem_.refuse("a value that JSON has a form for, got " + described(o), "; set bytes to base64 to write them so", true);
        const object plain = object::steal(PyBytes_FromObject(o));
        if (!plain.has_value()) return false;
        put_base64(out_, reinterpret_cast<const unsigned char*>(PyBytes_AS_STRING(plain.ptr())),
                   static_cast<std::size_t>(PyBytes_GET_SIZE(plain.ptr())));
        return is_short_enough();
    }

    bool item(PyObject* o, std::size_t at, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (at != 0) out_.put(',');
        return (any(o, depth) && is_short_enough()) || problem_.at(std::to_string(at));
    }

    bool list(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if constexpr (!has_gil) {
            const owned_pointer items{PyList_AsTuple(o)};
            return items && tuple(items.get(), depth);
        }
        out_.put('[');
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(o); ++i)
            if (!item(PyList_GET_ITEM(o, i), static_cast<std::size_t>(i), depth)) return false;
        return add("]");
    }

    bool tuple(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        out_.put('[');
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(o); ++i)
            if (!item(PyTuple_GET_ITEM(o, i), static_cast<std::size_t>(i), depth)) return false;
        return add("]");
    }

    bool members(PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const Py_ssize_t size = PyDict_Size(o);
        out_.put('{');
        if constexpr (!has_gil) {
            const owned_pointer items{dict_items(o, 0, size)};
            if (!items) return false;
            for (Py_ssize_t i = 0; i < size; ++i)
                if (!member(PyTuple_GET_ITEM(items.get(), 2 * i), PyTuple_GET_ITEM(items.get(), 2 * i + 1), i == 0, depth)) return false;
            return add("}");
        }
        PyObject *name = nullptr, *value = nullptr;
        bool is_first = true;
        for (Py_ssize_t at = 0; PyDict_Next(o, &at, &name, &value) != 0; is_first = false) {
            if (!member(name, value, is_first, depth)) return false;
            if (reinterpret_cast<PyDictObject*>(o)->ma_used != size) {
                PyErr_SetString(PyExc_RuntimeError, "json: the dict changed size while it was written");
                return false;
            }
        }
        return add("}");
    }

    bool member(PyObject* name, PyObject* value, bool is_first, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(name)};  // for the pointer, whatever the value does to the dict
        if (!is_first) out_.put(',');
        if (!key(name)) return problem_.at(shown_key(name));
        out_.put(':');
        return any(value, depth) || problem_.at(shown_key(name));
    }

    bool key(PyObject* name) PYHOST_NEEDS_GIL
    {
        if (PyUnicode_Check(name)) return text(name);
        if (options_.other_keys == json::other_keys::text && is_plain_key(name)) {
            out_.put('"');
            const bool is_written =
                PyLong_Check(name) && !PyBool_Check(name) ? put_wide_integer(out_, name) : any(name, options_.max_depth);
            out_.put('"');
            return is_written;
        }
        return problem_.refuse("a key that is a str, got " + described(name), "; set other_keys to text for those that are numbers", true);
    }
};

}  // namespace pyhost::inline v0::detail

#endif
