// SPDX-License-Identifier: MIT
// Writes one value as JSON.
#pragma once

#include <pyhost/convert/detail/source.hpp>
#include <pyhost/detail/stack_room.hpp>
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
        if (!any(' ', value.resolve().ptr(), 0) || !is_short_enough()) problem_.raise();
        return out_.text();
    }

private:
    bool any(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        return plain(before, o) ? is_short_enough() : composed(before, o, depth);
    }

    /// What is not plain. What runs for it may take it out of where it is, so that each holds it.
    bool composed(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        PyTypeObject* type = Py_TYPE(o);
        if (type == &PyDict_Type) return members(before, o, depth);
        if (type == &PyList_Type) return list(before, o, depth);
        if (type == &PyTuple_Type) return tuple(before, o, depth);
        if (type == &PyUnicode_Type) return text(before, o);
        if (type == &PyLong_Type) return integer(before, o);
        if (type == &PyFloat_Type) return number(before, PyFloat_AS_DOUBLE(o));
        return derived(before, o, depth);
    }

    /// What is no plain value: first what stands for something else, then what derives from a plain one.
    bool derived(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (!is_inside(depth)) return false;
        const owned_pointer held{new_reference(o)};
        const owned_pointer instead{value_instead_of(o)};
        if (PyErr_Occurred() != nullptr) return false;
        if (instead) return any(before, instead.get(), depth + 1);
        if (PyUnicode_Check(o)) return text(before, o);
        if (PyLong_Check(o)) return integer(before, o);
        if (PyFloat_Check(o)) return number(before, PyFloat_AS_DOUBLE(o));
        if (PyDict_Check(o)) return members(before, o, depth);
        if (PyList_Check(o)) return list(before, o, depth);
        if (PyTuple_Check(o)) return tuple(before, o, depth);
        if (PyBytes_Check(o) || PyByteArray_Check(o) || PyMemoryView_Check(o)) return bytes(before, o, depth);
        return other(before, o, depth);
    }

    bool other(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const object made = options_.other ? options_.other(handle{o}) : object{};
        if (!made.has_value())
            return problem_.refuse("a value that JSON has a form for, got " + described(o),
                                   "; give dump_options an `other`, or convert it before", true);
        return any(before, made.resolve().ptr(), depth + 1);
    }

    PYHOST_DETAIL_INLINE bool is_inside(std::size_t depth) PYHOST_NEEDS_GIL
    {
        return (depth != options_.max_depth || refuse_depth()) && has_stack_room();
    }

    PYHOST_DETAIL_COLD bool refuse_depth()
    {
        return problem_.refuse("at most " + std::to_string(options_.max_depth) + " arrays and objects in each other",
                               "; raise max_depth for more, or look for a value that holds itself");
    }

    bool bytes(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (options_.bytes == json::bytes_as::other) return other(before, o, depth);
        if (options_.bytes == json::bytes_as::refused)
            return problem_.refuse("a value that JSON has a form for, got " + described(o), "; set bytes to base64 to write them so", true);
        const object plain = object::steal(PyBytes_FromObject(o));
        if (!plain.has_value()) return false;
        out_.put(before);
        put_base64(out_, reinterpret_cast<const unsigned char*>(PyBytes_AS_STRING(plain.ptr())),
                   static_cast<std::size_t>(PyBytes_GET_SIZE(plain.ptr())));
        return is_short_enough();
    }

    /// Puts the item at a place of an array, which the bracket or a comma comes before.
    PYHOST_DETAIL_INLINE bool item(PyObject* o, Py_ssize_t at, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const char before = at == 0 ? '[' : ',';
        return ((plain(before, o) || composed(before, o, depth)) && is_short_enough()) || problem_.at(std::to_string(at));
    }

    bool close(char bracket)
    {
        out_.put(bracket);
        return is_short_enough();
    }

    bool list(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if constexpr (!has_gil) {
            const owned_pointer items{PyList_AsTuple(o)};
            return items && tuple(before, items.get(), depth);
        }
        if (!is_inside(depth)) return false;
        const owned_pointer held{new_reference(o)};
        out_.put(before);
        Py_ssize_t at = 0;
        for (; at < PyList_GET_SIZE(o); ++at)
            if (!item(PyList_GET_ITEM(o, at), at, depth + 1)) return false;
        if (at == 0) out_.put('[');
        return close(']');
    }

    bool tuple(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (!is_inside(depth)) return false;
        const owned_pointer held{new_reference(o)};
        out_.put(before);
        Py_ssize_t at = 0;
        for (; at < PyTuple_GET_SIZE(o); ++at)
            if (!item(PyTuple_GET_ITEM(o, at), at, depth + 1)) return false;
        if (at == 0) out_.put('[');
        return close(']');
    }

    bool members(char before, PyObject* o, std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (!is_inside(depth++)) return false;
        const owned_pointer held{new_reference(o)};
        const Py_ssize_t size = PyDict_Size(o);
        out_.put(before);
        before = '{';
        if constexpr (!has_gil) {
            const owned_pointer items{dict_items(o, 0, size)};
            if (!items) return false;
            for (Py_ssize_t i = 0; i < size; ++i, before = ',')
                if (!member(before, PyTuple_GET_ITEM(items.get(), 2 * i), PyTuple_GET_ITEM(items.get(), 2 * i + 1), depth)) return false;
            if (size == 0) out_.put('{');
            return close('}');
        }
        PyObject *name = nullptr, *value = nullptr;
        for (Py_ssize_t at = 0; PyDict_Next(o, &at, &name, &value) != 0; before = ',') {
            if (!member(before, name, value, depth)) return false;
            if (reinterpret_cast<PyDictObject*>(o)->ma_used != size) {
                PyErr_SetString(PyExc_RuntimeError, "json: the dict changed size while it was written");
                return false;
            }
        }
        if (before == '{') out_.put('{');
        return close('}');
    }

    PYHOST_DETAIL_INLINE bool member(char before, PyObject* name, PyObject* value, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const bool is_plain_name = PyUnicode_CheckExact(name) && plain_text(before, name);
        if (!is_plain_name && !odd_key(before, name)) return false;
        if (!plain(':', value)) return composed_member(name, value, depth);
        return is_short_enough() || problem_.at(shown_key(name));
    }

    bool composed_member(PyObject* name, PyObject* value, std::size_t depth) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(name)};  // for the pointer, whatever the value does to the dict
        return (is_short_enough() && composed(':', value, depth)) || problem_.at(shown_key(name));
    }

    bool odd_key(char before, PyObject* name) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(name)};
        return key(before, name) || problem_.at(shown_key(name));
    }

    bool key(char before, PyObject* name) PYHOST_NEEDS_GIL
    {
        if (PyUnicode_Check(name)) return text(before, name);
        if (options_.other_keys == json::other_keys::text && is_plain_key(name)) {
            out_.put(before);
            const bool is_written =
                PyLong_Check(name) && !PyBool_Check(name) ? put_wide_integer(out_, '"', name) : any('"', name, options_.max_depth);
            out_.put('"');
            return is_written;
        }
        return problem_.refuse("a key that is a str, got " + described(name), "; set other_keys to text for those that are numbers", true);
    }
};

}  // namespace pyhost::inline v0::detail

#endif
