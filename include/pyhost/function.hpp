// SPDX-License-Identifier: MIT
// A Python callable as a typed C++ function, function<R(A...)>, that attaches so that its user need not.
#pragma once

#include <pyhost/module.hpp>

namespace pyhost::inline v0 {

namespace detail {

/// What the copies of one function share: where to find the callable, and the callable once found.
struct function_target {
    static constexpr std::uint64_t never = UINT64_MAX;

    atomic<std::int64_t> count{1};
    std::string module;
    std::string name;
    PyObject* found = nullptr;             // written before `generation`, and read after it: threads find it without a lock
    atomic<std::uint64_t> generation{never};  // of the run that it was found in
};

function_target* new_target(std::string_view module, std::string_view name);
function_target* new_target(PyObject* callable) PYHOST_NEEDS_GIL;

/// Finds the callable on the first call of a run; when two threads do it, one result is kept. Null with an exception raised.
/// Throws: interpreter_closed for a callable that went with its interpreter.
PyObject* resolve_slowly(function_target& target) PYHOST_NEEDS_GIL;

/// The result of a function, as the place of what does not fit; its names are read only then.
struct result_of {
    const function_target* target;
};

PYHOST_DETAIL_COLD std::uint32_t raise_at(result_of place, failure& why) PYHOST_NEEDS_GIL;

void release_target(function_target* target) noexcept;

/// What the argument of a function is passed as: itself, unless Python can have its value.
template <class A>
using passed_as = std::conditional_t<moves_to_python<A>, given_away<A>, std::remove_cvref_t<A>>;

template <class A>
PYHOST_DETAIL_INLINE decltype(auto) passed(std::remove_reference_t<A>& argument)
{
    if constexpr (moves_to_python<A>) return given_away<A>{argument};
    else return (argument);
}

/// Calls what a function has found, on a thread that is attached, and tells what it is to find: for map.hpp and async/.
struct attached_call {
    template <class R, class... A>
    static const function_target* target(const function<R(A...)>& f) noexcept
    {
        return f.target_;
    }

    template <class R, class... A, class... Items>
    PYHOST_DETAIL_INLINE static R call(const function<R(A...)>& f, PyObject* callable, const Items&... items) PYHOST_NEEDS_GIL
    {
        return f.call(callable, items...);
    }
};

}  // namespace detail

/// A Python callable seen from C++.
///
/// `py::function<double(double)> sqrt{"math", "sqrt"}` is looked up on its first call and then cached for the run of the
/// interpreter. It may be made before the start and used from any thread; calling attaches, converts, calls and converts
/// back. Copies share the look-up. An empty one throws std::logic_error.
/// Cost of a call: one guard and what a hand-written vectorcall with its conversions costs.
template <class R, class... A>
class function<R(A...)> {
    static_assert(!detail::is_view<std::remove_cvref_t<R>>,
                  "pyhost: a view as the result of a function would dangle: the Python value ends with "
                  "the call; use an owning type such as std::string or std::vector");
    static_assert(!std::is_reference_v<R> && !std::is_pointer_v<R>, "pyhost: a function returns values; references and pointers into "
                                                                    "Python would dangle");

public:
    function() noexcept = default;

    /// Names a callable, also "Class.method", in a module. Nothing is imported yet. Needs: nothing.
    function(std::string_view module, std::string_view name) : target_{detail::new_target(module, name)} {}

    /// Wraps a callable object. Needs: the GIL. Throws: type_error when it cannot be called.
    explicit function(const object& callable_object) PYHOST_NEEDS_GIL : target_{detail::new_target(callable_object.resolve().ptr())} {}

    function(const function& other) noexcept : target_{other.target_}
    {
        if (target_ != nullptr) target_->count.fetch_add(1);
    }
    function(function&& other) noexcept : target_{std::exchange(other.target_, nullptr)} {}
    function& operator=(function other) noexcept
    {
        std::swap(target_, other.target_);
        return *this;
    }
    ~function()
    {
        if (target_ != nullptr) detail::release_target(target_);
    }

    /// Whether there is something to call; the look-up may still fail.
    explicit operator bool() const noexcept { return target_ != nullptr; }

    /// Calls it. Any thread, attached or not.
    ///
    /// Throws: the Python exception as its C++ class; type_error and its like when a value does not convert;
    /// interpreter_closed when no interpreter runs.
    R operator()(A... args) const
    {
        const gil_guard gil;
        return detail::call_typed_at<R, detail::passed_as<A>...>(detail::result_of{target_}, detail::checked(resolve()),
                                                                 detail::passed<A>(args)...);
    }

    /// Calls it and returns the value or the Python error, of the look-up too. Throws: interpreter_closed.
    [[nodiscard]] result<R> try_call(A... args) const
    {
        const gil_guard gil;
        PyObject* callable = resolve();
        if (callable == nullptr) [[unlikely]]
            return detail::take_error();
        return detail::try_call_typed_at<R, detail::passed_as<A>...>(detail::result_of{target_}, callable, detail::passed<A>(args)...);
    }

    /// The callable itself, looked up now. Needs: the GIL.
    [[nodiscard]] object get() const PYHOST_NEEDS_GIL { return object::borrow(detail::checked(resolve())); }

private:
    friend struct detail::attached_call;

    PYHOST_DETAIL_INLINE R call(PyObject* callable, const std::remove_cvref_t<A>&... args) const PYHOST_NEEDS_GIL
    {
        return detail::call_typed_at<R, std::remove_cvref_t<A>...>(detail::result_of{target_}, callable, args...);
    }

    PYHOST_DETAIL_INLINE PyObject* resolve() const PYHOST_NEEDS_GIL
    {
        if (target_ == nullptr) [[unlikely]]
            detail::throw_empty("function");
        if (target_->generation.load_acquire() == detail::generation()) [[likely]]
            return target_->found;
        return detail::resolve_slowly(*target_);
    }

    detail::function_target* target_ = nullptr;
};

/// `py::function<int(int)>`: any callable. To Python: the object.
template <class R, class... A>
struct converter<function<R(A...)>> {
    static std::optional<function<R(A...)>> load(PyObject* from, detail::failure& why) PYHOST_NEEDS_GIL
    {
        if (PyCallable_Check(from) == 0) return why.mismatch("a callable", from);
        return function<R(A...)>{object::borrow(from)};
    }
    static object to_python(const function<R(A...)>& value) PYHOST_NEEDS_GIL { return value.get(); }
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

/// Keeps a callable for the present run, unless another thread has; the one that is kept. What an ended run left there went with it.
inline PyObject* keep_found(function_target& target, PyObject* o) PYHOST_NEEDS_GIL
{
    process_state& p = process();
    const std::uint64_t run = generation();
    const scoped_lock lock{p.slots_lock};
    if (target.generation.load() == run) return target.found;
    if (target.found == nullptr) p.live_refs.fetch_add(1);
    target.found = new_reference(o);
    target.generation.store(run);
    return target.found;
}

/// "expected a callable, got float 2.5 at m.x": what was found under a name, or given as an object.
inline std::string not_callable(PyObject* o) PYHOST_NEEDS_GIL { return "function: expected a callable, got " + described(o); }

PYHOST_DETAIL_BODY function_target* new_target(std::string_view module, std::string_view name)
{
    if (module.empty() || name.empty())
        throw std::invalid_argument("function: the module and the name must not be empty; pass for example {\"math\", \"sqrt\"}");
    return new function_target{.module = std::string{module}, .name = std::string{name}};
}

PYHOST_DETAIL_BODY function_target* new_target(PyObject* callable)
{
    if (PyCallable_Check(callable) == 0) throw type_error(not_callable(callable) + "; pass a function, a class or an object with __call__");
    auto* made = new function_target;
    keep_found(*made, callable);
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

PYHOST_DETAIL_BODY PyObject* resolve_slowly(function_target& target)
{
    const owned_pointer found{look_up(target)};
    if (!found) return nullptr;
    if (PyCallable_Check(found.get()) != 0) return keep_found(target, found.get());
    raise_text(PyExc_TypeError, not_callable(found.get()) + " at " + target.module + "." + target.name +
                                    "; name a function, a class or an object with __call__");
    return nullptr;
}

PYHOST_DETAIL_COLD PYHOST_DETAIL_BODY std::uint32_t raise_at(result_of place, failure& why)
{
    const function_target& target = *place.target;
    return why.raise("result", target.module.empty() ? "" : " of " + target.module + "." + target.name + "()");
}

PYHOST_DETAIL_BODY void release_target(function_target* target) noexcept
{
    if (target->count.fetch_sub(1) != 1) return;
    if (target->generation.load() == generation()) drop(target->found);
    if (target->found != nullptr) process().live_refs.fetch_sub(1);
    delete target;
}

}  // namespace pyhost::inline v0::detail

#endif
