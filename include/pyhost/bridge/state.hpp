// SPDX-License-Identifier: MIT
// A value of the host that its commands have in common.
#pragma once

#include <pyhost/macros.hpp>

#include <memory>
#include <utility>

namespace pyhost::inline v0::bridge {

/// A first parameter of a command, which the app gives: `[](bridge::state<database> db, int id) { return db->find(id); }` after
/// `app.state(std::make_shared<database>())`. Commands run on several threads: T has locks of its own.
template <class T>
class state {
public:
    explicit state(std::shared_ptr<T> value) noexcept : value_{std::move(value)} {}

    [[nodiscard]] T& operator*() const noexcept { return *value_; }
    [[nodiscard]] T* operator->() const noexcept { return value_.get(); }

private:
    std::shared_ptr<T> value_;
};

}  // namespace pyhost::inline v0::bridge
