// SPDX-License-Identifier: MIT
// What the functions of a module_def may ask for: *args, **kwargs, to run without the GIL.
#pragma once

#include <pyhost/types/dict.hpp>
#include <pyhost/types/list.hpp>

namespace pyhost::inline v0 {

/// `*args` of an exposed function: all positional arguments that no parameter before it takes. Parameters behind it are keyword-only.
class args : public tuple {
public:
    using tuple::tuple;
};

/// `**kwargs` of an exposed function: all keyword arguments that name no parameter. It is the last one.
class kwargs : public dict {
public:
    using dict::dict;
};

/// An option of an exposed function: it runs detached, so that other threads run Python meanwhile. It may then use no Python without a
/// guard of its own, and takes and returns no Python objects.
struct releases_gil_t {
    explicit constexpr releases_gil_t() noexcept = default;
};
inline constexpr releases_gil_t releases_gil{};

}  // namespace pyhost::inline v0
