// SPDX-License-Identifier: MIT
// A reference that any thread may keep, copy and drop without the GIL, after the end of the interpreter too.
#pragma once

#include <pyhost/detail/deferred.hpp>
#include <pyhost/fwd.hpp>

#include <utility>

namespace pyhost::inline v0 {
namespace detail {

/// Selects the constructor that takes over a reference, or the one that adds its own.
struct stolen_t {};
struct borrowed_t {};

/// One Python reference shared by any number of refs; counted in C++, so that copying needs no GIL.
struct ref_block {
    atomic<std::int64_t> count;
    PyObject* referenced;
    std::uint64_t generation;
};

ref_block* new_ref_block(PyObject* o) PYHOST_NEEDS_GIL;

/// Objects of an ended interpreter are left: their memory went with it.
void release_ref_block(ref_block* block) noexcept;

[[noreturn]] PYHOST_DETAIL_COLD void throw_empty(const char* operation);

[[noreturn]] PYHOST_DETAIL_COLD void throw_ended();

}  // namespace detail

/// Owns a Python object and needs no GIL to be kept, copied, moved or dropped, on any thread, after the end too.
///
/// `T` is object or one of its types; `py::ref keep{o}` finds it. The object itself is reached by get(), under a guard.
/// Cost: one allocation when made from an object; a copy is one atomic addition.
template <class T>
class ref {
public:
    ref() noexcept = default;

    /// Keeps `o`. Needs: the GIL. Throws: std::logic_error when `o` is empty.
    explicit ref(const T& o) PYHOST_NEEDS_GIL
    {
        if (o.ptr() == nullptr) detail::throw_empty("ref");
        block_ = detail::new_ref_block(o.ptr());
    }

    /// A ref of a more general type to the same object.
    template <class Derived>
        requires std::is_base_of_v<T, Derived>
    ref(const ref<Derived>& other) noexcept : block_{other.share()}  // NOLINT(google-explicit-constructor): upward only
    {
    }

    ref(const ref& other) noexcept : block_{other.share()} {}
    ref(ref&& other) noexcept : block_{std::exchange(other.block_, nullptr)} {}
    ref& operator=(ref other) noexcept
    {
        std::swap(block_, other.block_);
        return *this;
    }
    ~ref()
    {
        if (block_ != nullptr) detail::release_ref_block(block_);
    }

    /// Whether an object is kept. It may belong to an interpreter that has ended.
    [[nodiscard]] bool has_value() const noexcept { return block_ != nullptr; }

    /// The object. Needs: the GIL.
    /// Throws: interpreter_closed when it belongs to an interpreter that ended, std::logic_error when nothing is kept.
    [[nodiscard]] T get() const PYHOST_NEEDS_GIL
    {
        if (block_ == nullptr) detail::throw_empty("ref::get");
        if (block_->generation != detail::generation()) detail::throw_ended();
        return T{detail::borrowed_t{}, block_->referenced};
    }

private:
    template <class>
    friend class ref;

    detail::ref_block* share() const noexcept
    {
        if (block_ != nullptr) block_->count.fetch_add(1);
        return block_;
    }

    detail::ref_block* block_ = nullptr;
};

template <class T>
ref(const T&) -> ref<T>;

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY ref_block* new_ref_block(PyObject* o)
{
    process_state& p = process();
    auto* block = new ref_block{atomic<std::int64_t>{1}, o, gate_word::generation_of(p.gate.load())};
    Py_INCREF(o);
    p.live_refs.fetch_add(1);
    return block;
}

PYHOST_DETAIL_BODY void release_ref_block(ref_block* block) noexcept
{
    if (block->count.fetch_sub(1) != 1) return;
    process_state& p = process();
    if (block->generation == gate_word::generation_of(p.gate.load())) drop(block->referenced);
    p.live_refs.fetch_sub(1);
    delete block;
}

PYHOST_DETAIL_BODY void throw_empty(const char* operation)
{
    throw std::logic_error(std::string{operation} + ": there is no Python object (this value is empty: never assigned, or moved from); "
                                                    "assign one before using it");
}

PYHOST_DETAIL_BODY void throw_ended()
{
    throw interpreter_closed("ref::get: the object is gone (it belongs to an interpreter that has ended); "
                             "make a new ref in the interpreter that runs now");
}

}  // namespace pyhost::inline v0::detail

#endif
