// SPDX-License-Identifier: MIT
// arrow_column: one array of Arrow as C++ reads it, a view into an arrow_array.
#pragma once

#include <pyhost/buffer/detail/arrow_fault.hpp>
#include <pyhost/buffer/detail/element.hpp>

#include <cstring>
#include <span>
#include <utility>

namespace pyhost::inline v0 {
/// An array of Arrow: numbers, booleans, text, or the children of a struct, list or record batch.
///
/// Needs: nothing, on any thread. Lifetime: that of the arrow_array that it is of.
class arrow_column {
public:
    arrow_column(const detail::arrow_schema_data* schema, const detail::arrow_array_data* array) noexcept
        : arrow_column{schema, array, array->offset, array->length}
    {
    }

    /// Its name in a record batch; empty for others.
    [[nodiscard]] std::string_view name() const noexcept { return schema_->name != nullptr ? schema_->name : ""; }

    /// Arrow's short name of its type: "l" for int64, "g" for double, "u" for utf8, "tsu:UTC".
    [[nodiscard]] std::string_view format() const noexcept { return schema_->format; }

    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(length_); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// Whether the item at `index` is null. Throws: std::out_of_range.
    [[nodiscard]] bool is_null(std::size_t index) const;

    /// How many are null. Cost: a walk over the bits where the array does not say it.
    [[nodiscard]] std::size_t null_count() const noexcept;

    /// All items, without a copy; what stands where an item is null means nothing. Times and dates are numbers of their unit.
    /// Throws: std::invalid_argument when the items are of another type, or their memory is not aligned.
    template <detail::buffer_element T>
    [[nodiscard]] std::span<const T> values() const
    {
        const detail::arrow_storage found = detail::storage_of(format());
        if (found.kind != detail::kind_of_element<T> || found.size != sizeof(T))
            detail::throw_other_items(*schema_, detail::element_name<T>());
        if (empty()) return {};
        if (reinterpret_cast<std::uintptr_t>(array_->buffers[1]) % alignof(T) != 0) detail::throw_not_aligned(*schema_);
        return {static_cast<const T*>(array_->buffers[1]) + offset_, size()};
    }

    /// The boolean at `index`. Throws: std::out_of_range; std::invalid_argument when the items are of another type.
    [[nodiscard]] bool boolean(std::size_t index) const;

    /// The text or bytes at `index`, without a copy. Throws: as boolean().
    [[nodiscard]] std::string_view text(std::size_t index) const;

    [[nodiscard]] std::size_t child_count() const noexcept { return static_cast<std::size_t>(array_->child_count); }

    /// The items of the list at `index`. Throws: as boolean(); of a null list what stands there, which means nothing.
    [[nodiscard]] arrow_column items(std::size_t index) const;

    /// Columns of a record batch or struct; the items of all lists. Throws: std::out_of_range.
    [[nodiscard]] arrow_column child(std::size_t index) const;
    [[nodiscard]] arrow_column child(std::string_view name) const;

    /// Whether the items are numbers of the items of dictionary().
    [[nodiscard]] bool has_dictionary() const noexcept { return array_->dictionary != nullptr; }

    /// Throws: std::out_of_range when there is none.
    [[nodiscard]] arrow_column dictionary() const;

private:
    arrow_column(const detail::arrow_schema_data* schema, const detail::arrow_array_data* array, std::int64_t offset,
                 std::int64_t length) noexcept
        : schema_{schema}, array_{array}, offset_{offset}, length_{length}
    {
    }

    bool bit(std::size_t buffer, std::size_t index) const noexcept;
    void check(std::size_t index) const;

    /// Where the item at `index` begins and ends in the memory of all, for types whose items have a length each.
    template <class Offset>
    std::pair<std::int64_t, std::int64_t> range_at(std::size_t index) const
    {
        Offset ends[2];  // copied: the memory may not be aligned
        std::memcpy(ends, static_cast<const Offset*>(array_->buffers[1]) + offset_ + index, sizeof ends);
        if (ends[0] < 0 || ends[1] < ends[0]) detail::throw_bad_ends(*schema_, index);
        return {ends[0], ends[1]};
    }

    const detail::arrow_schema_data* schema_;
    const detail::arrow_array_data* array_;
    std::int64_t offset_;  // of a struct its children have it too
    std::int64_t length_;
};

}  // namespace pyhost::inline v0

#if PYHOST_DETAIL_BODIES

namespace pyhost::inline v0 {

PYHOST_DETAIL_BODY bool arrow_column::bit(std::size_t buffer, std::size_t index) const noexcept
{
    const std::size_t at = index + static_cast<std::size_t>(offset_);
    return (static_cast<const unsigned char*>(array_->buffers[buffer])[at / 8] >> at % 8 & 1) != 0;
}

PYHOST_DETAIL_BODY void arrow_column::check(std::size_t index) const
{
    if (index >= size()) detail::throw_no_item(*schema_, index, length_);
}

PYHOST_DETAIL_BODY bool arrow_column::is_null(std::size_t index) const
{
    check(index);
    if (format() == "n") return true;
    return array_->buffer_count > 0 && !format().starts_with("+u") && array_->buffers[0] != nullptr && !bit(0, index);
}

PYHOST_DETAIL_BODY std::size_t arrow_column::null_count() const noexcept
{
    if (array_->null_count == 0 || (array_->null_count > 0 && offset_ == array_->offset && length_ == array_->length))
        return static_cast<std::size_t>(array_->null_count);
    std::size_t count = 0;
    for (std::size_t i = 0; i < size(); ++i) count += is_null(i) ? 1u : 0u;
    return count;
}

PYHOST_DETAIL_BODY bool arrow_column::boolean(std::size_t index) const
{
    if (format() != "b") detail::throw_other_items(*schema_, "bool");
    check(index);
    return bit(1, index);
}

PYHOST_DETAIL_BODY std::string_view arrow_column::text(std::size_t index) const
{
    const bool is_large = format() == "U" || format() == "Z";
    if (!is_large && format() != "u" && format() != "z") detail::throw_other_items(*schema_, "text or bytes");
    check(index);
    const auto [begin, end] = is_large ? range_at<std::int64_t>(index) : range_at<std::int32_t>(index);
    if (begin == end) return {};
    return {static_cast<const char*>(array_->buffers[2]) + begin, static_cast<std::size_t>(end - begin)};
}

PYHOST_DETAIL_BODY arrow_column arrow_column::items(std::size_t index) const
{
    if (format() != "+l" && format() != "+L") detail::throw_other_items(*schema_, "lists");
    check(index);
    const auto [begin, end] = format() == "+L" ? range_at<std::int64_t>(index) : range_at<std::int32_t>(index);
    const arrow_column all = child(0);
    if (end > all.length_) detail::throw_bad_ends(*schema_, index);
    return {all.schema_, all.array_, all.offset_ + begin, end - begin};
}

PYHOST_DETAIL_BODY arrow_column arrow_column::child(std::size_t index) const
{
    if (index >= child_count()) detail::throw_no_child(*schema_, std::to_string(index));
    const arrow_column whole{schema_->children[index], array_->children[index]};
    if (format() != "+s") return whole;
    return {whole.schema_, whole.array_, whole.offset_ + offset_, length_};
}

PYHOST_DETAIL_BODY arrow_column arrow_column::child(std::string_view name) const
{
    for (std::size_t i = 0; i < child_count(); ++i)
        if (child(i).name() == name) return child(i);
    detail::throw_no_child(*schema_, "'" + std::string{name} + "'");
}

PYHOST_DETAIL_BODY arrow_column arrow_column::dictionary() const
{
    if (!has_dictionary()) detail::throw_no_child(*schema_, "of a dictionary");
    return {schema_->dictionary, array_->dictionary};
}
}  // namespace pyhost::inline v0

#endif
