// SPDX-License-Identifier: MIT
// Where a typed function finds its callable: by the name of a module and of what is in it, on the first call of a run.
#pragma once

#include <pyhost/detail/parameters.hpp>
#include <pyhost/module.hpp>

namespace pyhost::inline v0::detail {

/// What the copies of one function share: where to find the callable, and the callable once found.
struct function_target : run_slot {
    function_target() = default;
    function_target(std::string_view in, std::string_view called, std::string_view expected)
        : module{in}, name{called}, parameters{expected}
    {
    }

    atomic<std::int64_t> count{1};
    std::string module;
    std::string name;
    std::string parameters;  // that the callable must have, or empty
    bool is_method = false;  // then what is found is the last part of the name
};

function_target* new_target(std::string_view module, std::string_view name, std::string_view parameters);
function_target* new_target(PyObject* callable) PYHOST_NEEDS_GIL;

/// What is called by its name on each object: "Class.method".
function_target* new_method(std::string_view module, std::string_view name, std::string_view parameters);

/// Finds the callable on the first call of a run; when two threads do it, one result is kept. Null with an exception raised.
/// Throws: interpreter_closed for a callable that went with its interpreter.
PyObject* resolve_slowly(function_target& target) PYHOST_NEEDS_GIL;

/// The result of a function, as the place of what does not fit; its names are read only then.
struct result_of {
    const function_target* target;
};

PYHOST_DETAIL_COLD std::uint32_t raise_at(result_of place, failure& why) PYHOST_NEEDS_GIL;

void release_target(function_target* target) noexcept;

/// A target that copies share, or none.
class shared_target {
public:
    shared_target() noexcept = default;
    explicit shared_target(function_target* made) noexcept : target_{made} {}
    shared_target(const shared_target& other) noexcept : target_{other.target_}
    {
        if (target_ != nullptr) target_->count.fetch_add(1);
    }
    shared_target(shared_target&& other) noexcept : target_{std::exchange(other.target_, nullptr)} {}
    shared_target& operator=(shared_target other) noexcept
    {
        std::swap(target_, other.target_);
        return *this;
    }
    ~shared_target()
    {
        if (target_ != nullptr) release_target(target_);
    }

    [[nodiscard]] const function_target* get() const noexcept { return target_; }

    /// What it has found, now or before; null with an exception raised. Throws: std::logic_error, which names the operation, for none.
    PYHOST_DETAIL_INLINE PyObject* resolve(const char* operation) const PYHOST_NEEDS_GIL
    {
        if (target_ == nullptr) [[unlikely]]
            throw_empty(operation);
        if (target_->generation.load_acquire() == generation()) [[likely]]
            return target_->found;
        return resolve_slowly(*target_);
    }

private:
    function_target* target_ = nullptr;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// "expected a callable, got float 2.5 at m.x": what was found under a name, or given as an object.
inline std::string not_callable(PyObject* o) PYHOST_NEEDS_GIL { return "function: expected a callable, got " + described(o); }

PYHOST_DETAIL_BODY function_target* new_target(std::string_view module, std::string_view name, std::string_view parameters)
{
    if (module.empty() || name.empty())
        throw std::invalid_argument("function: the module and the name must not be empty; pass for example {\"math\", \"sqrt\"}");
    return new function_target{module, name, parameters};
}

PYHOST_DETAIL_BODY function_target* new_method(std::string_view module, std::string_view name, std::string_view parameters)
{
    function_target* made = new_target(module, name, parameters);
    made->is_method = true;
    return made;
}

PYHOST_DETAIL_BODY function_target* new_target(PyObject* callable)
{
    if (PyCallable_Check(callable) == 0) throw type_error(not_callable(callable) + "; pass a function, a class or an object with __call__");
    auto* made = new function_target;
    keep_in(*made, callable);
    return made;
}

inline PyObject* new_text(std::string_view text) PYHOST_NEEDS_GIL
{
    return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
}

/// Imports the module and reads the dotted name in it: a new reference, or null with an exception raised.
inline PyObject* look_up(const function_target& target) PYHOST_NEEDS_GIL
{
    if (target.module.empty()) throw_ended();  // made from an object, which went with its interpreter
    const owned_pointer module{new_text(target.module)};
    PyObject* found = module ? import_raw(module.get()) : nullptr;
    for (std::size_t begin = 0; found != nullptr && begin <= target.name.size();) {
        const std::size_t end = std::min(target.name.find('.', begin), target.name.size());
        const owned_pointer owner{found}, name{new_text(std::string_view{target.name}.substr(begin, end - begin))};
        found = name ? PyObject_GetAttr(owner.get(), name.get()) : nullptr;
        begin = end + 1;
    }
    return found;
}

/// Whether it is what the target was made for; false with TypeError raised.
inline bool is_as_declared(PyObject* found, const function_target& target) PYHOST_NEEDS_GIL
{
    const std::string place = " at " + target.module + "." + target.name;
    if (PyCallable_Check(found) == 0) {
        raise_text(PyExc_TypeError, not_callable(found) + place + "; name a function, a class or an object with __call__");
        return false;
    }
    const std::string given = target.parameters.empty() ? "" : parameters_of(found, target.is_method);
    if (given.empty() || are_parameters(given, target.parameters)) return true;
    raise_text(PyExc_TypeError, "function: expected the parameters " + target.parameters + ", got " + given + place +
                                    "; change the declaration, or generate it again: python -m pyhost generate " + target.module);
    return false;
}

/// The name of a method, which is compared with its class where there is something to compare; null with an exception raised.
inline PyObject* resolve_method(function_target& target) PYHOST_NEEDS_GIL
{
    if (!target.parameters.empty()) {
        const owned_pointer found{look_up(target)};
        if (!found || !is_as_declared(found.get(), target)) return nullptr;
    }
    PyObject* name = new_text(std::string_view{target.name}.substr(target.name.rfind('.') + 1));
    if (name == nullptr) return nullptr;
    PyUnicode_InternInPlace(&name);
    const owned_pointer owner{name};
    return keep_in(target, name);
}

PYHOST_DETAIL_BODY PyObject* resolve_slowly(function_target& target)
{
    if (target.is_method) return resolve_method(target);
    const owned_pointer found{look_up(target)};
    return found && is_as_declared(found.get(), target) ? keep_in(target, found.get()) : nullptr;
}

PYHOST_DETAIL_COLD PYHOST_DETAIL_BODY std::uint32_t raise_at(result_of place, failure& why)
{
    const function_target& target = *place.target;
    return why.raise("result", target.module.empty() ? "" : " of " + target.module + "." + target.name + "()");
}

PYHOST_DETAIL_BODY void release_target(function_target* target) noexcept
{
    if (target->count.fetch_sub(1) != 1) return;
    if (PyObject* found = take_found(target)) drop(found);
    delete target;
}

}  // namespace pyhost::inline v0::detail

#endif
