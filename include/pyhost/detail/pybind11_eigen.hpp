// SPDX-License-Identifier: MIT
// Views of Eigen, which pybind11's casters read and write: told by their members, with no header of Eigen.
#pragma once

#include <pyhost/detail/work.hpp>

#include <concepts>
#include <type_traits>

namespace pyhost::inline v0::detail {

/// Eigen's Ref, Map and Block: they show the memory of something else.
template <class T>
concept matrix_view = requires {
    typename T::StorageKind;
    typename T::PlainObject;
    requires !std::same_as<T, typename T::PlainObject>;
};

/// What Eigen's TensorMap shows; void for all other types.
template <class T>
struct viewed_tensor {
    using type = void;
};
template <template <class, int, template <class> class> class Map, class Tensor, int Options, template <class> class Pointer>
    requires requires { typename Map<Tensor, Options, Pointer>::StorageRefType; }
struct viewed_tensor<Map<Tensor, Options, Pointer>> {
    using type = std::remove_const_t<Tensor>;
};

template <class T>
concept tensor_view = !std::is_void_v<typename viewed_tensor<T>::type>;

template <class T>
concept eigen_view = matrix_view<T> || tensor_view<T>;
template <eigen_view T>
inline constexpr bool is_view<T> = true;

}  // namespace pyhost::inline v0::detail
