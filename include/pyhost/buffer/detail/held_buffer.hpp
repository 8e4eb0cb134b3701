// SPDX-License-Identifier: MIT
// The buffer of a Python object, held until it is dropped: on any thread, with or without the GIL, after the end too.
#pragma once

#include <pyhost/detail/deferred.hpp>
#include <pyhost/detail/platform.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// Releases a buffer that was dropped without the GIL.
void defer_release(const Py_buffer& view, std::uint64_t generation) noexcept;

/// Owns a Py_buffer. It may be moved: where an exporter points into the struct itself, as PyBuffer_FillInfo does, the pointer follows.
class held_buffer {
public:
    held_buffer() noexcept { forget(); }  // NOLINT(clang-analyzer-optin.cplusplus.UninitializedObject): forget() says why
    held_buffer(held_buffer&& other) noexcept : view_{moved(other.view_, &view_)}, generation_{other.generation_} { other.forget(); }
    held_buffer& operator=(held_buffer&& other) noexcept
    {
        if (this == &other) return *this;
        release();
        view_ = moved(other.view_, &view_);
        generation_ = other.generation_;
        other.forget();
        return *this;
    }
    ~held_buffer() { release(); }

    /// False with an exception raised when the object refuses. Needs: an empty held_buffer.
    PYHOST_DETAIL_INLINE bool take(PyObject* from, int flags) PYHOST_NEEDS_GIL
    {
        process_state& p = process();
        if (take_buffer(from, &view_, flags) != 0) {
            view_.obj = nullptr;
            return false;
        }
        generation_ = gate_word::generation_of(p.gate.load());
        p.live_views.fetch_add(1);
        return true;
    }

    PYHOST_DETAIL_INLINE void release() noexcept
    {
        if (view_.obj == nullptr) return;
        process_state& p = process();
        p.live_views.fetch_sub(1);
        if (!attached()) [[unlikely]]
            defer_release(view_, generation_);
        else if (generation_ == gate_word::generation_of(p.gate.load())) release_buffer(&view_);
        forget();
    }

    [[nodiscard]] const Py_buffer& view() const noexcept { return view_; }

    /// A copy of `from` for the place `to`, which need not hold anything yet.
    static Py_buffer moved(const Py_buffer& from, Py_buffer* to) noexcept
    {
        Py_buffer made = from;
        if (from.obj == nullptr) return made;
        if (from.shape == &from.len) made.shape = &to->len;
        if (from.strides == &from.itemsize) made.strides = &to->itemsize;
        return made;
    }

private:
    /// The other members mean nothing where there is no buffer; writing them all would cost what taking one costs.
    void forget() noexcept
    {
        view_.obj = nullptr;
        view_.buf = nullptr;
        view_.len = 0;
    }

    Py_buffer view_;
    std::uint64_t generation_;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

struct deferred_buffer {
    deferred_drop drop;  // first: the queue knows this alone
    Py_buffer view;

    static void finish(deferred_drop* drop, std::uint64_t now) PYHOST_DETAIL_NO_ANALYSIS
    {
        auto* self = reinterpret_cast<deferred_buffer*>(drop);
        if (drop->generation == now) release_buffer(&self->view);
        delete self;
    }
};

PYHOST_DETAIL_BODY void defer_release(const Py_buffer& view, std::uint64_t generation) noexcept
{
    auto* later = new (std::nothrow) deferred_buffer{{view.obj, generation, nullptr, &deferred_buffer::finish}, {}};
    if (later == nullptr) return;
    later->view = held_buffer::moved(view, &later->view);
    pin_binary(reinterpret_cast<const void*>(&deferred_buffer::finish));
    if (!defer(&later->drop)) delete later;
}

}  // namespace pyhost::inline v0::detail

#endif
