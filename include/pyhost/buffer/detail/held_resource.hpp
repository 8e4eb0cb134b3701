// SPDX-License-Identifier: MIT
// Something that Python lent to C++ with a function that gives it back, held until it is dropped: on any thread, after the end too.
#pragma once

#include <pyhost/detail/deferred.hpp>
#include <pyhost/detail/render.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// Owns what `give_back` ends; it is called attached, once, and not at all when the interpreter has ended: it may be Python's code.
class held_resource {
public:
    held_resource() noexcept = default;

    /// Needs: the GIL. Takes over `lent`.
    held_resource(void* lent, void (*give_back)(void*)) PYHOST_NEEDS_GIL;
    held_resource(held_resource&& other) noexcept
        : lent_{std::exchange(other.lent_, nullptr)}, give_back_{other.give_back_}, generation_{other.generation_}
    {
    }
    held_resource& operator=(held_resource&& other) noexcept
    {
        held_resource taken{std::move(other)};
        std::swap(lent_, taken.lent_);
        std::swap(give_back_, taken.give_back_);
        std::swap(generation_, taken.generation_);
        return *this;
    }
    ~held_resource()
    {
        if (lent_ != nullptr) release();
    }

    [[nodiscard]] void* get() const noexcept { return lent_; }

private:
    void release() noexcept;

    void* lent_ = nullptr;
    void (*give_back_)(void*) = nullptr;
    std::uint64_t generation_ = 0;
};

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

struct deferred_resource {
    deferred_drop drop;  // first: the queue knows this alone
    void* lent;
    void (*give_back)(void*);

    static void finish(deferred_drop* drop, std::uint64_t now) PYHOST_DETAIL_NO_ANALYSIS
    {
        auto* self = reinterpret_cast<deferred_resource*>(drop);
        if (drop->generation == now) self->give_back(self->lent);
        delete self;
    }
};

PYHOST_DETAIL_BODY held_resource::held_resource(void* lent, void (*give_back)(void*))
    : lent_{lent}, give_back_{give_back}, generation_{generation()}
{
    process().live_views.fetch_add(1);
}

PYHOST_DETAIL_BODY void held_resource::release() noexcept
{
    process_state& p = process();
    p.live_views.fetch_sub(1);
    void* lent = std::exchange(lent_, nullptr);
    if (attached()) {
        const raised_scope keep;  // a conversion that failed gives back what it took, and that may run Python
        if (generation_ == gate_word::generation_of(p.gate.load())) give_back_(lent);
        return;
    }
    auto* later = new (std::nothrow) deferred_resource{{nullptr, generation_, nullptr, &deferred_resource::finish}, lent, give_back_};
    if (later == nullptr) return;
    pin_binary(reinterpret_cast<const void*>(&deferred_resource::finish));
    pin_binary(reinterpret_cast<const void*>(give_back_));
    if (!defer(&later->drop)) delete later;
}

}  // namespace pyhost::inline v0::detail

#endif
