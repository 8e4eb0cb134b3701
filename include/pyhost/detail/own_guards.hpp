// SPDX-License-Identifier: MIT
// The guards that a thread has when it stops the interpreter under them.
#pragma once

#include <pyhost/detail/deferred.hpp>

namespace pyhost::inline v0::detail {

/// Leaves the guards of this thread, of all binaries, so that stop() does not wait for itself.
///
/// Afterwards their scopes, and release scopes in them, find nothing to do; unless restore() takes them up again.
class own_guards {
public:
    own_guards(process_state& p, std::uint64_t generation) PYHOST_DETAIL_NO_ANALYSIS : p_{p},
                                                                                       record_{this_record()},
                                                                                       was_attached_{attached()}
    {
        record_.left = generation;
        if (was_attached_) state_ = PyEval_SaveThread();
        for_each_binary(&record_, [&](binary_state& binary) {
            binary.left = *binary.own;
            if (binary.left == nullptr) return;
            store_own(*binary.own, nullptr);
            p_.inside.fetch_sub(1);
        });
    }

    /// For a stop that was given up: the thread is as it was before. Waits for the GIL when it had it.
    void restore() PYHOST_DETAIL_NO_ANALYSIS
    {
        record_.left = 0;
        for_each_binary(&record_, [&](binary_state& binary) {
            if (binary.left != nullptr) p_.inside.fetch_add(1);
        });
        if (was_attached_) PyEval_RestoreThread(state_);
        for_each_binary(&record_, [](binary_state& binary) { store_own(*binary.own, binary.left); });
    }

    own_guards(const own_guards&) = delete;
    own_guards& operator=(const own_guards&) = delete;

private:
    process_state& p_;
    thread_record& record_;
    bool was_attached_;
    PyThreadState* state_ = nullptr;
};

}  // namespace pyhost::inline v0::detail
