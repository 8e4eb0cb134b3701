# SPDX-License-Identifier: MIT
# Whether this version serves find_package(pyhost VERSION): before 1.0 only its own minor version does. Any architecture.
#
# The rules are CMake's SameMinorVersion, ARCH_INDEPENDENT; written out, since a package that no CMake installs has no generated file.
include(${CMAKE_CURRENT_LIST_DIR}/pyhost_headers.cmake)

string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" series ${pyhost_version})
math(EXPR next_minor "${CMAKE_MATCH_2} + 1")
set(next_series ${CMAKE_MATCH_1}.${next_minor})

set(PACKAGE_VERSION ${pyhost_version})
set(PACKAGE_VERSION_COMPATIBLE FALSE)
if("${PACKAGE_FIND_VERSION_MAJOR}.${PACKAGE_FIND_VERSION_MINOR}" VERSION_EQUAL series
   AND PACKAGE_FIND_VERSION VERSION_LESS_EQUAL pyhost_version)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
if(PACKAGE_FIND_VERSION STREQUAL pyhost_version AND NOT PACKAGE_FIND_VERSION_RANGE)
    set(PACKAGE_VERSION_EXACT TRUE)
endif()

# Of a range, FIND_VERSION above is the lower end; the upper end may not reach into the next minor version.
set(upper ${PACKAGE_FIND_VERSION_MAX})
if(PACKAGE_FIND_VERSION_RANGE_MAX STREQUAL "INCLUDE" AND (upper VERSION_LESS pyhost_version OR upper VERSION_GREATER_EQUAL next_series))
    set(PACKAGE_VERSION_COMPATIBLE FALSE)
elseif(PACKAGE_FIND_VERSION_RANGE_MAX STREQUAL "EXCLUDE" AND (upper VERSION_LESS_EQUAL pyhost_version OR upper VERSION_GREATER next_series))
    set(PACKAGE_VERSION_COMPATIBLE FALSE)
endif()
