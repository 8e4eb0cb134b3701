// SPDX-License-Identifier: MIT
// An array or record batch of Arrow that C++ made, and any number of exports of it; no Python in here.
#pragma once

#include <pyhost/buffer/detail/arrow.hpp>

#include <memory>
#include <string>
#include <vector>

namespace pyhost::inline v0::detail {

/// An array of Arrow whose memory `owner` keeps; a record batch is one of format "+s" with a child for each column.
struct arrow_node {
    std::string format;
    std::string name;
    std::string metadata;  // as Arrow encodes it; empty: none
    std::int64_t flags = arrow_schema_data::nullable;
    std::int64_t length = 0;
    std::int64_t null_count = 0;
    std::int64_t offset = 0;
    std::vector<const void*> buffers;
    std::vector<std::shared_ptr<const arrow_node>> children;
    std::shared_ptr<const arrow_node> dictionary;
    std::shared_ptr<const void> owner;
};

/// Writes to `to` what describes `node`; it keeps the node until it is released, on any thread, without Python.
void export_schema(const std::shared_ptr<const arrow_node>& node, arrow_schema_data& to);
void export_array(const std::shared_ptr<const arrow_node>& node, arrow_array_data& to);

/// Takes over what another library exported. Throws: std::bad_alloc.
std::shared_ptr<const arrow_node> import_node(arrow_schema_data& schema, arrow_array_data& array);

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

#include <cstring>

namespace pyhost::inline v0::detail {

/// What an exported structure stands on: the node, and the structures of its children, each of which a consumer may move away.
template <class Data>
struct arrow_export {
    std::shared_ptr<const arrow_node> node;
    std::vector<Data> children;
    std::vector<Data*> pointers;
    std::vector<const void*> buffers;
    std::unique_ptr<Data> dictionary;

    ~arrow_export()
    {
        for (Data& child : children)
            if (child.release != nullptr) child.release(&child);
        if (dictionary && dictionary->release != nullptr) dictionary->release(dictionary.get());
    }

    static void release(Data* exported)
    {
        delete static_cast<arrow_export*>(exported->private_data);
        exported->release = nullptr;
    }
};

template <class Data>
using arrow_exporter = void (*)(const std::shared_ptr<const arrow_node>&, Data&);

/// What schemas and arrays have in common.
template <class Data>
arrow_export<Data>& fill_export(const std::shared_ptr<const arrow_node>& node, Data& to, arrow_exporter<Data> export_child)
{
    auto made = std::make_unique<arrow_export<Data>>();
    made->node = node;
    made->buffers = node->buffers;
    made->children.reserve(node->children.size());
    made->pointers.reserve(node->children.size());
    for (const auto& child : node->children) {
        export_child(child, made->children.emplace_back());
        made->pointers.push_back(&made->children.back());
    }
    if (node->dictionary) {
        made->dictionary = std::make_unique<Data>();
        export_child(node->dictionary, *made->dictionary);
    }
    to.child_count = static_cast<std::int64_t>(made->pointers.size());
    to.children = made->pointers.data();
    to.dictionary = made->dictionary.get();
    to.private_data = made.get();
    to.release = &arrow_export<Data>::release;
    return *made.release();
}

PYHOST_DETAIL_BODY void export_schema(const std::shared_ptr<const arrow_node>& node, arrow_schema_data& to)
{
    to = {};
    fill_export<arrow_schema_data>(node, to, &export_schema);
    to.format = node->format.c_str();
    to.name = node->name.c_str();
    to.metadata = node->metadata.empty() ? nullptr : node->metadata.data();
    to.flags = node->flags;
}

PYHOST_DETAIL_BODY void export_array(const std::shared_ptr<const arrow_node>& node, arrow_array_data& to)
{
    to = {};
    arrow_export<arrow_array_data>& made = fill_export<arrow_array_data>(node, to, &export_array);
    to.buffers = made.buffers.data();
    to.buffer_count = static_cast<std::int64_t>(made.buffers.size());
    to.length = node->length;
    to.null_count = node->null_count;
    to.offset = node->offset;
}

/// The structures of another library, released with the last node over them.
struct foreign_arrow {
    arrow_schema_data schema;
    arrow_array_data array;

    foreign_arrow(arrow_schema_data& s, arrow_array_data& a) noexcept : schema{s}, array{a}
    {
        s.release = nullptr;
        a.release = nullptr;
    }
    ~foreign_arrow()
    {
        if (schema.release != nullptr) schema.release(&schema);
        if (array.release != nullptr) array.release(&array);
    }
    foreign_arrow(const foreign_arrow&) = delete;
    foreign_arrow& operator=(const foreign_arrow&) = delete;
};

/// The pairs of keys and values that Arrow encodes, each with its length before it, all as one piece.
inline std::string copied_metadata(const char* from)
{
    if (from == nullptr) return {};
    const auto number = [&from](std::size_t at) {
        std::int32_t value = 0;
        std::memcpy(&value, from + at, sizeof value);
        return static_cast<std::size_t>(value);
    };
    std::size_t size = sizeof(std::int32_t);
    for (std::size_t i = 0, count = 2 * number(0); i < count; ++i) size += sizeof(std::int32_t) + number(size);
    return {from, size};
}

inline std::shared_ptr<const arrow_node> node_over(const arrow_schema_data& schema, const arrow_array_data& array,
                                                   const std::shared_ptr<const void>& owner)
{
    auto made = std::make_shared<arrow_node>();
    made->format = schema.format;
    made->name = schema.name != nullptr ? schema.name : "";
    made->metadata = copied_metadata(schema.metadata);
    made->flags = schema.flags;
    made->length = array.length;
    made->null_count = array.null_count;
    made->offset = array.offset;
    made->buffers.assign(array.buffers, array.buffers + array.buffer_count);
    for (std::int64_t i = 0; i < array.child_count; ++i)
        made->children.push_back(node_over(*schema.children[i], *array.children[i], owner));
    if (array.dictionary != nullptr) made->dictionary = node_over(*schema.dictionary, *array.dictionary, owner);
    made->owner = owner;
    return made;
}

PYHOST_DETAIL_BODY std::shared_ptr<const arrow_node> import_node(arrow_schema_data& schema, arrow_array_data& array)
{
    const auto owner = std::make_shared<foreign_arrow>(schema, array);
    return node_over(owner->schema, owner->array, owner);
}

}  // namespace pyhost::inline v0::detail

#endif
