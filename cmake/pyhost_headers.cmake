# SPDX-License-Identifier: MIT
# Sets pyhost_include, the folder of the headers, and pyhost_version, which is written in version.hpp alone.

# As in the repository and in the package that pip installs; `cmake --install` and package managers say where they put them.
set(pyhost_include ../include)
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_installed.cmake OPTIONAL)
get_filename_component(pyhost_include "${pyhost_include}" ABSOLUTE BASE_DIR ${CMAKE_CURRENT_LIST_DIR})

file(STRINGS ${pyhost_include}/pyhost/version.hpp pyhost_version REGEX "int version_(major|minor|patch) = [0-9]+")
list(TRANSFORM pyhost_version REPLACE ".* = ([0-9]+);.*" "\\1")
list(JOIN pyhost_version "." pyhost_version)
