// SPDX-License-Identifier: MIT
// to_arrow and arrow_batch: columns of C++ given to Python by the Arrow C data interface.
#pragma once

#include <pyhost/buffer/arrow_column.hpp>
#include <pyhost/buffer/detail/arrow_items.hpp>
#include <pyhost/buffer/detail/arrow_object.hpp>

#include <cstring>
#include <stdexcept>

namespace pyhost::inline v0 {
/// An array of Arrow with the items of `column`, as an object that pyarrow.array and all else that knows `__arrow_c_array__` take.
///
/// Items are integers, float, double, bool, std::string or std::string_view (large_utf8 in Arrow), or optionals of one, where nullopt is
/// null. A vector of numbers that is moved here is not copied; all else is. Needs: the GIL. Lifetime: the last holder of the array ends the
/// memory, on any thread.
template <detail::arrow_column_source Column>
[[nodiscard]] object to_arrow(Column column) PYHOST_NEEDS_GIL
{
    return object::steal(detail::checked(detail::new_arrow_object(detail::arrow_node_of(std::move(column)))));
}

/// What another library exported by the Arrow C data interface: pointers to its ArrowSchema and ArrowArray, which are moved from.
///
/// Needs: the GIL. Throws: std::invalid_argument when one was moved from before.
template <class Schema, class Array>
[[nodiscard]] object to_arrow(Schema* schema, Array* array) PYHOST_NEEDS_GIL
{
    static_assert(sizeof(Schema) == sizeof(detail::arrow_schema_data) && sizeof(Array) == sizeof(detail::arrow_array_data),
                  "pyhost: to_arrow takes pointers to the structures ArrowSchema and ArrowArray of the Arrow C data interface");
    if (schema == nullptr || array == nullptr || schema->release == nullptr || array->release == nullptr)
        throw std::invalid_argument("to_arrow: the structures were moved from, or never filled; export the array again");
    detail::arrow_schema_data own_schema;
    detail::arrow_array_data own_array;
    std::memcpy(&own_schema, schema, sizeof own_schema);
    std::memcpy(&own_array, array, sizeof own_array);
    if (const std::string fault = detail::arrow_fault(own_schema, own_array); !fault.empty())
        throw std::invalid_argument("to_arrow: the " + fault);
    schema->release = nullptr;
    array->release = nullptr;
    return object::steal(detail::checked(detail::new_arrow_object(detail::import_node(own_schema, own_array))));
}

/// A record batch of Arrow: columns of one length, each with a name.
class arrow_batch {
public:
    arrow_batch();

    /// Adds a column, as to_arrow() takes it. Throws: std::invalid_argument when it is longer or shorter than those before.
    template <detail::arrow_column_source Column>
    arrow_batch&& add(std::string name, Column column) &&
    {
        add_node(std::move(name), detail::arrow_node_of(std::move(column)));
        return std::move(*this);
    }
    template <detail::arrow_column_source Column>
    arrow_batch& add(std::string name, Column column) &
    {
        add_node(std::move(name), detail::arrow_node_of(std::move(column)));
        return *this;
    }

    /// The batch as an object that pyarrow.record_batch and all else that knows `__arrow_c_array__` take. Needs: the GIL.
    [[nodiscard]] object to_python() const PYHOST_NEEDS_GIL;

private:
    void add_node(std::string name, std::shared_ptr<const detail::arrow_node> node);

    /// Throws std::logic_error after a move.
    const detail::arrow_node& whole() const;

    std::shared_ptr<const detail::arrow_node> node_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY arrow_batch::arrow_batch()
{
    auto empty = detail::new_arrow_node("+s", 0);
    empty->buffers.push_back(nullptr);
    empty->flags = 0;
    node_ = std::move(empty);
}

PYHOST_DETAIL_BODY void arrow_batch::add_node(std::string name, std::shared_ptr<const detail::arrow_node> node)
{
    if (!whole().children.empty() && node->length != node_->length)
        throw std::invalid_argument("arrow_batch::add: column '" + name + "' has " + std::to_string(node->length) +
                                    " items, those before have " + std::to_string(node_->length));
    auto named = std::make_shared<detail::arrow_node>(*node);
    named->name = std::move(name);
    auto grown = std::make_shared<detail::arrow_node>(*node_);  // one that Python has stays as it is
    grown->length = named->length;
    grown->children.push_back(std::move(named));
    node_ = std::move(grown);
}

PYHOST_DETAIL_BODY const detail::arrow_node& arrow_batch::whole() const
{
    if (node_ == nullptr) throw std::logic_error("arrow_batch: it was moved from; make a new one");
    return *node_;
}

PYHOST_DETAIL_BODY object arrow_batch::to_python() const
{
    static_cast<void>(whole());
    return object::steal(detail::checked(detail::new_arrow_object(node_)));
}

}  // namespace pyhost::inline v0

#endif
