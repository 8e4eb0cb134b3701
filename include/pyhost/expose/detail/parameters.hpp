// SPDX-License-Identifier: MIT
// The parameters of an exposed function, and the arguments of a call put in their places.
#pragma once

#include <pyhost/call.hpp>
#include <pyhost/detail/shared_value.hpp>

#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// `rest` is *args and `options` is **kwargs; what stands behind `rest` is keyword-only, as in Python.
enum class parameter_kind : unsigned char { positional_only, positional, keyword_only, rest, options };

struct parameter_record {
    std::string name = {};
    parameter_kind kind = parameter_kind::positional;
    std::string hint = {};
    shared_value default_value = {};
    PyObject* (*make_default)(const void*) = nullptr;  ///< null where an argument is required
};

/// The parameters of one function in one run.
class parameter_list {
public:
    /// Throws: what a default value raises on its way to Python.
    explicit parameter_list(const std::vector<parameter_record>& records) PYHOST_NEEDS_GIL;

    /// Whether a call without keywords and with an argument for each parameter needs no arranging.
    [[nodiscard]] bool is_plain() const noexcept { return is_plain_; }

    /// Puts the arguments of a call into `values`, one for each parameter, borrowed: defaults where there is none. What `*args` and
    /// `**kwargs` are made of is put into `made`. False with the TypeError raised that a function of Python raises.
    bool arrange(const char* function, PyObject* const* args, Py_ssize_t given, PyObject* keywords, PyObject** values,
                 PyObject* (&made)[2]) const PYHOST_NEEDS_GIL;

    /// The same where no argument is too many, unknown or missing, and keywords are the very names: as nearly all calls are. False, with
    /// nothing raised, for all others. Needs: `N` parameters.
    template <std::size_t N>
    PYHOST_DETAIL_INLINE bool arrange_quickly(PyObject* const* args, Py_ssize_t given, PyObject* keywords, PyObject* (&values)[N]) const
    {
        if (!is_plain_ || given > static_cast<Py_ssize_t>(N)) return false;
        const entry* entries = entries_.data();
        for (std::size_t at = 0; at < N; ++at) values[at] = static_cast<Py_ssize_t>(at) < given ? args[at] : nullptr;
        const Py_ssize_t named = keywords != nullptr ? PyTuple_GET_SIZE(keywords) : 0;
        for (Py_ssize_t i = 0; i < named; ++i) {
            PyObject* name = PyTuple_GET_ITEM(keywords, i);
            auto at = static_cast<std::size_t>(given);
            while (at < N && entries[at].name.ptr() != name) ++at;
            if (at == N || values[at] != nullptr || entries[at].kind != parameter_kind::positional) return false;
            values[at] = args[given + i];
        }
        for (auto at = static_cast<std::size_t>(given); at < N; ++at) {
            if (values[at] != nullptr) continue;
            values[at] = entries[at].default_value.ptr();
            if (values[at] == nullptr) return false;
        }
        return true;
    }

    [[nodiscard]] PyObject* default_at(std::size_t at) const noexcept { return entries_[at].default_value.ptr(); }

private:
    struct entry {
        object name, default_value;
        parameter_kind kind;
    };
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    std::size_t find(PyObject* name) const PYHOST_NEEDS_GIL;
    void refuse_keyword(const char* function, PyObject* keywords, PyObject* name) const PYHOST_NEEDS_GIL;
    bool take_keywords(const char* function, PyObject* const* args, PyObject* keywords, PyObject** values, PyObject* options) const
        PYHOST_NEEDS_GIL;
    bool refuse_too_many(const char* function, Py_ssize_t given) const PYHOST_NEEDS_GIL;
    bool fill_missing(const char* function, PyObject** values, bool keyword_only, const char* what) const PYHOST_NEEDS_GIL;

    std::vector<entry> entries_;
    std::size_t positional_ = 0;
    std::size_t rest_ = nowhere;
    std::size_t options_ = nowhere;
    bool is_plain_ = true;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY parameter_list::parameter_list(const std::vector<parameter_record>& records)
{
    entries_.reserve(records.size());
    for (const parameter_record& one : records) {
        const std::size_t at = entries_.size();
        const bool is_positional = one.kind == parameter_kind::positional || one.kind == parameter_kind::positional_only;
        if (is_positional) positional_ = at + 1;
        else is_plain_ = false;
        if (one.kind == parameter_kind::rest) rest_ = at;
        if (one.kind == parameter_kind::options) options_ = at;
        object name = object::steal(checked(PyUnicode_InternFromString(one.name.c_str())));
        object value = object::steal(one.make_default != nullptr ? checked(one.make_default(one.default_value.get())) : nullptr);
        entries_.push_back({std::move(name), std::move(value), one.kind});
    }
}

/// The parameter that a keyword names: nearly always the same object.
PYHOST_DETAIL_BODY std::size_t parameter_list::find(PyObject* name) const
{
    const auto is_named = [](const entry& one) {
        return one.kind == parameter_kind::positional || one.kind == parameter_kind::keyword_only;
    };
    for (std::size_t at = 0; at < entries_.size(); ++at)
        if (entries_[at].name.ptr() == name && is_named(entries_[at])) return at;
    for (std::size_t at = 0; at < entries_.size(); ++at)
        if (is_named(entries_[at]) && PyUnicode_Compare(entries_[at].name.ptr(), name) == 0) return at;
    return nowhere;
}

PYHOST_DETAIL_BODY bool parameter_list::arrange(const char* function, PyObject* const* args, Py_ssize_t given, PyObject* keywords,
                                                PyObject** values, PyObject* (&made)[2]) const
{
    const auto count = static_cast<std::size_t>(given);
    const std::size_t taken = count < positional_ ? count : positional_;
    for (std::size_t at = 0; at < entries_.size(); ++at) values[at] = at < taken ? args[at] : nullptr;
    if (options_ != nowhere) {
        values[options_] = made[1] = PyDict_New();
        if (made[1] == nullptr) return false;
    }
    if (rest_ != nowhere) {
        values[rest_] = made[0] = PyTuple_New(static_cast<Py_ssize_t>(count - taken));
        if (made[0] == nullptr) return false;
        for (std::size_t at = taken; at < count; ++at)
            PyTuple_SET_ITEM(made[0], static_cast<Py_ssize_t>(at - taken), new_reference(args[at]));
    }
    if (keywords != nullptr && !take_keywords(function, args + given, keywords, values, made[1])) return false;
    if (rest_ == nowhere && count > positional_) return refuse_too_many(function, given);
    return fill_missing(function, values, false, "positional") && fill_missing(function, values, true, "keyword-only");
}

PYHOST_DETAIL_BODY bool parameter_list::take_keywords(const char* function, PyObject* const* args, PyObject* keywords, PyObject** values,
                                                      PyObject* options) const
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keywords); ++i) {
        PyObject* name = PyTuple_GET_ITEM(keywords, i);
        if (!PyUnicode_Check(name)) {
            PyErr_Format(PyExc_TypeError, "%s() keywords must be strings", function);
            return false;
        }
        const std::size_t at = find(name);
        if (at == nowhere && options != nullptr) {
            if (PyDict_SetItem(options, name, args[i]) < 0) return false;
        } else if (at == nowhere) {
            refuse_keyword(function, keywords, name);
            return false;
        } else if (values[at] != nullptr) {
            PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%U'", function, name);
            return false;
        } else {
            values[at] = args[i];
        }
    }
    return true;
}

/// How often a name is among the keywords of a call.
inline int count_of(PyObject* keywords, PyObject* name) PYHOST_NEEDS_GIL
{
    int count = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keywords); ++i) {
        PyObject* keyword = PyTuple_GET_ITEM(keywords, i);
        count += PyUnicode_Check(keyword) && PyUnicode_Compare(keyword, name) == 0 ? 1 : 0;
    }
    return count;
}

PYHOST_DETAIL_BODY void parameter_list::refuse_keyword(const char* function, PyObject* keywords, PyObject* name) const
{
    std::string positional_only;
    for (const entry& one : entries_) {
        if (one.kind != parameter_kind::positional_only) continue;
        for (int left = count_of(keywords, one.name.ptr()); left > 0; --left)
            positional_only += (positional_only.empty() ? "" : ", ") + utf8_or(one.name.ptr(), "?");
    }
    if (positional_only.empty()) PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", function, name);
    else
        PyErr_Format(PyExc_TypeError, "%s() got some positional-only arguments passed as keyword arguments: '%s'", function,
                     positional_only.c_str());
}

PYHOST_DETAIL_BODY bool parameter_list::refuse_too_many(const char* function, Py_ssize_t given) const
{
    std::size_t defaults = 0;
    for (std::size_t at = 0; at < positional_; ++at) defaults += entries_[at].default_value.has_value() ? 1u : 0u;
    const std::string most = std::to_string(positional_);
    const std::string takes = defaults != 0 ? "from " + std::to_string(positional_ - defaults) + " to " + most : most;
    const bool is_plural = defaults != 0 || positional_ != 1;
    PyErr_Format(PyExc_TypeError, "%s() takes %s positional argument%s but %zd %s given", function, takes.c_str(), is_plural ? "s" : "",
                 given, given == 1 ? "was" : "were");
    return false;
}

PYHOST_DETAIL_BODY bool parameter_list::fill_missing(const char* function, PyObject** values, bool keyword_only, const char* what) const
{
    std::vector<std::string> missing;
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        if ((entries_[at].kind == parameter_kind::keyword_only) != keyword_only || values[at] != nullptr) continue;
        values[at] = entries_[at].default_value.ptr();
        if (values[at] == nullptr) missing.push_back("'" + utf8_or(entries_[at].name.ptr(), "?") + "'");
    }
    if (missing.empty()) return true;
    std::string names = missing.front();
    for (std::size_t i = 1; i < missing.size(); ++i)
        names += (i + 1 < missing.size() ? ", " : missing.size() == 2 ? " and " : ", and ") + missing[i];
    PyErr_Format(PyExc_TypeError, "%s() missing %zu required %s argument%s: %s", function, missing.size(), what,
                 missing.size() == 1 ? "" : "s", names.c_str());
    return false;
}

}  // namespace pyhost::inline v0::detail

#endif
