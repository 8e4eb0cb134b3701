// SPDX-License-Identifier: MIT
// Reads one text of JSON.
#pragma once

#include <pyhost/detail/owned_pointer.hpp>
#include <pyhost/detail/stack_room.hpp>
#include <pyhost/json/detail/collector_pause.hpp>
#include <pyhost/json/detail/json_error.hpp>
#include <pyhost/json/detail/keys.hpp>
#include <pyhost/json/detail/number.hpp>
#include <pyhost/json/detail/scan.hpp>
#include <pyhost/json/detail/unescape.hpp>
#include <pyhost/json/parse_options.hpp>
#include <pyhost/object.hpp>

#include <string>
#include <vector>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class json_reader {
public:
    json_reader(std::string_view text, const json::parse_options& options) noexcept
        : text_{text}, options_{options}, at_{text.data()}, end_{text.data() + text.size()}
    {
    }
    ~json_reader() PYHOST_DETAIL_NO_ANALYSIS
    {
        for (PyObject* one : items_) Py_DECREF(one);
    }
    json_reader(const json_reader&) = delete;
    json_reader& operator=(const json_reader&) = delete;

    object read() PYHOST_NEEDS_GIL
    {
        if (text_.size() > options_.max_size)
            throw value_error("json: expected a text of at most " + std::to_string(options_.max_size) + " bytes, got " +
                              std::to_string(text_.size()) + "; raise max_size where it may be larger");
        if constexpr (has_gil) keys_ = find_key_table();
        if (has_gil && keys_ == nullptr) throw_raised();
        const collector_pause paused;
        object made = object::steal(value(0));
        skip_space();
        if (at_ != end_) fail("the end");
        return made;
    }

private:
    [[noreturn]] void fail(std::string_view expected) const
    {
        throw_bad_json(text_, static_cast<std::size_t>(at_ - text_.data()), expected);
    }

    PyObject* checked_new(PyObject* made) const PYHOST_NEEDS_GIL
    {
        if (made == nullptr) [[unlikely]]
            throw_raised();
        return made;
    }

    void skip_space() noexcept
    {
        while (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ' && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t'))
            ++at_;
    }

    /// Whether this character comes next, which is passed over then.
    bool takes(char c) noexcept
    {
        skip_space();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }

    PyObject* value(std::size_t depth) PYHOST_NEEDS_GIL
    {
        skip_space();
        if (at_ == end_) fail("a value");
        switch (*at_) {
            case '"':
                ++at_;
                return text_value();
            case '{':
                return members(inside(depth));
            case '[':
                return array(inside(depth));
            case 't':
                return literal("true", Py_True);
            case 'f':
                return literal("false", Py_False);
            case 'n':
                return literal("null", Py_None);
            default:
                return number();
        }
    }

    std::size_t inside(std::size_t depth) PYHOST_NEEDS_GIL
    {
        if (!has_stack_room()) throw_raised();
        if (depth == options_.max_depth)
            fail("at most " + std::to_string(options_.max_depth) + " arrays and objects in each other; raise max_depth for more");
        ++at_;
        return depth + 1;
    }

    PyObject* literal(std::string_view name, PyObject* meant) PYHOST_NEEDS_GIL
    {
        if (std::string_view{at_, static_cast<std::size_t>(end_ - at_)}.substr(0, name.size()) != name) fail("a value");
        at_ += name.size();
        return new_reference(meant);
    }

    PyObject* number() PYHOST_NEEDS_GIL
    {
        if (*at_ != '-' && !is_digit(*at_)) fail("a value");
        json_number found;
        const char *begin = at_, *at = at_;
        const char* missing = scan_number(at, end_, found);
        at_ = at;
        if (missing != nullptr) fail(missing);
        if (found.is_integer && found.count > options_.max_digits) {
            at_ = begin;
            fail("an integer of at most " + std::to_string(options_.max_digits) + " digits; raise max_digits for more");
        }
        PyObject* made = new_number(found);
        if (made != nullptr) [[likely]]
            return made;
        if (PyErr_Occurred() != nullptr) throw_raised();
        at_ = begin;
        fail("a number that a float can be near to");
    }

    /// Behind its first quote. `made` makes it of what is ASCII and has no escapes.
    template <class Made>
    PYHOST_DETAIL_INLINE PyObject* text_by(Made made) PYHOST_NEEDS_GIL
    {
        bool is_ascii = true;
        const char *begin = at_, *found = find_escaped(begin, end_, is_ascii);
        at_ = found;
        if (found == end_ || *found != '"') return long_text(begin);
        ++at_;
        const std::string_view text{begin, static_cast<std::size_t>(found - begin)};
        return is_ascii ? checked_new(made(text)) : decoded(text);
    }

    PyObject* text_value() PYHOST_NEEDS_GIL { return text_by(new_ascii); }

    PyObject* key() PYHOST_NEEDS_GIL
    {
        if (!takes('"')) fail("a key in quotes");
        return text_by([this](std::string_view text) PYHOST_NEEDS_GIL { return key_of(keys_, text, end_); });
    }

    /// A text with escapes, of which `begin` to here is read.
    PyObject* long_text(const char* begin) PYHOST_NEEDS_GIL
    {
        scratch_.assign(begin, at_);
        if (const char* missing = unescape(at_, end_, scratch_)) fail(missing);
        return decoded(scratch_);
    }

    PyObject* decoded(std::string_view utf8) PYHOST_NEEDS_GIL
    {
        PyObject* made = PyUnicode_DecodeUTF8(utf8.data(), static_cast<Py_ssize_t>(utf8.size()), nullptr);
        if (made != nullptr) return made;
        if (PyErr_ExceptionMatches(PyExc_UnicodeDecodeError) == 0) throw_raised();
        PyErr_Clear();
        fail("UTF-8 in the text that ends");
    }

    PyObject* array(std::size_t depth) PYHOST_NEEDS_GIL
    {
        const std::size_t first = items_.size();
        if (takes(']')) return checked_new(PyList_New(0));
        do items_.push_back(value(depth));
        while (takes(','));
        if (!takes(']')) fail("',' or ']'");
        const std::size_t count = items_.size() - first;
        PyObject* made = checked_new(new_list(count));
        for (std::size_t i = 0; i < count; ++i) PyList_SET_ITEM(made, static_cast<Py_ssize_t>(i), items_[first + i]);
        items_.resize(first);
        return made;
    }

    PyObject* members(std::size_t depth) PYHOST_NEEDS_GIL
    {
        owned_pointer made{checked_new(PyDict_New())};
        if (takes('}')) return made.release();
        Py_ssize_t count = 0;
        do {
            const owned_pointer name{key()};
            if (!takes(':')) fail("':'");
            const owned_pointer item{value(depth)};
            if (PyDict_SetItem(made.get(), name.get(), item.get()) != 0) throw_raised();
            if (options_.repeated_keys == json::repeated_keys::refused && PyDict_Size(made.get()) != ++count)
                fail("a key that this object does not have already");
        } while (takes(','));
        if (!takes('}')) fail("',' or '}'");
        return made.release();
    }

    std::string_view text_;
    const json::parse_options& options_;
    const char* at_;
    const char* end_;
    key_table* keys_ = nullptr;
    std::vector<PyObject*> items_;  // of the arrays that are open
    std::string scratch_;
};

}  // namespace pyhost::inline v0::detail

#endif
