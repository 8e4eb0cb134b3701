// SPDX-License-Identifier: MIT
// A parameter that Python declares str or a path: text stays text.
#pragma once

#include <pyhost/convert/path.hpp>
#include <pyhost/convert/text.hpp>

#include <concepts>
#include <filesystem>
#include <string_view>

namespace pyhost::inline v0 {

/// Refers to text, which becomes a str, or to a std::filesystem::path, which becomes a pathlib.Path: `f("a.txt")`, `f(path)`.
///
/// Lifetime: that of what it refers to; a temporary among the arguments of a call lives long enough.
class text_or_path {
public:
    template <std::convertible_to<std::string_view> T>
    text_or_path(const T& text PYHOST_DETAIL_LIFETIMEBOUND) : text_{text}  // NOLINT(google-explicit-constructor): a value is an argument
    {
    }
    text_or_path(const std::filesystem::path& path PYHOST_DETAIL_LIFETIMEBOUND) noexcept  // NOLINT(google-explicit-constructor)
        : path_{&path}
    {
    }

private:
    friend struct converter<text_or_path>;
    std::string_view text_;
    const std::filesystem::path* path_ = nullptr;
};

/// `py::text_or_path`, to Python only: a str or a pathlib.Path.
template <>
struct converter<text_or_path> {
    static PyObject* store(const text_or_path& value) PYHOST_NEEDS_GIL
    {
        return value.path_ != nullptr ? detail::store<std::filesystem::path>(*value.path_) : detail::store<std::string_view>(value.text_);
    }
};

}  // namespace pyhost::inline v0
