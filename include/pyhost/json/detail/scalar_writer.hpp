// SPDX-License-Identifier: MIT
// Writes the values of Python of which no code runs for it: None, bool, int, float and str.
#pragma once

#include <pyhost/detail/failure.hpp>
#include <pyhost/json/detail/number_out.hpp>
#include <pyhost/json/detail/text_out.hpp>
#include <pyhost/json/detail/write_problem.hpp>
#include <pyhost/json/dump_options.hpp>

#include <string>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class scalar_writer {
protected:
    explicit scalar_writer(const json::dump_options& options) noexcept : options_{options} {}

    enum class step { written, failed, other };

    static step made(bool is_written) noexcept { return is_written ? step::written : step::failed; }

    /// A value of exactly one of these classes.
    PYHOST_DETAIL_INLINE step scalar(PyObject* o) PYHOST_NEEDS_GIL
    {
        PyTypeObject* type = Py_TYPE(o);
        if (type == &PyUnicode_Type) return made(text(o));
        if (type == &PyLong_Type) return made(integer(o));
        if (type == &PyFloat_Type) return made(number(PyFloat_AS_DOUBLE(o)));
        if (o == Py_None) return made(add("null"));
        if (o == Py_True) return made(add("true"));
        if (o == Py_False) return made(add("false"));
        return step::other;
    }

    bool add(std::string_view text)
    {
        out_.put(text);
        return is_short_enough();
    }

    bool is_short_enough()
    {
        return out_.size() <= options_.max_size || problem_.refuse("a text of at most " + std::to_string(options_.max_size) + " bytes",
                                                                   "; raise max_size where it may be larger");
    }

    bool text(PyObject* o) PYHOST_NEEDS_GIL
    {
        if (!is_compact_ascii(o)) [[unlikely]]
            return wide_text(o);
        put_text(out_, {ascii_data(o), static_cast<std::size_t>(text_length(o))});
        return is_short_enough();
    }

    bool wide_text(PyObject* o) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(o)};  // an error is an object, for which the collector may run what drops the text
        Py_ssize_t size = 0;
        const char* data = PyUnicode_AsUTF8AndSize(o, &size);  // which the str keeps
        if (data == nullptr) [[unlikely]]
            return refuse_text(o);
        put_text(out_, {data, static_cast<std::size_t>(size)});
        return is_short_enough();
    }

    bool refuse_text(PyObject* o) PYHOST_NEEDS_GIL
    {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) return false;
        PyErr_Clear();
        return problem_.refuse("text of whole characters, got " + short_repr(o), "");
    }

    bool integer(PyObject* o) PYHOST_NEEDS_GIL
    {
        if (is_compact(o)) [[likely]] {
            put_integer(out_, static_cast<long long>(compact_value(o)));
            return true;
        }
        const owned_pointer held{new_reference(o)};
        int is_wide = 0;
        const long long value = PyLong_AsLongLongAndOverflow(o, &is_wide);
        if (value == -1 && is_wide == 0 && PyErr_Occurred() != nullptr) return false;
        constexpr long long largest = (1LL << 53) - 1;
        const bool is_in_javascript = is_wide == 0 && value >= -largest && value <= largest;
        if (!is_in_javascript && options_.wide_integers == json::wide_integers::refused)
            return problem_.refuse("an integer of 53 bits, got " + short_repr(o),
                                   "; JavaScript has no larger ones: set wide_integers to text, or to exact");
        const bool is_text = !is_in_javascript && options_.wide_integers == json::wide_integers::text;
        if (is_text) out_.put('"');
        if (!put_wide_integer(out_, o)) return false;
        if (is_text) out_.put('"');
        return is_short_enough();
    }

    bool number(double value)
    {
        if (put_float(out_, value)) [[likely]]
            return true;
        switch (options_.not_finite) {
            case json::not_finite::null:
                return add("null");
            case json::not_finite::literal:
                return add(value != value ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            default:
                return problem_.refuse("a finite number, got " + std::string{value != value ? "nan"
                                                                             : value > 0    ? "inf"
                                                                                            : "-inf"},
                                       "; set not_finite to null where it may be one");
        }
    }

    const json::dump_options& options_;
    text_buffer out_;
    write_problem problem_;
};

}  // namespace pyhost::inline v0::detail

#endif
