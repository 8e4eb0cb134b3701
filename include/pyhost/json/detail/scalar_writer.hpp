// SPDX-License-Identifier: MIT
// Writes the values of Python of which no code runs for it: None, bool, int, float and str.
#pragma once

#include <pyhost/detail/failure.hpp>
#include <pyhost/json/detail/number_out.hpp>
#include <pyhost/json/detail/text_out.hpp>
#include <pyhost/json/detail/write_problem.hpp>
#include <pyhost/json/dump_options.hpp>

#include <cstring>
#include <string>
#include <utility>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class scalar_writer {
protected:
    explicit scalar_writer(const json::dump_options& options) noexcept : options_{options}, out_{options.max_size} {}

    /// Writes a value of exactly one of these classes if no code can run for it and it is never refused; else writes nothing.
    PYHOST_DETAIL_INLINE bool plain(char before, PyObject* o) PYHOST_NEEDS_GIL
    {
        PyTypeObject* type = Py_TYPE(o);
        if (type == &PyUnicode_Type) return plain_text(before, o);
        if (type == &PyLong_Type) {
            if (!is_compact(o)) return plain_integer(before, o);
            put_integer(out_, before, static_cast<long long>(compact_value(o)));
            return true;
        }
        if (type == &PyFloat_Type) return put_float(out_, before, PyFloat_AS_DOUBLE(o));
        if (o == Py_None) put_literal(before, "null");
        else if (o == Py_True) put_literal(before, "true");
        else if (o == Py_False) put_literal(before, "false");
        else return false;
        return true;
    }

    PYHOST_DETAIL_INLINE bool plain_text(char before, PyObject* o) PYHOST_NEEDS_GIL
    {
        if (!is_compact_ascii(o)) [[unlikely]]
            return false;
        put_ascii(out_, before, o);
        return true;
    }

    PYHOST_DETAIL_NOINLINE bool plain_integer(char before, PyObject* o) PYHOST_NEEDS_GIL
    {
        int is_wide = 0;
        const long long value = PyLong_AsLongLongAndOverflow(o, &is_wide);
        if (is_wide != 0 || !is_in_javascript(value)) return false;
        put_integer(out_, before, value);
        return true;
    }

    static constexpr bool is_in_javascript(long long value) noexcept
    {
        constexpr long long largest = (1LL << 53) - 1;
        return value >= -largest && value <= largest;
    }

    template <std::size_t Size>
    PYHOST_DETAIL_INLINE void put_literal(char before, const char (&text)[Size])
    {
        char* to = out_.room(Size);
        *to = before;
        std::memcpy(to + 1, text, Size - 1);
        out_.to(to + Size);
    }

    bool add(std::string_view text)
    {
        out_.put(text);
        return is_short_enough();
    }

    PYHOST_DETAIL_INLINE bool is_short_enough() { return out_.is_within_limit() || refuse_size(); }

    PYHOST_DETAIL_COLD bool refuse_size()
    {
        return problem_.refuse("a text of at most " + std::to_string(options_.max_size) + " bytes",
                               "; raise max_size where it may be larger");
    }

    bool text(char before, PyObject* o) PYHOST_NEEDS_GIL
    {
        if (plain_text(before, o)) return is_short_enough();
        const owned_pointer held{new_reference(o)};  // an error is an object, for which the collector may run what drops the text
        Py_ssize_t size = 0;
        const char* data = PyUnicode_AsUTF8AndSize(o, &size);  // which the str keeps
        if (data == nullptr) [[unlikely]]
            return refuse_text(o);
        out_.put(before);
        put_utf8(out_, {data, static_cast<std::size_t>(size)});
        return is_short_enough();
    }

    bool refuse_text(PyObject* o) PYHOST_NEEDS_GIL
    {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) return false;
        PyErr_Clear();
        return problem_.refuse("text of whole characters, got " + short_repr(o), "");
    }

    bool integer(char before, PyObject* o) PYHOST_NEEDS_GIL
    {
        const owned_pointer held{new_reference(o)};
        int is_wide = 0;
        const long long value = PyLong_AsLongLongAndOverflow(o, &is_wide);
        if (value == -1 && is_wide == 0 && PyErr_Occurred() != nullptr) return false;
        const bool is_lost = is_wide != 0 || !is_in_javascript(value);
        if (is_lost && options_.wide_integers == json::wide_integers::refused)
            return problem_.refuse("an integer of 53 bits, got " + short_repr(o),
                                   "; JavaScript has no larger ones: set wide_integers to text, or to exact");
        const bool is_text = is_lost && options_.wide_integers == json::wide_integers::text;
        if (is_text) out_.put(std::exchange(before, '"'));
        if (is_wide == 0) put_integer(out_, before, value);
        else if (!put_wide_integer(out_, before, o)) return false;
        if (is_text) out_.put('"');
        return is_short_enough();
    }

    bool number(char before, double value)
    {
        if (put_float(out_, before, value)) return true;
        out_.put(before);
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
