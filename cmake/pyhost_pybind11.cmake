# SPDX-License-Identifier: MIT
# Makes the target pyhost::pybind11, pyhost with pybind11 beside it, when pybind11 3.1 or later is found.
#
# pip installs pybind11 where CMake does not look: -Dpybind11_DIR=$(python -m pybind11 --cmakedir) names it.
set(PYBIND11_FINDPYTHON ON)
find_package(pybind11 3.1 QUIET CONFIG HINTS ${pybind11_hint})
if(TARGET pybind11::headers AND NOT TARGET pyhost::pybind11)
    add_library(pyhost::pybind11 INTERFACE IMPORTED GLOBAL)
    target_link_libraries(pyhost::pybind11 INTERFACE pyhost::pyhost pybind11::headers)
endif()
