// SPDX-License-Identifier: MIT
// Why a value is not written as JSON, and where in it.
#pragma once

#include <pyhost/detail/builtin_exceptions.hpp>
#include <pyhost/object.hpp>

#include <string>
#include <utility>
#include <vector>

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

class write_problem {
public:
    /// False, with what is wrong and what to do.
    bool refuse(std::string expected, const char* advice, bool is_of_type = false)
    {
        expected_ = std::move(expected);
        advice_ = advice;
        is_of_type_ = is_of_type;
        return false;
    }

    /// False: it is in this part, the key or number of which is told on the way back.
    bool at(std::string part)
    {
        pointer_.push_back(std::move(part));
        return false;
    }

    /// Throws: what has been raised, else type_error or value_error with the JSON pointer (RFC 6901).
    [[noreturn]] void raise() const PYHOST_NEEDS_GIL
    {
        if (PyErr_Occurred() != nullptr) throw_raised();
        std::string text = "json: expected " + expected_ + " at ";
        if (pointer_.empty()) text += "the whole value";
        for (std::size_t i = pointer_.size(); i-- != 0;) text.append("/").append(pointer_[i]);
        if (is_of_type_) throw type_error(text + advice_);
        throw value_error(text + advice_);
    }

private:
    std::string expected_;
    const char* advice_ = "";
    bool is_of_type_ = false;
    std::vector<std::string> pointer_;  // the last part first
};

}  // namespace pyhost::inline v0::detail

#endif
