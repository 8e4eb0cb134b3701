// SPDX-License-Identifier: MIT
// The items of a C++ container as the buffers of an array of Arrow.
#pragma once

#include <pyhost/buffer/detail/arrow_node.hpp>
#include <pyhost/buffer/detail/element.hpp>
#include <pyhost/detail/native_callable.hpp>

#include <array>
#include <optional>

namespace pyhost::inline v0::detail {

/// Arrow's name of a type of items, or null: the widths of integers, float and double.
template <class T>
consteval const char* arrow_format()
{
    if constexpr (std::same_as<T, float>) return "f";
    else if constexpr (std::same_as<T, double>) return "g";
    else if constexpr (integer<T>) {
        constexpr const char* names[] = {"c", "C", "s", "S", "i", "I", "l", "L"};
        constexpr std::size_t width = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 2 : sizeof(T) == 4 ? 4 : 6;
        return names[width + (std::is_signed_v<T> ? 0 : 1)];
    } else return nullptr;
}

/// Numbers that an array of Arrow has as C++ has them.
template <class T>
concept arrow_number = arrow_format<T>() != nullptr;

/// The types of a column's items: numbers, bool, text; or an optional of one, which may be null.
template <class T>
concept arrow_item = arrow_number<T> || std::same_as<T, bool> || std::same_as<T, std::string> || std::same_as<T, std::string_view>;

template <class T>
inline constexpr bool is_arrow_optional = false;
template <arrow_item T>
inline constexpr bool is_arrow_optional<std::optional<T>> = true;

/// Anything with a size whose items can be those of a column.
template <class T>
concept arrow_column_source = requires(const T& c) {
    c.size();
    c.begin();
} && (arrow_item<typename T::value_type> || is_arrow_optional<typename T::value_type>);

/// What is moved into an array of Arrow as it is: nothing that only looks at items of others.
template <class T>
inline constexpr bool owns_items = false;
template <arrow_number T, class Allocator>
inline constexpr bool owns_items<std::vector<T, Allocator>> = true;
template <arrow_number T, std::size_t N>
inline constexpr bool owns_items<std::array<T, N>> = true;

/// Bits, the lowest first, as Arrow keeps booleans and which items are there.
class arrow_bits {
public:
    explicit arrow_bits(std::size_t count) : bytes_((count + 7) / 8) {}
    void set(std::size_t index) noexcept { bytes_[index / 8] = static_cast<std::uint8_t>(bytes_[index / 8] | (1u << index % 8)); }
    std::vector<std::uint8_t> take() noexcept { return std::move(bytes_); }

private:
    std::vector<std::uint8_t> bytes_;
};

/// Text of a column: all of it as one piece, and where each begins and the last ends.
struct arrow_text {
    std::vector<std::int64_t> ends{0};
    std::string text;

    void add(std::string_view item)
    {
        text += item;
        ends.push_back(static_cast<std::int64_t>(text.size()));
    }
};

/// A node without buffers yet, of `format`.
std::shared_ptr<arrow_node> new_arrow_node(const char* format, std::size_t length);

/// Stands for the code that ends memory of this type: the binary that it is in stays loaded.
template <class Memory>
void end_of_memory() noexcept
{
}

/// Adds a buffer that `memory` has, and keeps it.
template <class Memory>
void add_buffer(arrow_node& node, Memory memory)
{
    keep_binary<&end_of_memory<Memory>>();
    auto kept = std::make_shared<std::pair<std::shared_ptr<const void>, Memory>>(node.owner, std::move(memory));
    node.buffers.push_back(kept->second.data());
    node.owner = kept;
}

template <class T>
bool is_there(const T& item) noexcept
{
    if constexpr (is_arrow_optional<T>) return item.has_value();
    else return true;
}
template <class T>
const auto& item_there(const T& item) noexcept
{
    if constexpr (is_arrow_optional<T>) return *item;
    else return item;
}

/// The first buffer: which items are there; none where all are.
template <class Column>
void add_validity(arrow_node& node, const Column& column)
{
    if constexpr (is_arrow_optional<typename Column::value_type>) {
        arrow_bits bits{column.size()};
        std::size_t index = 0;
        for (const auto& item : column) {
            if (item.has_value()) bits.set(index);
            else ++node.null_count;
            ++index;
        }
        add_buffer(node, bits.take());
    } else {
        node.buffers.push_back(nullptr);
    }
}

template <class Column>
void add_text(arrow_node& node, const Column& column)
{
    arrow_text text;
    for (const auto& item : column) text.add(is_there(item) ? std::string_view{item_there(item)} : std::string_view{});
    add_buffer(node, std::move(text.ends));
    add_buffer(node, std::move(text.text));
}

template <class Column>
void add_booleans(arrow_node& node, const Column& column)
{
    arrow_bits bits{column.size()};
    std::size_t index = 0;
    for (const auto& item : column) {
        if (is_there(item) && item_there(item)) bits.set(index);
        ++index;
    }
    add_buffer(node, bits.take());
}

/// The items of a column: a vector of numbers is moved, all else is written as Arrow has it.
template <class Column>
std::shared_ptr<const arrow_node> arrow_node_of(Column column)
{
    using item = typename Column::value_type;
    using plain = std::remove_cvref_t<decltype(item_there(std::declval<const item&>()))>;
    constexpr const char* format = std::same_as<plain, bool> ? "b" : arrow_number<plain> ? arrow_format<plain>() : "U";
    const auto node = new_arrow_node(format, column.size());
    add_validity(*node, column);
    if constexpr (std::same_as<plain, bool>) {
        add_booleans(*node, column);
    } else if constexpr (!arrow_number<plain>) {
        add_text(*node, column);
    } else if constexpr (owns_items<Column>) {
        add_buffer(*node, std::move(column));
    } else {
        std::vector<plain> items;
        items.reserve(column.size());
        for (const auto& one : column) items.push_back(is_there(one) ? item_there(one) : plain{});
        add_buffer(*node, std::move(items));
    }
    return node;
}

}  // namespace pyhost::inline v0::detail

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0::detail {

PYHOST_DETAIL_BODY std::shared_ptr<arrow_node> new_arrow_node(const char* format, std::size_t length)
{
    auto made = std::make_shared<arrow_node>();
    made->format = format;
    made->length = static_cast<std::int64_t>(length);
    return made;
}

}  // namespace pyhost::inline v0::detail

#endif
