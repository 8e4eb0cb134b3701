// SPDX-License-Identifier: MIT
// Shared ownership of one value whose type is forgotten: std::shared_ptr<const void> without <memory>.
#pragma once

#include <pyhost/detail/atomic.hpp>

#include <utility>

namespace pyhost::inline v0::detail {

/// A counted, constant value of any type; empty by default.
class shared_value {
public:
    shared_value() noexcept = default;
    shared_value(const shared_value& other) noexcept : box_{other.box_} { retain(); }
    shared_value(shared_value&& other) noexcept : box_{std::exchange(other.box_, nullptr)} {}
    shared_value& operator=(shared_value other) noexcept
    {
        std::swap(box_, other.box_);
        return *this;
    }
    ~shared_value()
    {
        if (box_ != nullptr && box_->owners.fetch_sub(1) == 1) box_->destroy(box_);
    }

    /// Holds `value`.
    template <class T>
    [[nodiscard]] static shared_value of(T value)
    {
        shared_value made;
        made.box_ = new box_of<T>{std::move(value)};
        return made;
    }

    /// The value, as the type that `of` was given; null when empty.
    [[nodiscard]] const void* get() const noexcept { return box_ == nullptr ? nullptr : box_->value; }

private:
    struct box {
        atomic<long> owners{1};
        const void* value;
        void (*destroy)(box*);
    };

    template <class T>
    struct box_of : box {
        explicit box_of(T&& given) : held{std::move(given)}
        {
            this->value = &held;
            this->destroy = [](box* self) { delete static_cast<box_of*>(self); };
        }
        T held;
    };

    void retain() const noexcept
    {
        if (box_ != nullptr) box_->owners.fetch_add(1);
    }

    box* box_ = nullptr;
};

}  // namespace pyhost::inline v0::detail
