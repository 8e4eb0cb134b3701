# SPDX-License-Identifier: MIT
# Makes the target pyhost::asio, pyhost with Boost's headers beside it; else pyhost_asio_problem says what to do.
set(pyhost_asio_problem "")
find_package(Boost 1.81 QUIET CONFIG)
if(NOT TARGET Boost::headers)
    set(pyhost_asio_problem "there is no target pyhost::asio, since Boost 1.81 or later was not found; to have it, install the headers \
of Boost (Debian: libboost1.81-dev or later) and name them with -DBoost_DIR=DIR where CMake does not find them")
elseif(NOT TARGET pyhost::asio)
    add_library(pyhost::asio INTERFACE IMPORTED GLOBAL)
    target_link_libraries(pyhost::asio INTERFACE pyhost::pyhost Boost::headers)
endif()
