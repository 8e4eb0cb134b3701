// SPDX-License-Identifier: MIT
// The arguments of a call of which some may be left out: how many there are is known when it is made.
#pragma once

#include <pyhost/detail/arguments.hpp>
#include <pyhost/or_default.hpp>

#include <cstdint>
#include <utility>

namespace pyhost::inline v0::detail {

template <fixed_text Name, class T>
inline constexpr bool may_be_left_out<keyword<Name, T>> = may_be_left_out<std::remove_cvref_t<T>>;

/// A new reference to what an argument is in Python; null with an exception raised.
template <class T>
PYHOST_DETAIL_INLINE PyObject* passed_reference(const T& value) PYHOST_NEEDS_GIL
{
    PyObject* made = pass(value);
    return is_borrowed<T> ? new_reference(made) : made;
}

/// The names of those keywords of a call that are given; bit by bit, by the places of the arguments.
struct keyword_choice : cache_slot {
    std::uint64_t given = 0;
    keyword_choice* older = nullptr;
};

/// How the name of the keyword at a place is found.
using name_source = PyObject* (*)();

/// How the names of a call are found and kept: in a list for a run, unless there are very many choices.
struct keyword_source {
    atomic<keyword_choice*>& choices;
    const name_source* names;
    std::size_t count;
};

/// The tuple of the names that are given, kept, or a new reference that `unkept` is too; null with an exception raised.
PyObject* find_names(const keyword_source& source, std::uint64_t given, PyObject*& unkept) PYHOST_NEEDS_GIL;

/// False, with an exception raised: an argument stands behind one of those before it that was left out.
PYHOST_DETAIL_COLD bool refuse_gap() PYHOST_NEEDS_GIL;

template <class... Args>
inline constexpr name_source name_sources[] = {&name_of_keyword<Args>...};

template <class... Args>
inline constinit atomic<keyword_choice*> keyword_choices{nullptr};

/// Whether a call has arguments that may be left out, in a number that keyword_choice can tell.
template <class... Args>
inline constexpr bool is_chosen = (may_be_left_out<std::remove_cvref_t<Args>> || ...) && sizeof...(Args) <= 64;

/// Converts the arguments that are there into an array of the caller's, which has one more place, and drops them at the end of its scope.
template <class... Args>
class chosen_arguments {
public:
    explicit chosen_arguments(PyObject** values) noexcept : values_{values} {}
    PYHOST_DETAIL_INLINE ~chosen_arguments() PYHOST_DETAIL_NO_ANALYSIS
    {
        for (std::size_t i = 0; i < filled_; ++i) Py_DECREF(values_[i]);
    }
    chosen_arguments(const chosen_arguments&) = delete;
    chosen_arguments& operator=(const chosen_arguments&) = delete;

    /// Converts them; false with an exception raised when one fails.
    PYHOST_DETAIL_INLINE bool fill(const Args&... args) PYHOST_NEEDS_GIL
    {
        std::size_t place = 0;
        return (add(place++, args) && ...);
    }

    /// Of those that are there.
    [[nodiscard]] std::size_t positional() const noexcept { return sizeof...(Args) - keyword_count<Args...> - left_out_; }

    [[nodiscard]] bool has_names() const noexcept { return given_ != 0; }

    /// The tuple of those that are named, borrowed; null with an exception raised.
    [[nodiscard]] PYHOST_DETAIL_INLINE PyObject* names() PYHOST_NEEDS_GIL
    {
        const keyword_choice* newest = keyword_choices<Args...>.load_acquire();
        if (newest != nullptr && newest->given == given_) [[likely]]
            if (PyObject* kept = newest->kept.load_acquire()) [[likely]]
                return kept;
        PyObject* unkept = nullptr;
        PyObject* found = find_names({keyword_choices<Args...>, name_sources<Args...>, sizeof...(Args)}, given_, unkept);
        if (unkept != nullptr) values_[filled_++] = unkept;
        return found;
    }

private:
    template <class T>
    PYHOST_DETAIL_INLINE bool add(std::size_t, const T& value) PYHOST_NEEDS_GIL
    {
        return (left_out_ == 0 || refuse_gap()) && add_value(value);
    }
    template <class T>
    PYHOST_DETAIL_INLINE bool add(std::size_t place, const or_default<T>& value) PYHOST_NEEDS_GIL
    {
        if (value.has_value()) return add(place, value.value());
        ++left_out_;
        return true;
    }
    template <fixed_text Name, class T>
    PYHOST_DETAIL_INLINE bool add(std::size_t place, const keyword<Name, T>& argument) PYHOST_NEEDS_GIL
    {
        if constexpr (may_be_left_out<std::remove_cvref_t<T>>)
            return !argument.value.has_value() || add_named(place, argument.value.value());
        else return add_named(place, argument.value);
    }

    template <class T>
    PYHOST_DETAIL_INLINE bool add_named(std::size_t place, const T& value) PYHOST_NEEDS_GIL
    {
        given_ |= std::uint64_t{1} << place;
        return add_value(value);
    }

    template <class T>
    PYHOST_DETAIL_INLINE bool add_value(const T& value) PYHOST_NEEDS_GIL
    {
        PyObject* passed = passed_reference(value);
        if (passed == nullptr) [[unlikely]]
            return false;
        values_[filled_++] = passed;
        return true;
    }

    PyObject** values_;
    std::size_t filled_ = 0;
    std::size_t left_out_ = 0;  // of the positional ones
    std::uint64_t given_ = 0;
};

/// Calls `callee`, or the method of that name of `self`.
template <class... Args>
PYHOST_DETAIL_INLINE PyObject* call_chosen(PyObject* callee, PyObject* self, const Args&... args) PYHOST_NEEDS_GIL
{
    PyObject* values[3 + sizeof...(Args)];  // the first is vectorcall's to use
    values[1] = self;
    chosen_arguments<Args...> chosen{values + 2};
    if (!chosen.fill(args...)) return nullptr;
    const std::size_t count = chosen.positional();
    PyObject* names = nullptr;
    if (chosen.has_names()) {
        names = chosen.names();
        if (names == nullptr) return nullptr;
    }
    return self == nullptr ? PyObject_Vectorcall(callee, values + 2, count | PY_VECTORCALL_ARGUMENTS_OFFSET, names)
                           : PyObject_VectorcallMethod(callee, values + 1, (1 + count) | PY_VECTORCALL_ARGUMENTS_OFFSET, names);
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

inline PyObject* make_names(const keyword_source& source, std::uint64_t given) PYHOST_NEEDS_GIL
{
    owned_pointer made{PyList_New(0)};
    for (std::size_t i = 0; made && i < source.count; ++i) {
        if ((given >> i & 1) == 0) continue;
        PyObject* name = source.names[i]();
        if (name == nullptr || PyList_Append(made.get(), name) != 0) return nullptr;
    }
    return made ? PyList_AsTuple(made.get()) : nullptr;
}

/// The choice in the list, which it is added to unless that is long; null then.
inline cache_slot* choice_of(atomic<keyword_choice*>& known, std::uint64_t given)
{
    constexpr int limit = 64;
    keyword_choice* newest = known.load_acquire();
    int count = 0;
    for (keyword_choice* one = newest; one != nullptr; one = one->older, ++count)
        if (one->given == given) return one;
    if (count >= limit) return nullptr;
    auto* made = new keyword_choice;
    made->given = given;
    made->older = newest;
    while (!known.replace(made->older, made)) {}
    return &add_slot(made);
}

PYHOST_DETAIL_BODY PyObject* find_names(const keyword_source& source, std::uint64_t given, PyObject*& unkept)
{
    cache_slot* slot = choice_of(source.choices, given);
    PyObject* kept = slot != nullptr ? slot->kept.load_acquire() : nullptr;
    if (kept != nullptr) [[likely]]
        return kept;
    PyObject* made = make_names(source, given);
    return slot != nullptr && made != nullptr ? keep_in(*slot, made) : unkept = made;
}

PYHOST_DETAIL_COLD PYHOST_DETAIL_BODY bool refuse_gap()
{
    PyErr_SetString(PyExc_TypeError, "call: a positional argument stands behind one that is left to its default; give that one too");
    return false;
}

}  // namespace pyhost::inline v0::detail

#endif
