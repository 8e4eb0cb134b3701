// SPDX-License-Identifier: MIT
// Lists of what lives elsewhere, linked by its own members: nothing is allocated, and leaving takes no search.
#pragma once

namespace pyhost::inline v0::detail {

/// Puts `node` in front. Needs: the lock of the list, and members `newer` and `older` that are null.
template <class T>
void push_node(T*& newest, T& node) noexcept
{
    node.older = newest;
    if (newest != nullptr) newest->newer = &node;
    newest = &node;
}

/// Takes `node` out; without effect when it is not in the list. Needs: the lock of the list.
template <class T>
void remove_node(T*& newest, T& node) noexcept
{
    if (node.newer != nullptr) node.newer->older = node.older;
    else if (newest == &node) newest = node.older;
    if (node.older != nullptr) node.older->newer = node.newer;
    node.newer = node.older = nullptr;
}

}  // namespace pyhost::inline v0::detail
