// SPDX-License-Identifier: MIT
// Whether a zip file lists a module, so that a zipped standard library is checked before CPython tries it.
#pragma once

#include <pyhost/detail/files.hpp>

#include <string>
#include <string_view>

namespace pyhost::inline v0::detail {

/// A little-endian number of `bytes` bytes at `at`.
inline unsigned long zip_number(std::string_view data, std::size_t at, int bytes) noexcept
{
    unsigned long n = 0;
    for (int i = bytes; i-- > 0;) n = n << 8 | static_cast<unsigned char>(data[at + static_cast<std::size_t>(i)]);
    return n;
}

/// Whether the directory of a zip file names `file`, as source or as bytecode.
///
/// Reads the end record and the central directory before it (APPNOTE.TXT 4.3.12, 4.3.16); zip64 is not known.
inline bool zip_has_source(const std::string& path, std::string_view file)
{
    const std::string tail = files::read_tail(path, 8 << 20).value_or("");
    const std::size_t end = tail.rfind("PK\5\6");
    if (end == std::string::npos || tail.size() - end < 22) return false;
    const unsigned long size = zip_number(tail, end + 12, 4);
    if (size > end) return false;
    for (std::size_t at = end - size; end - at >= 46;) {
        const std::size_t length = zip_number(tail, at + 28, 2);
        if (length > end - at - 46) return false;
        std::string_view name = std::string_view{tail}.substr(at + 46, length);
        if (name.ends_with(".pyc")) name.remove_suffix(1);
        if (name == file) return true;
        const std::size_t next = 46 + length + zip_number(tail, at + 30, 2) + zip_number(tail, at + 32, 2);
        if (next > end - at) return false;
        at += next;
    }
    return false;
}

}  // namespace pyhost::inline v0::detail
