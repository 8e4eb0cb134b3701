# SPDX-License-Identifier: MIT
# Makes the target pyhost::pyhost of pyhost::python and Threads::Threads: in pyhost's own tree and in each package of it.
#
# It is an imported target, so that who exports a library which uses pyhost exports no more of it than this name.
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_headers.cmake)

if(NOT TARGET pyhost::pyhost)
    add_library(pyhost::pyhost INTERFACE IMPORTED)
    target_include_directories(pyhost::pyhost INTERFACE ${pyhost_include})
    target_compile_features(pyhost::pyhost INTERFACE cxx_std_20)
    target_link_libraries(pyhost::pyhost INTERFACE pyhost::python Threads::Threads ${CMAKE_DL_LIBS})
endif()
