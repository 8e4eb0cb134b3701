// SPDX-License-Identifier: MIT
// Context variables of Python that go with a coroutine of C++ from thread to thread.
#pragma once

#include <pyhost/ref.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// The context of who has the coroutine run, or nothing.
class carried_context {
public:
    carried_context() noexcept = default;

    /// What a call that this thread makes is to run in: what the coroutine that it runs has with it, else a copy of the attached thread's
    /// own. Throws: what making the copy raises.
    static carried_context of_thread();

    /// A copy, which the call may change, of this thread's own where there is nothing: a new reference. Throws: what Python raises.
    [[nodiscard]] PyObject* copy() const PYHOST_NEEDS_GIL;

    void clear() noexcept { context_ = {}; }

private:
    friend class context_scope;
    // NOLINTNEXTLINE(readability-identifier-naming): it is private
    static inline constinit thread_local PYHOST_DETAIL_TLS const carried_context* current_ = nullptr;

    ref<object> context_;
    std::uint64_t run_ = 0;  // of the interpreter
};

/// While a thread runs a coroutine, its calls of Python have that context.
class context_scope {
public:
    explicit context_scope(carried_context context) noexcept
        : context_{std::move(context)}, outer_{std::exchange(carried_context::current_, &context_)}
    {
    }
    ~context_scope() { carried_context::current_ = outer_; }
    context_scope(const context_scope&) = delete;
    context_scope& operator=(const context_scope&) = delete;

private:
    carried_context context_;
    const carried_context* outer_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <pyhost/object.hpp>

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY carried_context carried_context::of_thread() PYHOST_DETAIL_NO_ANALYSIS
{
    const std::uint64_t run = generation();
    if (current_ != nullptr && current_->context_.has_value() && current_->run_ == run) return *current_;
    carried_context made;
    if (!is_attached()) return made;
    made.context_ = ref<object>{object::steal(checked(PyContext_CopyCurrent()))};
    made.run_ = run;
    return made;
}

PYHOST_DETAIL_BODY PyObject* carried_context::copy() const
{
    return checked(context_.has_value() ? PyContext_Copy(context_.get().ptr()) : PyContext_CopyCurrent());
}

}  // namespace pyhost::inline v0::detail

#endif
