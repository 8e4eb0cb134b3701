// SPDX-License-Identifier: MIT
// The calls of Python whose handlers belong to a context of Boost.Asio: they end with it, though Python goes on.
#pragma once

#include <pyhost/detail/atomic.hpp>
#include <pyhost/detail/linked_list.hpp>

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/query.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <type_traits>

namespace pyhost::inline v0::detail {

/// Counted: by the call that is under way, and while its context ends.
class pending_operation {
public:
    pending_operation() = default;
    pending_operation(const pending_operation&) = delete;
    pending_operation& operator=(const pending_operation&) = delete;

    void retain() noexcept { count_.fetch_add(1); }
    void release() noexcept
    {
        if (count_.fetch_sub(1) == 1) delete this;
    }

    /// Destroys the handler, which is not called any more, as Boost.Asio does with those of its own operations.
    virtual void abandon() noexcept = 0;

    pending_operation* newer = nullptr;  // of the same context
    pending_operation* older = nullptr;
    bool is_listed = false;

protected:
    virtual ~pending_operation() = default;

private:
    atomic<std::int64_t> count_{1};
};

/// Those of one context.
class pending_operations {
public:
    /// Those of the context of this executor; null for an executor that has none, or does not tell.
    template <class Executor>
    static std::shared_ptr<pending_operations> of(const Executor& where)
    {
        if constexpr (boost::asio::can_query<const Executor&, boost::asio::execution::context_t>::value) {
            boost::asio::execution_context& context = boost::asio::query(where, boost::asio::execution::context);
            return boost::asio::use_service<service>(context).all;
        } else {
            return nullptr;
        }
    }

    void add(pending_operation& one) noexcept
    {
        const std::scoped_lock held{state_};
        push_node(newest_, one);
        one.is_listed = true;
    }

    /// Calls `deliver` before the context can end, unless it has.
    template <class Deliver>
    void remove(pending_operation& one, Deliver deliver)
    {
        const std::scoped_lock held{state_};
        if (!one.is_listed) return;
        remove_node(newest_, one);
        one.is_listed = false;
        deliver();
    }

private:
    struct service final : boost::asio::execution_context::service {
        explicit service(boost::asio::execution_context& context) : boost::asio::execution_context::service{context} {}
        void shutdown() override { all->end(); }

        static inline boost::asio::execution_context::id id;
        const std::shared_ptr<pending_operations> all = std::make_shared<pending_operations>();
    };

    pending_operation* take() noexcept
    {
        const std::scoped_lock held{state_};
        pending_operation* one = newest_;
        if (one == nullptr) return nullptr;
        remove_node(newest_, *one);
        one->is_listed = false;
        one->retain();
        return one;
    }

    void end() noexcept
    {
        while (pending_operation* one = take()) {
            one->abandon();
            one->release();
        }
    }

    std::mutex state_;
    pending_operation* newest_ = nullptr;
};

}  // namespace pyhost::inline v0::detail
